/** A clock that stands still until it is told otherwise. */
import type { Clock } from '../../shared/ports/clock.ts';

export interface FakeClock extends Clock {
  /** Milliseconds of each sleep, in order: a sleep moves the time on and returns at once. */
  readonly sleeps: readonly number[];
  advance(milliseconds: number): void;
  /** Sets the clock on the wall; no time passes. */
  set(milliseconds: number): void;
  /** The machine sleeps: the clock on the wall goes on, and nothing else does. */
  nap(milliseconds: number): void;
}

/** Starts at the moment at which `sampleRun` was created. */
export function fakeClock(start = '2026-03-01T10:00:00.000Z'): FakeClock {
  let time = Date.parse(start);
  const sleeps: number[] = [];
  let [steady, naps, steps] = [0, 0, 0];
  const pass = (milliseconds: number) => {
    time += milliseconds;
    steady += milliseconds;
  };
  return {
    sleeps,
    now: () => new Date(time),
    monotonic: () => steady,
    machine: () => ({ boot: 'fake', ms: Math.round(steady + naps) }),
    slept: () => naps,
    away: () => naps + steps,
    async sleep(milliseconds, signal) {
      sleeps.push(milliseconds);
      if (!signal?.aborted) pass(milliseconds);
    },
    advance: pass,
    set(milliseconds) {
      time += milliseconds;
      steps += Math.max(0, milliseconds);
    },
    nap(milliseconds) {
      time += milliseconds;
      naps += milliseconds;
    },
  };
}
