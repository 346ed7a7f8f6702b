/** What a line shows of a private key: the marks around one, and the Base64 between them. */
import { isWordsInHumps } from './secret-lookalikes.ts';
import { undo } from './undo-disguises.ts';

/** A part of a line. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/** Where a key begins or ends; Base64 of such a mark may be either. */
export interface KeyMark extends Part {
  readonly opens: boolean;
  readonly closes: boolean;
}

/** Whether the whole key is Base64 once more: what stands around it is nothing but more of that. */
export function isEncoded({ opens, closes }: KeyMark): boolean {
  return opens && closes;
}

/** Parts of a line that may be of a key. */
export interface KeyBody {
  readonly parts: readonly Part[];
  /** Whether there is enough of it to be no word that happens to stand alone. */
  readonly isLong: boolean;
}

/** As a form or an address holds it, `+` or `%20` stands for a blank. */
const armour =
  /-{4,5} ?(?<way>BEGIN|END)(?:[ +]|%20)(?:[A-Z0-9]{1,30}(?:[ +]|%20)){0,5}PRIVATE(?:[ +]|%20)KEY(?:(?:[ +]|%20)BLOCK)? ?-{4,5}/g;
/** Lines that stand within a key alone, of PuTTY and of those with a passphrase. */
const opening = /PuTTY-User-Key-File-\d|Private-Lines: ?\d|Proc-Type: ?4,ENCRYPTED|DEK-Info: ?[A-Z]/g;
const closing = /Private-MAC: ?[\da-f]/g;

/** Words of marks in Base64, by how many bytes stand before them. */
const encoded = ['PRIVATE KEY', 'PuTTY-User-Key-File-'].flatMap((words) => [0, 1, 2].map((before) => encodedAt(words, before)));

function encodedAt(words: string, before: number): string {
  const whole = Buffer.from(`${'-'.repeat(before)}${words}--`).toString('base64');
  // What hangs on other bytes than these is left out.
  return whole.slice(before === 0 ? 0 : before + 1, Math.floor(((before + words.length) * 8) / 6));
}

/** Every mark in a line, from the left. */
export function keyMarksIn(text: string): readonly KeyMark[] {
  const plain = plainMarks(text);
  if (plain.length > 0) return plain;
  const undone = undo(text);
  if (undone === undefined) return [];
  const placed = (mark: KeyMark) => ({ ...mark, start: undone.at[mark.start] ?? 0, end: undone.at[mark.end] ?? text.length });
  return plainMarks(undone.text).map(placed);
}

function plainMarks(text: string): readonly KeyMark[] {
  const marks: KeyMark[] = [];
  const add = ({ 0: words, index }: RegExpExecArray, opens: boolean, closes: boolean) =>
    marks.push({ start: index, end: index + words.length, opens, closes });
  for (const found of text.matchAll(armour)) add(found, found.groups?.['way'] === 'BEGIN', found.groups?.['way'] === 'END');
  for (const found of text.matchAll(opening)) add(found, true, false);
  for (const found of text.matchAll(closing)) add(found, false, true);
  if (encoded.some((words) => text.includes(words))) {
    for (const found of text.matchAll(/[A-Za-z0-9+/]{16,}={0,2}/g)) {
      if (encoded.some((words) => found[0].includes(words))) add(found, true, true);
    }
  }
  return marks.toSorted((a, b) => a.start - b.start);
}

/** Fewer characters of Base64 may be a word. */
const longFrom = 16;
const longText = /[A-Za-z0-9+/]{16}/;
/** Ends of lines that are written out, marks of what cannot be seen, and Base64. */
const texts = /\\{1,8}[nrt]|⟦[^⟧]{1,30}⟧|[A-Za-z0-9+/]+={0,2}/g;
/** What stands around Base64 where a key is written as comments, strings, lists or blocks. */
const decoration = /^[\s"'`#*>|;,&.()[\]\\{}:=%$-]*$/;

/** What a line holds of a key, if it stands within one; undefined if nothing. `isBare`: where no code stands around it. */
export function keyBodyIn(text: string, isBare: boolean): KeyBody | undefined {
  const found = [...text.matchAll(texts)].map(({ 0: words, index }) => ({ words, start: index, end: index + words.length }));
  const all = found.filter(({ words }) => !/^[\\⟦]/.test(words) && /[A-Za-z0-9]/.test(words));
  // `b"…"`: a letter that says what the quotes mean.
  const runs = all.filter(({ start, end }) => end - start > 1 || !/["'`]/.test(text.charAt(end)));
  const [first, second] = runs;
  const last = runs.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const isLong = first.end - first.start >= longFrom && !isName(first.words);
  const isOne = second === undefined || runs.slice(0, -1).every(({ start, end }) => end - start >= longFrom);
  if (isOne && isDecoration(text, all)) {
    return { parts: [{ start: first.start, end: last.end }], isLong };
  }
  const parts = isBare ? [] : runs.filter(({ words }) => isRandom(words));
  return parts.length === 0 ? undefined : { parts, isLong: true };
}

/** The Base64 of a line that begins as a line above it does, for the last lines of a key are short. */
export function keyBodyBelow(text: string, before: string, isBare: boolean): KeyBody | undefined {
  const [part] = keyBodyIn(before, isBare)?.parts ?? [];
  if (isBare || part === undefined || !text.startsWith(before.slice(0, part.start))) return undefined;
  const run = /=?[A-Za-z0-9+/]+={0,2}/y;
  run.lastIndex = part.start;
  const words = run.exec(text)?.[0] ?? '';
  return words === '' ? undefined : { parts: [{ start: part.start, end: part.start + words.length }], isLong: false };
}

/** Whether nothing but signs stands beside the parts. */
function isDecoration(text: string, parts: readonly Part[]): boolean {
  let from = 0;
  for (const { start, end } of parts) {
    if (!isSigns(text.slice(from, start))) return false;
    from = end;
  }
  return isSigns(text.slice(from));
}

function isSigns(text: string): boolean {
  return decoration.test(text.replaceAll(/\\{1,8}[nrt]|⟦[^⟧]{1,30}⟧|[+/]/g, ''));
}

function isName(text: string): boolean {
  return /^(?:[a-z]+|[A-Z]+)$/.test(text) || isWordsInHumps(text);
}

/** Base64 that nobody has written as a name or a path. */
export function isRandom(text: string): boolean {
  return text.length >= 20 && /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text) && !isWordsInHumps(text);
}

/** How far what may be of a key goes on in a line from `start`: ends of lines, joined strings and Base64. */
export function keyBodyAfter(text: string, start: number): number {
  const going = /[A-Za-z0-9+/=\s"'`,.&\\%]*/y;
  going.lastIndex = start;
  const rest = going.exec(text)?.[0] ?? '';
  return longText.test(rest) ? start + rest.trimEnd().length : start;
}

/** From where what may be of a key stands before `end` in a line, and not before `first`. */
export function keyBodyBefore(text: string, end: number, first = 0): number {
  let start = end;
  while (start > first && /[A-Za-z0-9+/=\s"'`,.&\\]/.test(text.charAt(start - 1))) start -= 1;
  return longText.test(text.slice(start, end)) ? start : end;
}
