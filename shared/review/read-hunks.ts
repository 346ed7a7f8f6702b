/** Reads the hunks of one patch: every line that their counts promise, and not one more. */
import type { DiffLine } from './diff.ts';
import type { DiffLines } from './diff-lines.ts';

interface Hunk {
  /** Lines that it still has, before and after the change. */
  before: number;
  after: number;
  /** Number of its next line after the change. */
  next: number;
}

/** Where the hunks so far have come to. */
interface Progress {
  /** The first line after them, before and after the change. */
  before: number;
  after: number;
  /** Sides whose file has ended: nothing can follow there. */
  readonly ended: Set<'before' | 'after'>;
}

const header = /^@@ -(\d{1,10})(?:,(\d{1,10}))? \+(\d{1,10})(?:,(\d{1,10}))? @@(?: |$)/;

/** The lines of all hunks that stand here, none included. Throws `InvalidInput` where a count or a number is wrong. */
export function readHunks(lines: DiffLines): DiffLine[] {
  const found: DiffLine[] = [];
  const progress: Progress = { before: 1, after: 1, ended: new Set() };
  while (lines.peek().startsWith('@@ ')) {
    const hunk = startHunk(lines, progress);
    while (hunk.before > 0 || hunk.after > 0) found.push(readLine(lines, hunk, progress));
  }
  return found;
}

function startHunk(lines: DiffLines, progress: Progress): Hunk {
  const [, oldStart, oldCount = '1', newStart = '', newCount = '1'] = header.exec(lines.peek()) ?? [];
  if (oldStart === undefined) throw lines.wrong('has a hunk whose numbers cannot be read');
  const [before, after] = [Number(oldCount), Number(newCount)];
  const [first, next] = [firstLine(oldStart, before), firstLine(newStart, after)];
  if (before === 0 && after === 0) throw lines.wrong('has a hunk without lines');
  if (!follows(first, next, progress)) throw lines.wrong('has a hunk that does not follow from the one before');
  lines.next();
  progress.before = first;
  progress.after = next;
  return { before, after, next };
}

/** Whether the numbers are those that the hunks before lead to. */
function follows(before: number, after: number, progress: Progress): boolean {
  return before >= progress.before && after - before === progress.after - progress.before;
}

/** Where a side has no lines, its number is that of the line before. */
function firstLine(start: string, count: number): number {
  return Number(start) + (count === 0 ? 1 : 0);
}

/** The sides that a line stands on, by its mark. */
const sides = { ' ': ['before', 'after'], '-': ['before'], '+': ['after'] } as const;

function readLine(lines: DiffLines, hunk: Hunk, progress: Progress): DiffLine {
  if (lines.ended) throw lines.wrong('ends in the middle of a hunk');
  const mark = markOf(lines);
  const own = sides[mark];
  if (own.some((side) => hunk[side] === 0)) throw lines.wrong('has more lines in a hunk than its numbers say');
  if (own.some((side) => progress.ended.has(side))) throw lines.wrong('goes on behind the end of a file');
  const line: DiffLine = { mark, bytes: lines.next().slice(1), number: mark === '-' ? null : hunk.next, newline: true };
  for (const side of own) advance(hunk, progress, side);
  if (mark !== '-') hunk.next += 1;
  // "\ No newline at end of file", in whatever language.
  if (lines.take('\\ ') !== undefined) {
    line.newline = false;
    for (const side of own) progress.ended.add(side);
  }
  return line;
}

function markOf(lines: DiffLines): DiffLine['mark'] {
  // Some programs cut the blank of an empty line.
  const mark = lines.peek()[0] ?? ' ';
  if (mark === ' ' || mark === '+' || mark === '-') return mark;
  throw lines.wrong('is broken: a line of a hunk begins with " ", "+" or "-"');
}

function advance(hunk: Hunk, progress: Progress, side: 'before' | 'after'): void {
  hunk[side] -= 1;
  progress[side] += 1;
}
