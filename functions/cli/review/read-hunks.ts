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
  /** Whether the end of the file, before and after the change, has been seen: nothing can follow it. */
  beforeEnded: boolean;
  afterEnded: boolean;
}

const header = /^@@ -(\d{1,10})(?:,(\d{1,10}))? \+(\d{1,10})(?:,(\d{1,10}))? @@(?: |$)/;

/** The lines of all hunks that stand here, none included. Throws `InvalidInput` where a count or a number is wrong. */
export function readHunks(lines: DiffLines): DiffLine[] {
  const found: DiffLine[] = [];
  const progress: Progress = { before: 1, after: 1, beforeEnded: false, afterEnded: false };
  while (lines.peek().startsWith('@@ ')) {
    const hunk = startHunk(lines, progress);
    while (hunk.before > 0 || hunk.after > 0) found.push(readLine(lines, hunk, progress));
  }
  return found;
}

function startHunk(lines: DiffLines, progress: Progress): Hunk {
  const [, oldStart, oldCount = '1', newStart, newCount = '1'] = header.exec(lines.peek()) ?? [];
  if (oldStart === undefined) throw lines.wrong('has a hunk whose numbers cannot be read');
  const [before, after] = [Number(oldCount), Number(newCount)];
  // Where a side has no lines, its number is that of the line before.
  const first = Number(oldStart) + (before === 0 ? 1 : 0);
  const next = Number(newStart) + (after === 0 ? 1 : 0);
  if (before === 0 && after === 0) throw lines.wrong('has a hunk without lines');
  if (first < progress.before || next - first !== progress.after - progress.before) {
    throw lines.wrong('has a hunk that does not follow from the one before');
  }
  lines.next();
  progress.before = first;
  progress.after = next;
  return { before, after, next };
}

function readLine(lines: DiffLines, hunk: Hunk, progress: Progress): DiffLine {
  if (lines.ended) throw lines.wrong('ends in the middle of a hunk');
  const written = lines.peek();
  // Some programs cut the blank of an empty line.
  const mark = written === '' ? ' ' : written[0];
  if (mark !== ' ' && mark !== '+' && mark !== '-') {
    throw lines.wrong('is broken: a line of a hunk begins with " ", "+" or "-"');
  }
  const [isOld, isNew] = [mark !== '+', mark !== '-'];
  if ((isOld && hunk.before === 0) || (isNew && hunk.after === 0)) throw lines.wrong('has more lines in a hunk than its numbers say');
  if ((isOld && progress.beforeEnded) || (isNew && progress.afterEnded)) throw lines.wrong('goes on behind the end of a file');
  lines.next();
  const line: DiffLine = { mark, bytes: written.slice(1), number: isNew ? hunk.next : null, newline: true };
  if (isOld) advance(hunk, progress, 'before');
  if (isNew) {
    advance(hunk, progress, 'after');
    hunk.next += 1;
  }
  // "\ No newline at end of file", in whatever language.
  if (lines.take('\\ ') !== undefined) {
    line.newline = false;
    progress.beforeEnded ||= isOld;
    progress.afterEnded ||= isNew;
  }
  return line;
}

function advance(hunk: Hunk, progress: Progress, side: 'before' | 'after'): void {
  hunk[side] -= 1;
  progress[side] += 1;
}
