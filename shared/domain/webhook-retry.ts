/** When a webhook that was not accepted is tried again. */

/** Seconds after each failed attempt but the last: half an hour in all, which outlasts a deployment of the receiver. */
const waits = [5, 30, 120, 600, 900] as const;
/** Attempts of one delivery, the first included. */
export const webhookAttemptsMax = waits.length + 1;
/** Seconds: SQS delays a message no longer. */
export const longestWait = 900;
/** A wait lies between this part of its length and as much above it, so that many deliveries do not come back together. */
const jitter = 0.2;

/**
 * Whole seconds to wait after the n-th failed attempt, or undefined if it was the last. The receiver's `Retry-After` is a lower
 * bound, up to 15 minutes. `chance` is a random number from 0 to 1.
 */
export function webhookWaitSeconds(attempts: number, retryAfterSeconds: number | undefined, chance: number): number | undefined {
  const wait = waits[attempts - 1];
  if (wait === undefined) return undefined;
  const jittered = Math.round(wait * (1 - jitter + 2 * jitter * chance));
  return Math.min(longestWait, Math.max(jittered, Math.ceil(retryAfterSeconds ?? 0)));
}

/** Seconds of a `Retry-After` (RFC 9110: a number, or a date), or undefined where it says nothing that can be read. */
export function secondsOfRetryAfter(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const until = Date.parse(value);
  // `-1` and the like would be read as years.
  return Number.isNaN(until) || !/[a-z]/i.test(value) ? undefined : Math.max(0, (until - now.getTime()) / 1000);
}
