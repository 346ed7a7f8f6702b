/** The time of a machine that may sleep: durations count only while it is awake. */
import type { Clock } from '../../ports/clock.ts';
import { watch } from '../../time/awake.ts';
import { systemClock } from './system-clock.ts';

export const awakeClock: Clock = {
  ...systemClock,
  monotonic: () => watch().awakeMs(),
  slept: (since) => watch().sleptSince(since.getTime()),
  away: (since) => watch().awaySince(since.getTime()),
};
