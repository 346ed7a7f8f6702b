/** Names of files as a diff writes them: perhaps in quotes, behind a prefix, two on one line. */
import type { DiffLines } from './diff-lines.ts';

/** The two names of a patch, as written but for quotes; null for /dev/null. */
export interface NamePair {
  readonly before: string | null;
  readonly after: string | null;
}

const escapes: Readonly<Record<string, string>> = { a: '\x07', b: '\b', t: '\t', n: '\n', v: '\v', f: '\f', r: '\r', '"': '"', '\\': '\\' };
const quoted = /^"(?:[^"\\]|\\(?:[0-3][0-7]{2}|["\\abtnvfr]))*"/;

/** The name behind `--- ` or `+++ `, where a tab may part it from a date. */
export function readName(written: string, lines: DiffLines): string | null {
  const name = written.startsWith('"') ? leadingQuoted(written, lines) : { name: written.replace(/^([^\t]*)\t.*$/, '$1'), rest: '' };
  if (name.rest !== '' && !name.rest.startsWith('\t')) throw lines.wrong('has something behind a name in quotes');
  if (name.name === '') throw lines.wrong('has an empty name');
  return name.name === '/dev/null' ? null : name.name;
}

/** A name that stands alone, as in `rename from`. */
export function readWholeName(written: string, lines: DiffLines): string {
  if (!written.startsWith('"')) return written;
  const { name, rest } = leadingQuoted(written, lines);
  if (rest !== '') throw lines.wrong('has something behind a name in quotes');
  return name;
}

/** Every way to part the two names of `diff --git`; blanks in names make more than one. */
export function splitNames(both: string, lines: DiffLines): readonly (readonly [string, string])[] {
  if (both.startsWith('"')) {
    const { name, rest } = leadingQuoted(both, lines);
    return rest.startsWith(' ') ? [[name, readWholeName(rest.slice(1), lines)]] : [];
  }
  const atQuote = both.endsWith('"') ? both.indexOf(' "') : -1;
  if (atQuote > 0) return [[both.slice(0, atQuote), readWholeName(both.slice(atQuote + 1), lines)]];
  const blanks = [...both.matchAll(/ /g)].map(({ index }) => index);
  return blanks.map((at) => [both.slice(0, at), both.slice(at + 1)] as const).filter(([first, second]) => first !== '' && second !== '');
}

/** The one name that both stand for: the same text, or the same behind prefixes that differ. */
export function commonName(before: string, after: string): string | undefined {
  if (before === after) return before;
  const [first, second] = [behindPrefix(before), behindPrefix(after)];
  return first === second ? first : undefined;
}

/** The names without the prefixes that git gives the two sides. */
export function withoutPrefixes({ before, after }: NamePair): NamePair {
  if (before !== null && after !== null) {
    // Folders that were compared keep their names: nothing says that these are prefixes.
    return before.startsWith('a/') && after.startsWith('b/') ? { before: before.slice(2), after: after.slice(2) } : { before, after };
  }
  return { before: before?.replace(/^a\//, '') ?? null, after: after?.replace(/^b\//, '') ?? null };
}

function behindPrefix(name: string): string | undefined {
  return /^[^/]+\/(.+)$/s.exec(name)?.[1];
}

function leadingQuoted(written: string, lines: DiffLines): { readonly name: string; readonly rest: string } {
  const [found] = quoted.exec(written) ?? [];
  if (found === undefined) throw lines.wrong('has a name with broken quotes');
  const name = found
    .slice(1, -1)
    .replaceAll(/\\(?:([0-3][0-7]{2})|(.))/g, (_, octal: string | undefined, letter: string) =>
      octal === undefined ? (escapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(octal, 8)),
    );
  return { name, rest: written.slice(found.length) };
}
