/** The beginning of a long text, cut where it hurts least. */

export interface Bounds {
  readonly characters: number;
  readonly lines: number;
}

/** The text itself if it is within the bounds or hardly beyond them, else its beginning: whole lines if one ends not too far before. */
export function beginningOf(text: string, { characters, lines }: Bounds): string {
  const cut = Math.min(text.length, characters, endOfLine(text, lines));
  if (cut * 1.25 >= text.length) return text;
  const line = text.lastIndexOf('\n', cut);
  const part = text.slice(0, line > cut / 2 ? line : cut);
  // A character of two code units is not cut in half.
  return part.isWellFormed() ? part : part.slice(0, -1);
}

/** Where the line with this number ends, counted from 1. */
function endOfLine(text: string, lines: number): number {
  let end = -1;
  for (let line = 0; line < lines; line += 1) {
    end = text.indexOf('\n', end + 1);
    if (end < 0) return text.length;
  }
  return end;
}
