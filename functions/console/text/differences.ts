/** Where two answers differ, word by word, within bounds: answers may hold 300,000 bytes, and a page must not stand still. */
import { diffWordsWithSpace } from 'diff/lib/diff/word.js';

/** Characters of each answer that are compared; what is longer is cut, and said to be. */
export const comparedMax = 6000;
/** Milliseconds after which a comparison is given up. */
const patienceMs = 150;

/** A piece of text, and whether the other text has it too. */
export interface Piece {
  readonly text: string;
  readonly own: boolean;
}

export interface Comparison {
  readonly left: readonly Piece[];
  readonly right: readonly Piece[];
  /** `cut`: only the beginnings were compared and are shown; `given-up`: the texts are too different to compare in time. */
  readonly bounds: 'whole' | 'cut' | 'given-up';
}

/** Both texts in pieces; those of a side joined are that side's text, up to `comparedMax`. */
export function compare(left: string, right: string, timeout: number = patienceMs): Comparison {
  const [first, second] = [beginning(left), beginning(right)];
  const changes = diffWordsWithSpace(first, second, { timeout });
  if (!changes) return { left: [{ text: first, own: false }], right: [{ text: second, own: false }], bounds: 'given-up' };
  const side = (others: 'added' | 'removed'): readonly Piece[] =>
    joined(changes.filter((change) => !change[others]).map(({ value, added, removed }) => ({ text: value, own: added || removed })));
  const cut = left.length > first.length || right.length > second.length;
  return { left: side('added'), right: side('removed'), bounds: cut ? 'cut' : 'whole' };
}

/** Words of one side with nothing but a space between them are one piece: a mark for every word is hard to read. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const isGap = ({ text }: Piece, at: number) => /^[^\S\n]*$/.test(text) && pieces[at - 1]?.own === true && pieces[at + 1]?.own === true;
  const found: Piece[] = [];
  for (const [at, piece] of pieces.entries()) {
    const own = piece.own || isGap(piece, at);
    const last = found.at(-1);
    if (last?.own === own) found[found.length - 1] = { text: last.text + piece.text, own };
    else found.push({ text: piece.text, own });
  }
  return found;
}

/** The beginning of a text; a character of two code units is not cut in half. */
function beginning(text: string): string {
  const cut = text.slice(0, comparedMax);
  return cut.length < text.length && !cut.isWellFormed() ? cut.slice(0, -1) : cut;
}
