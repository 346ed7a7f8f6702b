/** Ways to write a text so that its shape is not seen, undone: what cannot be seen, escapes, and parts that are joined. */

/** A line as those read it who undo one disguise; `at` is where each of its characters comes from. */
export interface Undone {
  readonly text: string;
  readonly at: readonly number[];
}

/** Marks of what cannot be seen, escapes, and quotes with a sign that joins them. */
const disguises =
  /⟦[^⟧]{1,30}⟧|[\p{Cf}\p{Default_Ignorable_Code_Point}]|\\x[\da-f]{2}|\\u[\da-f]{4}|\\u\{[\da-f]{1,6}\}|["'`]\s{0,5}(?:\+|\.\.?|&)\s{0,5}["'`]|(?<=[\w-])["']\s{1,5}["'](?=[\w-])/giu;

/** The line without its disguises; undefined if it has none. */
export function undo(line: string): Undone | undefined {
  const parts: string[] = [];
  const at: number[] = [];
  const add = (text: string, from: (index: number) => number) => {
    parts.push(text);
    for (let index = 0; index < text.length; index += 1) at.push(from(index));
  };
  let last = 0;
  for (const { 0: found, index } of line.matchAll(disguises)) {
    const start = last;
    add(line.slice(start, index), (offset) => start + offset);
    const [, code] = /^\\[xu]\{?([\da-f]+)/i.exec(found) ?? [];
    const point = Number.parseInt(code ?? '', 16);
    if (point >= 0x20 && point < 0x7f) add(String.fromCodePoint(point), () => index);
    last = index + found.length;
  }
  if (last === 0) return undefined;
  const rest = last;
  add(line.slice(rest), (offset) => rest + offset);
  return { text: parts.join(''), at };
}
