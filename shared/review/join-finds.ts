/** Brings together what several rules found in one line. */
import type { Part } from './key-lines.ts';

/**
 * One find for each place, from the left: those that overlap are one, by the rule that comes first among `found`, so that no rule cuts off
 * what another one knows. The time grows with the finds as sorting them does.
 */
export function joinFinds<Find extends Part>(found: readonly Find[]): readonly Find[] {
  const joined: { find: Find; first: number }[] = [];
  for (const [first, find] of [...found.entries()].toSorted(([, a], [, b]) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last === undefined || find.start >= last.find.end) joined.push({ find, first });
    else {
      const [known, at] = first < last.first ? [find, first] : [last.find, last.first];
      joined[joined.length - 1] = { find: { ...known, start: last.find.start, end: Math.max(last.find.end, find.end) }, first: at };
    }
  }
  return joined.map(({ find }) => find);
}

/** A line with each of these parts replaced; they may not overlap. */
export function replaceParts<Find extends Part>(line: string, parts: readonly Find[], words: (find: Find) => string): string {
  const kept: string[] = [];
  let from = 0;
  for (const part of parts.toSorted((a, b) => a.start - b.start)) {
    kept.push(line.slice(from, part.start), words(part));
    from = part.end;
  }
  return [...kept, line.slice(from)].join('');
}
