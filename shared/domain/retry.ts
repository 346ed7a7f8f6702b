/** When a failed call to an expert is repeated. */

/** Calls to one expert in one consultation, the first included: a second chance twice, then the circle goes on without it. */
export const maxAttempts = 3;
/** Milliseconds before the first repetition; it doubles each time. */
const firstWaitMs = 500;

/**
 * Milliseconds to wait after the n-th failed attempt. The provider's hint is a lower bound; without one the wait is drawn
 * from 0 to 500 ms, then 0 to 1 s ("full jitter", AWS Architecture Blog 2015), so that many callers do not come back together.
 * `chance` is a random number from 0 to 1.
 */
export function backoffMs(attempts: number, retryAfterSeconds: number | undefined, chance: number): number {
  const jittered = chance * firstWaitMs * 2 ** (attempts - 1);
  return retryAfterSeconds === undefined ? jittered : retryAfterSeconds * 1000 + jittered;
}
