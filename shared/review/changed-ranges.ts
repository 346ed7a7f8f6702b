/** Which lines a change touches. */
import { listMaxLength } from '../contract/list-length.ts';
import type { MaterialLine } from './material.ts';

/**
 * Ranges of the lines that are added, and of those that stand where others were taken out: the next line, or the last one where the end of
 * the file is gone. The last range takes in what is left of too many.
 */
export function rangesOf(lines: readonly Pick<MaterialLine, 'mark' | 'number'>[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const line of touchedLines(lines)) {
    const last = ranges.at(-1);
    if (last !== undefined && (last[1] + 1 >= line || ranges.length === listMaxLength)) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges;
}

function touchedLines(lines: readonly Pick<MaterialLine, 'mark' | 'number'>[]): readonly number[] {
  const touched = new Set<number>();
  let next = lines.findLast(({ number }) => number !== null)?.number ?? null;
  for (const { mark, number } of lines.toReversed()) {
    next = number ?? next;
    if (mark !== ' ' && next !== null) touched.add(next);
  }
  return [...touched].toSorted((a, b) => a - b);
}
