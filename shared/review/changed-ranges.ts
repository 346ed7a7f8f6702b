/** Which lines a change touches. */
import { listMaxLength } from '../contract/list-length.ts';
import type { MaterialLine } from './material.ts';

/** Ranges of the lines that are added, and of those that stand where others were taken out; the last one takes in what is left of too many. */
export function rangesOf(lines: readonly Pick<MaterialLine, 'mark' | 'number'>[]): [number, number][] {
  const touched = new Set<number>();
  let next: number | null = null;
  for (const { mark, number } of lines.toReversed()) {
    next = number ?? next;
    if (mark !== ' ' && next !== null) touched.add(next);
  }
  const ranges: [number, number][] = [];
  for (const line of [...touched].toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && (last[1] + 1 >= line || ranges.length === listMaxLength)) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges;
}
