/** What is reviewed where somebody hands it over as it is: files with their former texts, or a diff. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StructuredPatchHunk } from 'diff';
import type { ReviewFile } from '../contract/rules.ts';
import { rangesOf } from './changed-ranges.ts';
import { bytesAsCharacters, newOrGone, wholeFile } from './given-lines.ts';
import { DiffBudget } from './line-diff.ts';
import type { Material, MaterialFile, MaterialLine } from './material.ts';
import { readChange } from './read-change.ts';
import { noNewline, visible } from './visible.ts';

/** The material of a diff. Throws `InvalidInput` where it is none. */
export function givenDiff(diff: string): Material {
  return readChange(bytesAsCharacters(diff));
}

/** A file as rules read it, and as it is shown. */
interface GivenFile {
  readonly read: ReviewFile;
  readonly shown: MaterialFile;
}

/**
 * The material of files, each under the name that it is shown by; rules are told the lines that the change touches. Small files are
 * compared first, so that one large one leaves no other without. Others have their turn between two files.
 */
export async function givenFiles(files: readonly Omit<ReviewFile, 'changed'>[], budget = new DiffBudget()): Promise<Material> {
  const kind = files.some(({ before }) => before !== undefined) ? 'change' : 'files';
  const given: GivenFile[] = [];
  for (const [index, file] of [...files.entries()].toSorted(([, a], [, b]) => sizeOf(a) - sizeOf(b))) {
    const read = { ...file, path: visible(bytesAsCharacters(file.path)) };
    given[index] = kind === 'files' ? { read, shown: wholeFile(read, ' ') } : ofChange(read, budget);
    await nextTurn();
  }
  return {
    kind,
    files: given.map(({ shown }) => shown),
    notShown: [],
    warnings: [],
    texts: { files: given.map(({ read }) => read), missing: [] },
  };
}

function sizeOf({ text, before = '' }: Pick<ReviewFile, 'text' | 'before'>): number {
  return text.length + before.length;
}

function ofChange(file: ReviewFile, budget: DiffBudget): GivenFile {
  const known = newOrGone(file);
  if (known !== undefined) return { read: file, shown: known };
  const shown = changedFile(file, budget.hunksOf(file.before ?? '', file.text));
  const changed = rangesOf(shown.lines);
  return { read: changed.length === 0 ? file : { ...file, changed }, shown };
}

function changedFile(file: ReviewFile, hunks: readonly StructuredPatchHunk[] | undefined): MaterialFile {
  if (hunks === undefined) return { ...wholeFile(file, '+'), notes: ['changed so much that all of it is shown as new'] };
  const lines = hunks.flatMap(({ newStart, lines: shown }) => numbered(shown, newStart));
  return { path: file.path, lines, notes: lines.length === 0 ? ['not changed'] : [] };
}

/** The lines of a hunk: a mark and a text each, and behind one that the file ends in without a line feed a line that says so. */
function numbered(shown: readonly string[], start: number): readonly MaterialLine[] {
  const found: MaterialLine[] = [];
  let number = start;
  for (const line of shown) {
    const last = found.at(-1);
    const mark = line[0];
    if (mark === '\\') {
      if (last !== undefined) found[found.length - 1] = { ...last, text: `${last.text}${noNewline}` };
    } else {
      const text = visible(bytesAsCharacters(line.slice(1)));
      found.push(mark === '-' ? { number: null, mark, text } : { number, mark: mark === '+' ? '+' : ' ', text });
      if (mark !== '-') number += 1;
    }
  }
  return found;
}
