/** Looks for credentials in one line: as it stands, without its disguises, and in what is Base64 of one. */
import { joinFinds } from './join-finds.ts';
import type { Part } from './key-lines.ts';
import type { SecretRule } from './password-places.ts';
import { nameAtEnd, rulesFor, shapes } from './secret-rules.ts';
import { isMadeUpSecret } from './secret-words.ts';
import { type Undone, undo } from './undo-disguises.ts';

/** Where in a line a credential stands, and by which rule it was found. */
export interface FoundInLine extends Part {
  readonly rule: string;
}

/** Characters of a line that are looked at in one go; longer lines are looked at in pieces that overlap. */
export const pieceLength = 4000;
const overlap = 500;

/** Every credential in one line, also where it is disguised. */
export function findInLine(line: string): readonly FoundInLine[] {
  return joinFinds([...searchLine(line)].flat());
}

/** The finds of one piece of a line after the other, so that whoever looks can let others have their turn. They may overlap. */
export function* searchLine(line: string): Generator<readonly FoundInLine[]> {
  yield* searchPieces(line);
  const undone = undo(line);
  if (undone === undefined) return yield encodedTokens(line);
  for (const found of searchPieces(undone.text)) yield found.map((one) => placed(one, undone, line));
  return yield encodedTokens(undone.text).map((one) => placed(one, undone, line));
}

const valueAlone = /^\s{0,100}[bruf]{0,2}["'`]?(?<value>[^\s"'`(){}[\]<>,;]{8,500})["'`]?\s{0,5}[,;)]{0,3}\s*$/dg;
const valueInQuotes = /^\s{0,100}[bruf]{0,2}(?<quote>["'`])(?<value>[^\s"'`(){}[\]<>,;]{8,500})\k<quote>\s{0,5}[,;)]{0,3}\s*$/dg;

/** A credential that stands on a line alone, below the name that it is given to. */
export function findBelow(before: string, line: string): readonly FoundInLine[] {
  if (Math.max(before.length, line.length) > pieceLength || !nameAtEnd.test(before)) return [];
  const below = { rule: 'assigned-credential', pattern: opensBlock(before) ? valueAlone : valueInQuotes, fits: isMadeUpSecret };
  return matches(below, line, 0);
}

/** A heredoc or a block of YAML holds values without quotes; elsewhere a name stands there. */
function opensBlock(line: string): boolean {
  return /[|>]-?\s{0,10}$|<<[-~]?["']?\w{1,40}["']?\s{0,10}$/.test(line);
}

function* searchPieces(line: string): Generator<readonly FoundInLine[]> {
  for (let at = 0; at === 0 || at + overlap < line.length; at += pieceLength - overlap) {
    const piece = line.slice(at, wordEnd(line, at + pieceLength));
    yield rulesFor(piece).flatMap((rule) => matches(rule, piece, at));
  }
}

/** Where the word ends that goes over a place, if it ends soon: half a word is judged as another one. */
function wordEnd(line: string, place: number): number {
  let end = place;
  while (end < place + overlap && /[\w+/=-]/.test(line.charAt(end))) end += 1;
  return end < place + overlap ? end : place;
}

function matches({ rule, pattern, fits }: SecretRule, piece: string, at: number): readonly FoundInLine[] {
  return [...piece.matchAll(pattern)].flatMap(({ groups = {}, indices }) => {
    const [start, end] = indices?.groups?.['value'] ?? [0, 0];
    const fit = end > start && (fits?.(piece.slice(start, end), groups, piece.slice(0, start)) ?? true);
    return fit ? [{ rule, start: at + start, end: at + end }] : [];
  });
}

function placed({ rule, start, end }: FoundInLine, { at }: Undone, line: string): FoundInLine {
  return { rule, start: at[start] ?? 0, end: at[end] ?? line.length };
}

/** Base64 of a credential that is known by its shape. */
function encodedTokens(line: string): readonly FoundInLine[] {
  return [...line.matchAll(/[A-Za-z0-9+/_-]{20,4000}/g)].flatMap(({ 0: text, index }) => {
    const decoded = Buffer.from(text, 'base64').toString('latin1');
    const [found] = /^[\x20-\x7e\s]+$/.test(decoded) ? shapes.flatMap((rule) => matches(rule, decoded, 0)) : [];
    return found === undefined ? [] : [{ rule: found.rule, start: index, end: index + text.length }];
  });
}
