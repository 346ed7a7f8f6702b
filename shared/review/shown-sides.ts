/** The two sides of a change as they can be read: what was there, and what is there then. */
import type { MaterialLine } from './material.ts';

/** What is read of a line: whoever has words and no lines of a change has no more. */
export type ReadLine = Pick<MaterialLine, 'text' | 'mark' | 'number' | 'above'>;

/** A line as one side of a change shows it. */
export interface SideLine {
  /** Among all lines of the file. */
  readonly index: number;
  readonly isRemoved: boolean;
  readonly text: string;
  /** Whether what stands above it is not shown. */
  readonly isCut: boolean;
}

/** The lines of each side; a file that nothing is taken away from has one. */
export function shownSides(lines: readonly ReadLine[]): readonly (readonly SideLine[])[] {
  const cuts = cutsOf(lines);
  const sides = lines.some(({ mark }) => mark === '-') ? (['-', '+'] as const) : (['+'] as const);
  return sides.map((side) => sideOf(lines, side, cuts));
}

/** Lines above which something is left out. A file that begins with its first line has none. */
function cutsOf(lines: readonly ReadLine[]): ReadonlySet<number> {
  const cuts = new Set<number>();
  let before = 0;
  for (const [index, { number, above }] of lines.entries()) {
    if (above !== undefined || (number !== null && number !== before + 1) || (index === 0 && number === null)) cuts.add(index);
    before = number ?? before;
  }
  return cuts;
}

function sideOf(lines: readonly ReadLine[], side: '+' | '-', cuts: ReadonlySet<number>): readonly SideLine[] {
  const shown: SideLine[] = [];
  let isCut = false;
  for (const [index, { text, mark }] of lines.entries()) {
    isCut ||= cuts.has(index);
    if (mark !== ' ' && mark !== side) continue;
    shown.push({ index, isRemoved: mark === '-', text, isCut });
    isCut = false;
  }
  return shown;
}
