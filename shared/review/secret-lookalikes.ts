/** What stands where a credential could and is none: versions of packages, names of resources and of headers, names out of the code. */

/** Up to how far back in its line the key of a value is looked for. */
const keyLength = 200;

/** Whether a value is none by its form and what stands before it in its line. */
export function isLookalike(value: string, lineBefore: string): boolean {
  const before = lineBefore.slice(-keyLength);
  const key = keyOf(before);
  return isVersion(value, key) || isWithinArn(before) || isHeaderName(value, key);
}

/** `20.12.1984`: people take days for passwords. */
const day = /^(?:(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?:19|20)\d\d|(?:19|20)\d\d\.(?:0?[1-9]|1[0-2])\.(?:0?[1-9]|[12]\d|3[01]))$/;
const tag = /^(?:latest|next|canary|beta|alpha|workspace:[\^~*]|catalog:[\w-]{0,40})$/;
/** Words behind the numbers of a version: these, and no others. */
const stage = /^(?:alpha|beta|rc|pre|preview|next|canary|dev|nightly|snapshot|post|final|release|a|b|m)?\d{0,10}$/i;

/** `^1.2.3`, `~1.2`, `1.0.0-rc.1`, `2.0.0b1`, `npm:other@^1.2.3`. */
function isVersion(value: string, key: string): boolean {
  if (/^@[\w.-]+\/[\w.-]+$/.test(key) && tag.test(value)) return true;
  const bare = value.replace(/^npm:@?[\w./-]{1,120}@|^workspace:/, '');
  const [whole, range] = /^([~^<>=]{0,3})v?\d{1,6}(?:\.(?:\d{1,6}|[x*])(?!\d)){1,3}/i.exec(bare) ?? [];
  if (whole === undefined) return false;
  const stages = bare.slice(whole.length);
  if (!stages.split(/[.+-]/, 9).every((word) => stage.test(word)) || stages.length > 60) return false;
  return range !== '' || stages !== '' || isNoPassword(value, key);
}

/** A bare number may be a bad password, but not of a package. */
function isNoPassword(value: string, key: string): boolean {
  return !/pass|pwd/i.test(key) || (/[/-]/.test(key) && !day.test(value));
}

/** The name of a resource has parts that are called like credentials. */
function isWithinArn(before: string): boolean {
  const start = before.lastIndexOf('arn:aws');
  return start >= 0 && !/[\w-]/.test(before.charAt(start - 1)) && /^[\w:/+.@*-]*\s?$/.test(before.slice(start));
}

/** `apiKeyHeader: X-Api-Key`: which header it is, not what it holds. */
function isHeaderName(value: string, key: string): boolean {
  return /header(?:_?name)?$/i.test(key) && /^[a-z]{1,15}\d?(?:-[a-z]{1,15}\d{0,2}){1,6}$/i.test(value);
}

/** The name that a value is given to: what stands before the quotes and the sign. */
function keyOf(before: string): string {
  const end = walkBack(before, before.length, /[\s"'`\]:=>]/);
  return before.slice(walkBack(before, end, /[@\w./-]/), end);
}

function walkBack(text: string, from: number, over: RegExp): number {
  let at = from;
  while (at > 0 && over.test(text.charAt(at - 1))) at -= 1;
  return at;
}

/** `addTrustKeyPolicyForSubscriptions`: words in humps. What nobody made up has humps of a letter or two, and more digits. */
export function isWordsInHumps(value: string): boolean {
  if (!/^[A-Za-z\d]+$/.test(value) || (value.match(/\d/g)?.length ?? 0) > 2) return false;
  const words = value.match(/[A-Z]?[a-z]+|[A-Z]+|\d+/g) ?? [];
  const capitals = words.filter((word) => /^[A-Z]/.test(word)).length;
  return capitals >= 2 && words.every((word) => word.length <= 15) && value.length / words.length >= 3.5;
}
