/** A line of YAML, JSON, HCL, XML or code as words, strings and signs: as much grammar as all of them have in common. */
import type { Part } from './key-lines.ts';

/** A word, what stands between quotes, or a sign: a bracket, `,` between two things, `=` for every sign of an assignment. */
export interface LineWord extends Part {
  readonly kind: 'word' | 'string' | 'sign';
  readonly text: string;
}

/** Sticky: each is tried at one place of a line. */
const assignment = /:=|=>|[:=]/y;
const bracket = /[{}(),;]|<(?=[A-Za-z/])|>/y;
const word = /[^\s"'`{}()[\],;:=<>]+/y;
const value = /[^\s"'`{}()[\],;<>]+/y;
/** What stands behind a name as the rest of its line. */
const wholeValue = /[^\s"'`[{<>|&!*(][^\s<>"`]*(?=\s{0,50}(?:\s#.{0,300})?$)/y;
const element = /<(?<name>[A-Za-z][\w.:-]{0,60})>\s{0,5}(?<text>[^<>\s]{1,1000})\s{0,5}<\/[\w.:-]{1,61}>/y;

/** What says that a value is the lines below. */
const fold = /[|>][-+\d]{0,2}\s*$/y;

/** What stands at a place of a line, and where the next thing may. */
interface Read {
  readonly words: readonly LineWord[];
  readonly after: number;
}

/** The words of a line from the left. A comment ends it, and so does a value that goes on below. */
export function wordsOf(text: string): readonly LineWord[] {
  const words: LineWord[] = [];
  const unclosed = new Set<string>();
  let at = 0;
  while (at < text.length && !isOver(text, at, words)) {
    const read = readAt(text, at, words, unclosed);
    if (read.words[0]?.kind === 'string' && isPrefix(words.at(-1), at)) words.pop();
    words.push(...read.words);
    at = read.after;
  }
  return words;
}

function readAt(text: string, at: number, words: readonly LineWord[], unclosed: Set<string>): Read {
  return stringAt(text, at, unclosed) ?? elementAt(text, at) ?? signAt(text, at) ?? wordAt(text, at, words) ?? { words: [], after: at + 1 };
}

function isOver(text: string, at: number, words: readonly LineWord[]): boolean {
  if (isAssigned(words)) return matchAt(fold, text, at) !== null;
  return text.charAt(at) === '#' && /^\s?$/.test(text.charAt(at - 1));
}

/** `b"…"`: what the quotes mean. */
function isPrefix(last: LineWord | undefined, at: number): boolean {
  return last?.kind === 'word' && last.end === at && /^[bruf]{1,2}$/i.test(last.text);
}

function isAssigned(words: readonly LineWord[]): boolean {
  const last = words.at(-1);
  return last?.kind === 'sign' && last.text === '=';
}

/** What stands in quotes from a place on. A quote that nothing closes is none, nor is one behind a letter: `don't`. */
function stringAt(text: string, at: number, unclosed: Set<string>): Read | undefined {
  const quote = text.charAt(at);
  if (!/["'`]/.test(quote) || unclosed.has(quote) || isWithinWord(text, at)) return undefined;
  for (let end = at + 1; end < text.length; end += 1) {
    if (text.charAt(end) === '\\') end += 1;
    else if (text.charAt(end) === quote) {
      return { words: [{ kind: 'string', text: text.slice(at + 1, end), start: at + 1, end }], after: end + 1 };
    }
  }
  unclosed.add(quote);
  return undefined;
}

function isWithinWord(text: string, at: number): boolean {
  return /(?:^|[^a-z])[a-z]{3,20}$/i.test(text.slice(Math.max(0, at - 21), at));
}

/** `<name>…</name>` as what it says: a name and what is given to it. */
function elementAt(text: string, at: number): Read | undefined {
  const { groups: { name = '', text: inner = '' } = {}, 0: whole = '' } = matchAt(element, text, at) ?? {};
  if (whole === '') return undefined;
  const start = at + whole.indexOf(inner, name.length + 2);
  const after = at + whole.length;
  const words: readonly LineWord[] = [
    { kind: 'word', text: name, start: at + 1, end: at + 1 + name.length },
    { kind: 'sign', text: '=', start, end: start },
    { kind: 'string', text: inner, start, end: start + inner.length },
    { kind: 'sign', text: ',', start: after, end: after },
  ];
  return { words, after };
}

function signAt(text: string, at: number): Read | undefined {
  const [given] = matchAt(assignment, text, at) ?? [];
  if (given !== undefined) return signOf('=', at, given.length);
  const [other] = matchAt(bracket, text, at) ?? [];
  return other === undefined ? undefined : signOf(other.replace(';', ','), at, 1);
}

function signOf(sign: string, start: number, length: number): Read {
  return { words: [{ kind: 'sign', text: sign, start, end: start + length }], after: start + length };
}

function wordAt(text: string, at: number, words: readonly LineWord[]): Read | undefined {
  const found = isAssigned(words) ? valueAt(text, at, words.length === 2) : matchAt(word, text, at)?.[0];
  return found === undefined
    ? undefined
    : { words: [{ kind: 'word', text: found, start: at, end: at + found.length }], after: at + found.length };
}

function valueAt(text: string, at: number, isFirst: boolean): string | undefined {
  const whole = isFirst ? matchAt(wholeValue, text, at)?.[0].replace(/[,;]$/, '') : '';
  return whole || matchAt(value, text, at)?.[0];
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
