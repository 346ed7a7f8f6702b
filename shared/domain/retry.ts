/** When a failed call to an expert is repeated. */

/**
 * Calls to one expert in one consultation that may cost something or that nothing speaks for, the first included: a second chance twice,
 * then the circle goes on without it.
 */
export const maxAttempts = 3;
/** Milliseconds before the first repetition; it doubles each time. */
const firstWaitMs = 500;
/** Milliseconds between two attempts at the most, unless the provider asks for more: a model that has come up is not kept waiting. */
export const longestWaitMs = 10_000;
/** Milliseconds within which no answer can be hoped for. */
export const tooLateMs = 500;

/** What is known of a failed attempt and of those before it. */
export interface FailedAttempt {
  /** Whether asking again may help. */
  readonly retryable: boolean;
  /** Whether the provider says that this passes by itself and that nothing was worked on: a limit on calls, a model that is loading. */
  readonly passes: boolean;
  /** Whether the provider is well, and only the answer was not taken. */
  readonly well: boolean;
  /** Seconds that the provider asked us to wait, where it did. */
  readonly retryAfterSeconds: number | undefined;
  /** Failed attempts so far that do not pass by themselves, this one included. */
  readonly counted: number;
  /** Failed attempts so far, this one included. */
  readonly attempts: number;
  /** Milliseconds that are left. */
  readonly leftMs: number;
}

/**
 * Milliseconds to wait before the next attempt, or undefined if there is no use in one or no time for it. What passes by itself is
 * waited for as long as there is time; of anything else there are `maxAttempts`. The provider's hint is a lower bound; without one the
 * wait is drawn from 0 to 500 ms, then 0 to 1 s ("full jitter", AWS Architecture Blog 2015), so that many callers do not come back
 * together. `chance` is a random number from 0 to 1.
 */
export function nextAttemptMs(failed: FailedAttempt, chance: number): number | undefined {
  const { retryable, passes, well, retryAfterSeconds, counted, attempts, leftMs } = failed;
  if (!retryable || (!passes && counted >= maxAttempts)) return undefined;
  const waitMs = well ? 0 : backoffMs(attempts, retryAfterSeconds, chance);
  if (passes && !well) return shortened(waitMs, (retryAfterSeconds ?? 0) * 1000, leftMs);
  return waitMs < leftMs ? waitMs : undefined;
}

/** A long wait is made shorter where that leaves the time for one attempt more, but never shorter than the hint. */
function shortened(waitMs: number, leastMs: number, leftMs: number): number | undefined {
  return leftMs - leastMs < tooLateMs ? undefined : Math.min(waitMs, leastMs + (leftMs - leastMs) / 2);
}

/** Milliseconds to wait after the n-th failed attempt. */
export function backoffMs(attempts: number, retryAfterSeconds: number | undefined, chance: number): number {
  const jittered = chance * Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(attempts - 1, 30));
  if (retryAfterSeconds === undefined) return jittered;
  // A provider that keeps on saying "now" is asked ever more rarely all the same.
  return Math.max(jittered, retryAfterSeconds * 1000 + Math.min(jittered, firstWaitMs * 2 ** (maxAttempts - 1)));
}
