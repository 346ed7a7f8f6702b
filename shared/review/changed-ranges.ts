/** Which lines a change touches. */
import type { MaterialLine } from './material.ts';

/** Ranges of the lines that are added, and of those that stand where others were taken out. */
export function rangesOf(lines: readonly Pick<MaterialLine, 'mark' | 'number'>[]): [number, number][] {
  const touched = lines.flatMap(({ mark, number }, index) => {
    if (mark === '+') return number ?? [];
    return mark === '-' ? (lines.slice(index).find((next) => next.number !== null)?.number ?? []) : [];
  });
  const ranges: [number, number][] = [];
  for (const line of [...new Set(touched)].toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] + 1 >= line) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges;
}
