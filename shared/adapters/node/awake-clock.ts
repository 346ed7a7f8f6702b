/** The time of a machine that may sleep: durations count only while it is awake. */

import type { Clock } from '../../ports/clock.ts';
import { watch } from '../../time/awake.ts';
import { bootId } from '../../time/boot-id.ts';
import { systemClock } from './system-clock.ts';

export const awakeClock: Clock = {
  ...systemClock,
  monotonic: () => watch().awakeMs(),
  machine: () => ({ boot: bootId(), ms: Math.round(watch().machineMs()) }),
  slept: (since, machine) => watch().sleptSince(since.getTime(), machine?.boot === bootId() ? machine.ms : undefined),
  away: (since) => watch().awaySince(since.getTime()),
};
