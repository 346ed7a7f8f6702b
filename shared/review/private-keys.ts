/**
 * Private keys, whole or in part, however they are written: over lines or in one, escaped, joined, encoded once more. A mark alone gives
 * nothing away; what is looked for is all that stands between two of them, below the first one, or above the last one. Each side of a
 * change is read by itself, since a key that takes the place of another one stands among its lines.
 */
import { findBareKeys } from './bare-keys.ts';
import {
  isEncoded,
  isRandom,
  type KeyBody,
  type KeyMark,
  keyBodyAfter,
  keyBodyBefore,
  keyBodyBelow,
  keyBodyIn,
  keyMarksIn,
  type Part,
} from './key-lines.ts';
import { type ReadLine, type SideLine, shownSides } from './shown-sides.ts';

/** A part of a line that is of a private key. */
export interface KeyPart extends Part {
  /** Index of the line. */
  readonly line: number;
}

/** Lines of a key at most: one of 16,384 bits has some 200. */
const mostLines = 400;

/** Lines that headers may be, where code stands around them. */
const mostHeaders = 5;

/** A line with the marks in it. */
interface Shown extends SideLine {
  readonly marks: readonly KeyMark[];
}

/** Every part of a private key in lines that follow each other. Parts of one line may overlap. */
export function findPrivateKeys(lines: readonly ReadLine[]): readonly KeyPart[] {
  const marks = lines.map(({ text }) => keyMarksIn(text));
  return shownSides(lines).flatMap((side) => {
    const shown = side.map((line) => ({ ...line, marks: marks[line.index] ?? [] }));
    return [
      ...findBareKeys(side),
      ...shown.flatMap((line, at) => (line.marks.length === 0 ? [] : aroundMarks(shown, at))),
      ...middles(shown),
    ];
  });
}

function aroundMarks(shown: readonly Shown[], at: number): readonly KeyPart[] {
  const line = shown[at];
  const [first] = line?.marks ?? [];
  const last = line?.marks.at(-1);
  if (line === undefined || first === undefined || last === undefined) return [];
  return [
    ...withinLine(line).map((part) => ({ ...part, line: line.index })),
    ...(last.opens ? below(shown, at, isEncoded(last)) : []),
    ...(first.closes ? above(shown, at, isEncoded(first)) : []),
  ];
}

function withinLine({ text, marks }: Shown): readonly Part[] {
  return marks.flatMap(({ start, end, opens, closes }, index) => {
    const next = marks[index + 1];
    const before = closes ? keyBodyBefore(text, start, marks[index - 1]?.end) : start;
    const after = next?.closes === true ? next.end : keyBodyAfter(text, end);
    // A mark alone is for the rules of single lines: words of a header say nothing by themselves.
    const isKey = opens && (closes || after > end);
    return [...(before < start ? [{ start: before, end: start }] : []), ...(isKey ? [{ start, end: after }] : [])];
  });
}

/** What follows a mark: up to the mark at the end where it is shown, or as far as there are lines of a key. */
function below(shown: readonly Shown[], at: number, isBare: boolean): readonly KeyPart[] {
  const { count, isClosed } = reachBelow(shown, at);
  const goesOn = isClosed && !isBare;
  const parts: KeyPart[] = [];
  let isBody = false;
  for (const [offset, line] of shown.slice(at + 1, at + 1 + count).entries()) {
    const body = bodyAt(shown, at + 1 + offset, isBare);
    isBody = body !== undefined && (body.isLong || isBody);
    if (isBody) parts.push(...placed(body, line));
    else if (!goesOn && isBehindHeaders(line, offset)) break;
  }
  return parts;
}

function isBehindHeaders({ text }: Shown, offset: number): boolean {
  return offset >= mostHeaders && !isBeside(text);
}

/** How many lines below a mark may be of its key, and whether its mark at the end is shown. */
function reachBelow(shown: readonly Shown[], at: number): { readonly count: number; readonly isClosed: boolean } {
  const rest = shown.slice(at + 1, at + 1 + mostLines);
  const stop = rest.findIndex(({ marks, isCut, text }) => isCut || marks.length > 0 || isOtherMark(text));
  const end = rest[stop];
  if (end === undefined) return { count: rest.length, isClosed: false };
  return { count: stop, isClosed: !end.isCut && end.marks[0]?.closes === true };
}

/** What stands above the mark at the end. */
function above(shown: readonly Shown[], at: number, isBare: boolean): readonly KeyPart[] {
  const parts: KeyPart[] = [];
  let isLong = false;
  const top = topOf(shown, at);
  for (let from = at - 1; from >= top; from -= 1) {
    const body = bodyAt(shown, from, isBare);
    if (body === undefined && !isBeside(shown[from]?.text)) break;
    isLong ||= body?.isLong === true;
    parts.push(...placed(body, shown[from]));
  }
  return isLong ? parts : [];
}

/** The first line above a mark that may be of its key. */
function topOf(shown: readonly Shown[], at: number): number {
  let top = at;
  while (top > 0 && at - top < mostLines && shown[top]?.isCut === false && shown[top - 1]?.marks.length === 0) top -= 1;
  return top;
}

function placed(body: KeyBody | undefined, line: Shown | undefined): readonly KeyPart[] {
  return body === undefined || line === undefined ? [] : body.parts.map((part) => ({ ...part, line: line.index }));
}

function bodyAt(shown: readonly Shown[], at: number, isBare: boolean): KeyBody | undefined {
  const text = shown[at]?.text ?? '';
  const [above, further] = [shown[at - 1]?.text ?? '', shown[at - 2]?.text ?? ''];
  return keyBodyIn(text, isBare) ?? keyBodyBelow(text, above, isBare) ?? keyBodyBelow(text, further, isBare);
}

/** Lines between a mark and the Base64: headers, and such as hold nothing. */
function isBeside(text = ''): boolean {
  const words = wordsOf(text);
  return words === '' || /^[A-Z][A-Za-z-]{1,30}:/.test(words);
}

/** A line without the signs that stand around a key. */
function wordsOf(text: string): string {
  return text.slice(0, 500).replaceAll(/\\{1,8}[nrt]|⟦[^⟧]{1,30}⟧|b?["'`]|[\s#*>|/+,\\]/g, '');
}

/** A certificate, a public key. */
function isOtherMark(text: string): boolean {
  return /-{4,5} ?(?:BEGIN|END) [A-Z]/.test(text);
}

/** Lines of as much Base64 each that fill what is shown between two cuts: of a key, or of what nobody can tell from one. */
function middles(shown: readonly Shown[]): readonly KeyPart[] {
  return piecesOf(shown).flatMap((piece) => {
    const parts = piece.flatMap(({ index, text }) =>
      (keyBodyIn(text, false)?.parts ?? [])
        .filter(({ start, end }) => isRandom(text.slice(start, end)))
        .map((part) => ({ ...part, line: index })),
    );
    const [first] = parts;
    const width = first === undefined ? 0 : first.end - first.start;
    const isFull = new Set(parts.map(({ line }) => line)).size === parts.length && parts.length === piece.length;
    return isFull && width >= 60 && width <= 76 && parts.every(({ start, end }) => end - start === width) ? parts : [];
  });
}

/** What is shown between cuts. No number tells where a removed line stood, so that a cut may be where such lines begin and end. */
function piecesOf(shown: readonly Shown[]): readonly (readonly Shown[])[] {
  const pieces: Shown[][] = [];
  let isRemoved = false;
  for (const line of shown) {
    const last = pieces.at(-1);
    if (line.isCut || (line.isRemoved && !isRemoved) || last === undefined) pieces.push([line]);
    else last.push(line);
    isRemoved = line.isRemoved;
  }
  return pieces
    .filter(([first]) => first?.isCut === true || first?.isRemoved === true)
    .map((piece) => piece.filter(({ text }) => wordsOf(text) !== ''));
}
