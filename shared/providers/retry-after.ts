/** How long a provider asks us to wait, in the ways in which providers say it. */
import { plainSeconds, spanSeconds } from './duration.ts';

/** A wait in the body of a reply: a number of seconds, or a text such as `17s`. */
export type BodyHint = string | number;

/**
 * Seconds to wait, to the millisecond, or undefined where the provider gives no hint. `delays` are those of the body, and `limited` says
 * that the call has met a limit: only then is the time at which one is lifted a time to wait for. The caller has cut `message`.
 */
export function retryAfterSeconds(
  headers: Headers,
  delays: BodyHint | readonly BodyHint[] | undefined,
  message: string,
  limited = false,
): number | undefined {
  const seconds =
    milliseconds(headers) ??
    inHeader(headers) ??
    (limited ? untilReset(headers) : undefined) ??
    [delays ?? []]
      .flat()
      .map((delay) => moment(delay, headers))
      .find((delay) => delay !== undefined) ??
    inWords(message);
  return seconds === undefined ? undefined : Math.round(seconds * 1000) / 1000;
}

function milliseconds(headers: Headers): number | undefined {
  const value = ['retry-after-ms', 'x-ms-retry-after-ms'].map((name) => headers.get(name)).find((text) => text !== null);
  const amount = value === undefined ? undefined : plainSeconds(value);
  return amount === undefined ? undefined : amount / 1000;
}

/** Two of them become one with a comma, as does one that a proxy adds again: the longest counts. */
function inHeader(headers: Headers): number | undefined {
  const value = headers.get('retry-after') ?? headers.get('x-retry-after') ?? headers.get('x-ratelimit-retry-after');
  if (value === null) return undefined;
  const whole = moment(value, headers);
  if (whole !== undefined) return whole;
  return longest(
    value
      .slice(0, 200)
      .split(',')
      .map((part) => moment(part, headers)),
  );
}

/** Since 2001 in seconds, and in milliseconds: larger numbers are moments and no spans. */
const epochSeconds = 1e9;
const epochMilliseconds = 1e12;

/** A span, or a moment read against the provider's own clock, so that ours need not be right. */
function moment(value: BodyHint, headers: Headers): number | undefined {
  const plain = plainSeconds(value);
  if (plain !== undefined) {
    if (plain < epochSeconds) return plain;
    return Math.max(0, plain / (plain < epochMilliseconds ? 1 : 1000) - nowSeconds(headers));
  }
  const text = String(value).slice(0, 64).trim();
  const span = spanSeconds(text);
  if (span !== undefined) return span;
  // `-1` and the like would be read as years.
  const until = /[a-z]|^\d{4}-\d\d-\d\dT/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(until) ? undefined : Math.max(0, until / 1000 - nowSeconds(headers));
}

function nowSeconds(headers: Headers): number {
  const now = Date.parse(headers.get('date')?.slice(0, 64) ?? '');
  return (Number.isNaN(now) ? Date.now() : now) / 1000;
}

const resetHeader = /^(?:x-|anthropic-)?rate-?limit-(?:[\w-]{1,40}-)?reset(?:-[\w-]{1,40})?$/;

/**
 * When the limit is lifted. Of several limits those count of which nothing remains; where none says so, the one that is lifted first,
 * since any of them may have been met.
 */
function untilReset(headers: Headers): number | undefined {
  const limits = [...headers].flatMap(([name, value]) => {
    const seconds = resetHeader.test(name) ? moment(value, headers) : undefined;
    return seconds === undefined ? [] : [{ seconds, spent: plainSeconds(headers.get(name.replace('reset', 'remaining')) ?? '') === 0 }];
  });
  const spent = limits.filter((limit) => limit.spent);
  if (spent.length > 0) return longest(spent.map(({ seconds }) => seconds));
  return limits.length === 0 ? undefined : Math.min(...limits.map(({ seconds }) => seconds));
}

function longest(seconds: readonly (number | undefined)[]): number | undefined {
  const known = seconds.filter((second) => second !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

const lead =
  /(?:(?:try|retry|retrying|come back|available|ready)(?: again)?(?: (?:your|the|this) request)?(?: (?:in|after))|(?:please )?wait(?: for)?|resets?(?: (?:in|after)))(?: (?:about|approximately|at least|another|up to))?:? (?=\d)/i;

/** A wait in a sentence. A number without a unit is one of seconds. */
function inWords(message: string): number | undefined {
  const found = lead.exec(message);
  if (found === null) return undefined;
  const rest = message.slice(found.index + found[0].length);
  return spanSeconds(rest) ?? plainSeconds(/^\d{1,6}(?:\.\d{1,6})?(?![\d.]*\d)/.exec(rest.slice(0, 20))?.[0] ?? '');
}
