/** Spans of time as people and servers write them. */

/** Characters of a text that are looked at: a span of time is short, and foreign text may be long. */
const lengthMax = 64;

const secondsByUnit: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };
const unit = /^(?:ms|msecs?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)$/;

/** Seconds of `7m54.5s`, `20ms`, `2 minutes` or `1 h, 5 min`; undefined where `text` does not begin with such a span. */
export function spanSeconds(text: string): number | undefined {
  const found = /^\s*((?:\d{1,9}(?:\.\d{1,9})?\s?[a-z]{1,12}[\s,]{0,2}(?:and )?){1,6})/i.exec(text.slice(0, lengthMax))?.[1];
  if (found === undefined) return undefined;
  let seconds: number | undefined;
  for (const [, amount = '', name = ''] of found.matchAll(/(\d{1,9}(?:\.\d{1,9})?)\s?([a-z]{1,12})/gi)) {
    // What is no unit ends the span: `2 minutes 3 times`.
    if (!unit.test(name.toLowerCase())) break;
    seconds = (seconds ?? 0) + Number(amount) * secondsOf(name.toLowerCase());
  }
  return seconds;
}

function secondsOf(name: string): number {
  const short = /^(?:ms|msec|milli)/.test(name) ? 'ms' : name.charAt(0);
  return secondsByUnit[short] ?? 1;
}

/** Seconds of a number or of a text that holds nothing else; never negative. */
export function plainSeconds(value: string | number): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  const text = value.slice(0, lengthMax).trim();
  return /^\d{1,15}(?:\.\d{1,9})?$/.test(text) ? Number(text) : undefined;
}
