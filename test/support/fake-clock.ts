/** A clock that stands still until it is told otherwise. */
import type { Clock } from '../../shared/ports/clock.ts';

export interface FakeClock extends Clock {
  /** Milliseconds of each sleep, in order: a sleep moves the time on and returns at once. */
  readonly slept: readonly number[];
  advance(milliseconds: number): void;
}

/** Starts at the moment at which `sampleRun` was created. */
export function fakeClock(start = '2026-03-01T10:00:00.000Z'): FakeClock {
  let time = Date.parse(start);
  const slept: number[] = [];
  return {
    slept,
    now: () => new Date(time),
    async sleep(milliseconds, signal) {
      slept.push(milliseconds);
      if (!signal?.aborted) time += milliseconds;
    },
    advance(milliseconds) {
      time += milliseconds;
    },
  };
}
