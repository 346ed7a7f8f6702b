/** What strict JSON allows and no reader can rely on: a name that stands twice, and numbers that a double cannot hold. */

/** Strings (with the colon behind a name), numbers and the marks of objects. The closing quotes may be missing, so that no text is read twice. */
const tokens = /("(?:[^"\\]|\\.)*"?)\s*(:)?|-?\d[\d.eE+-]*|[{}]/g;

/**
 * Why a text that is one JSON value cannot be an answer, or undefined. Many parsers keep one of two members of a name, each another one;
 * and a number beyond the range of doubles becomes infinity or nothing.
 */
export function textFlaw(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [token, text, colon] of json.matchAll(tokens)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (text === undefined && isBeyondDoubles(token)) return 'it holds a number that is beyond the range of JSON numbers (IEEE 754)';
    else if (text !== undefined && colon !== undefined && isSecond(open.at(-1), JSON.parse(text)))
      return 'it gives a name twice in one object';
  }
  return undefined;
}

function isSecond(names: Set<string> | undefined, name: string): boolean {
  const known = names?.has(name) ?? false;
  names?.add(name);
  return known;
}

function isBeyondDoubles(number: string): boolean {
  const value = Number(number);
  const [mantissa = ''] = number.split(/e/i);
  return !Number.isFinite(value) || (value === 0 && /[1-9]/.test(mantissa));
}
