/** How long a provider asks us to wait, in the ways in which providers say it. */

/** Seconds to wait, to the millisecond, or undefined where the provider gives no hint. `delay` is a duration such as `17s`. */
export function retryAfterSeconds(headers: Headers, delay: string | undefined, message: string): number | undefined {
  const seconds =
    thousandths(headers.get('retry-after-ms')) ??
    secondsOrDate(headers.get('retry-after'), headers.get('date')) ??
    duration(delay ?? '') ??
    duration(/(?:try again|retry) (?:in|after) ((?:[\d.]+ ?[a-z]+,? ?)+)/i.exec(message)?.[1] ?? '');
  return seconds === undefined ? undefined : Math.round(seconds * 1000) / 1000;
}

function thousandths(value: string | null): number | undefined {
  return value !== null && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) / 1000 : undefined;
}

/** A date is read against the provider's own clock, so that ours need not be right. */
function secondsOrDate(value: string | null, date: string | null): number | undefined {
  if (value === null) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(value)) return Number(value);
  const until = Date.parse(value);
  // `-1` and the like would be read as years.
  if (Number.isNaN(until) || !/[a-z]/i.test(value)) return undefined;
  const now = Date.parse(date ?? '');
  return Math.max(0, (until - (Number.isNaN(now) ? Date.now() : now)) / 1000);
}

const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** Adds up a duration such as `7m54.5s`, `20ms` or `2 minutes`. */
function duration(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?) ?(ms|milliseconds?|s|sec|seconds?|m|min|minutes?|h|hours?)(?![a-z])/gi)];
  if (parts.length === 0) return undefined;
  return parts.reduce((sum, [, amount, unit = 's']) => sum + Number(amount) * secondsOf(unit.toLowerCase()), 0);
}

function secondsOf(unit: string): number {
  return units[unit.startsWith('milli') ? 'ms' : unit] ?? units[unit.charAt(0)] ?? 1;
}
