/**
 * Private keys without marks: what programs keep as the Base64 of DER, in one line or several. The first bytes tell what it is, and those
 * behind them how long it is, so that what follows a key stays.
 */
import type { Part } from './key-lines.ts';
import type { SideLine } from './shown-sides.ts';

/** A part of a line that is of a key. */
export interface BareKeyPart extends Part {
  /** Index of the line. */
  readonly line: number;
}

const any = '[A-Za-z0-9+/_-]';
/** The first bytes of each kind in Base64; `any` where a length stands. */
const heads = [
  // PKCS #8, of RSA and its like.
  `MII${any}{2}[AQgw]IBADA${any}B[g-v]`,
  // PKCS #8 of elliptic curves, and of those of Edwards and Montgomery.
  `MI[GH]${any}AgEAMB[AM]GByqGSM49`,
  `M${any}{2}CAQ[AE]wBQYDK2V[u-x]`,
  // PKCS #1, and SEC 1.
  `MII${any}{2}[AQgw]IBAA[JK][BC]`,
  'MHcCAQEEI',
  'MIGkAgEBBD',
  'MIHcAgEBBE',
  // With a passphrase.
  `MII${any}{2}[DTjz][A-D]${any}BgkqhkiG9w0B(?:BQ|DA)`,
  // PFX of a known length and of none, OpenSSH, a store of Java.
  `MII${any}{2}[AQgw]IBAzCC`,
  'MIACAQMwg',
  'b3BlbnNzaC1rZXktdjEA',
  '[/_]u3[+-]7QAAAA',
];
/** Fewer letters side by side are the words of somebody who speaks of a key. */
const head = new RegExp(`(?<![A-Za-z0-9+/])(?=[A-Za-z0-9+/_%-]{40})(?:${heads.join('|')})`, 'g');

/** Letters that a key may end with where nobody knows how long it is. */
const leastAtEnd = 16;
/** Lines of a key at most. */
const mostLines = 400;

/** Sticky, at a place of a line: a letter of Base64 or of base64url, also as an address holds it; what joins letters. */
const letter = /[A-Za-z0-9/_-]|%2[BF]|\+(?=[A-Za-z0-9+/])/iy;
const joint = /%(?:0[AD]|3D)|\\{1,8}[nrt/]|=|["'`\s+,.&\\]/iy;
/** What stands before the letters of a line further down. */
const lead = /[\s"'`#*>|]*/y;
const body = /[A-Za-z0-9+/_-]{4,}={0,2}/y;
const tail = /(?:[\\"'`\s+,.&);\]]|(?<=\\)[nrt])*$/y;

/** Every such key in the lines of one side of a change. */
export function findBareKeys(side: readonly SideLine[]): readonly BareKeyPart[] {
  return side.flatMap((_, at) => keysOf(side, at));
}

/** The keys that begin in a line. */
function keysOf(side: readonly SideLine[], at: number): readonly BareKeyPart[] {
  const found: BareKeyPart[] = [];
  let known = 0;
  for (const { index } of side[at]?.text.matchAll(head) ?? []) {
    const key = index < known ? [] : keyFrom(side, at, index);
    found.push(...key);
    known = key[0]?.end ?? known;
  }
  return found;
}

function keyFrom(side: readonly SideLine[], at: number, start: number): readonly BareKeyPart[] {
  const line = side[at];
  if (line === undefined) return [];
  const most = lettersOf(line.text.slice(start, start + 8));
  const least = most === Number.POSITIVE_INFINITY ? leastAtEnd : 1;
  const { letters, end, isOpen } = walk(line.text, start, most, least);
  const first = { line: line.index, start, end };
  return isOpen ? [first, ...keyBelow(side.slice(at + 1, at + mostLines), most - letters, least)] : [first];
}

/** What these lines hold of the letters that are left. */
function keyBelow(lines: readonly SideLine[], most: number, least: number): readonly BareKeyPart[] {
  const parts: BareKeyPart[] = [];
  let left = most;
  for (const line of lines) {
    const from = left > 0 && !isOther(line) ? bodyStart(line.text, least) : undefined;
    if (from === undefined) break;
    const { letters, end, isOpen } = walk(line.text, from, left, 1);
    parts.push({ line: line.index, start: from, end });
    left = isOpen ? left - letters : 0;
  }
  return parts;
}

/** Where something is left out, and where another key begins, a key has ended. */
function isOther({ text, isCut }: SideLine): boolean {
  return isCut || text.search(head) >= 0;
}

/** How many letters a key has by its first eight. */
function lettersOf(text: string): number {
  const [kind, size = 0, high = 0, low = 0] = Buffer.from(text, 'base64');
  if (kind !== 0x30 || size === 0x80 || size > 0x82) return Number.POSITIVE_INFINITY;
  const bytes = size === 0x82 ? high * 256 + low + 4 : size === 0x81 ? high + 3 : size + 2;
  return Math.ceil((bytes * 4) / 3);
}

interface Walked {
  /** Behind the last letter. */
  readonly end: number;
  readonly letters: number;
  /** Whether the line holds nothing else behind it. */
  readonly isOpen: boolean;
}

/** From a place over so many letters, and over what joins them; it ends behind at least `together` letters. */
function walk(text: string, start: number, most: number, together: number): Walked {
  let [at, end, letters, run] = [start, start, 0, 0];
  while (letters < most) {
    const found = lengthAt(letter, text, at);
    const length = found === 0 ? lengthAt(joint, text, at) : found;
    if (length === 0) break;
    at += length;
    run = found === 0 ? 0 : run + 1;
    letters += Number(found > 0);
    if (run >= together) end = at;
  }
  while (text.charAt(end) === '=') end += 1;
  return { end, letters, isOpen: matchesAt(tail, text, end) };
}

/** Where Base64 of so many letters begins in a line that holds nothing else. */
function bodyStart(text: string, least: number): number | undefined {
  const from = lengthAt(lead, text, 0);
  const length = lengthAt(body, text, from);
  return length >= least && matchesAt(tail, text, from + length) ? from : undefined;
}

function lengthAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
