/** Time. */
import type { MachineTime } from '../contract/machine-time.ts';

/** Time, passed in so that rules and tests can choose it. */
export interface Clock {
  /** The present moment. Anybody may set it to something else: no duration is taken from it. */
  now(): Date;
  /** Milliseconds of a clock that never goes back; one of a machine that may sleep stands still meanwhile. Only differences mean something. */
  monotonic(): number;
  /** The time of the machine since it was started, which other processes compare; undefined where moments come from many machines. */
  machine(): MachineTime | undefined;
  /** Milliseconds for which the machine has slept since a moment, by its own time where that is known; 0 where nobody sees that. */
  slept(since: Date, machine?: MachineTime): number;
  /**
   * Milliseconds of the clock on the wall since a moment in which nothing was done: the machine slept, the server was off, or the clock was set
   * forward. 0 where nobody sees that. Whoever gives something up for its age takes them off.
   */
  away(since: Date): number;
  /** Resolves after `milliseconds`, or at once when `signal` is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
