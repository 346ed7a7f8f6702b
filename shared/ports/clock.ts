/** Time. */

/** Time, passed in so that rules and tests can choose it. */
export interface Clock {
  /** The present moment. */
  now(): Date;
  /** Resolves after `milliseconds`, or at once when `signal` is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
