/** What is reviewed where somebody hands it over as it is: files with their former texts, or a diff. */
import { structuredPatch } from 'diff';
import type { ReviewFile, ReviewFiles } from '../contract/rules.ts';
import { rangesOf } from './changed-ranges.ts';
import type { Material, MaterialFile, MaterialLine } from './material.ts';
import { readChange } from './read-change.ts';
import { noNewline, visible } from './visible.ts';

/** Lines around a change that are shown with it. */
const context = 3;
/** Lines that a change may differ in: the time to find them grows with their square. Of a larger one the whole file is shown. */
const mostEdits = 2000;

/** The material. The same is made of the same. Throws `InvalidInput` for a diff that is none. */
export function materialOf({ files, diff }: Pick<ReviewFiles, 'files' | 'diff'>): Material {
  if (diff !== undefined) return readChange(bytesAsCharacters(diff));
  const kind = files.some(({ before }) => before !== undefined) ? 'change' : 'files';
  return {
    kind,
    files: files.map((file) => (kind === 'files' ? whole(file, ' ') : changedFile(file))),
    notShown: [],
    warnings: [],
    texts: { files, missing: [] },
  };
}

/** A file as rules read it, under the name that it is shown by, with the lines that the change touches. */
export function givenFile({ path, text, before }: Omit<ReviewFile, 'changed'>): ReviewFile {
  const named = { path: visible(bytesAsCharacters(path)), text, ...(before !== undefined && { before }) };
  const changed = before === undefined || text === '' ? [] : rangesOf(changedFile(named).lines);
  return changed.length === 0 ? named : { ...named, changed };
}

function bytesAsCharacters(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function changedFile(file: ReviewFile): MaterialFile {
  const { path, text, before } = file;
  if (before === undefined) return { ...whole(file, '+'), notes: ['new file'] };
  if (text === '') return { ...whole({ ...file, text: before }, '-'), notes: ['deleted'] };
  const patch = structuredPatch('', '', before, text, '', '', { context, maxEditLength: mostEdits });
  if (patch === undefined) return { ...whole(file, '+'), notes: ['changed so much that all of it is shown as new'] };
  const lines = patch.hunks.flatMap(({ newStart, lines: shown }) => numbered(shown, newStart));
  return { path, lines, notes: lines.length === 0 ? ['not changed'] : [] };
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

function whole({ path, text }: ReviewFile, mark: MaterialLine['mark']): MaterialFile {
  const all = text.split('\n');
  const ended = all.at(-1) === '' ? all.slice(0, -1) : all;
  return {
    path,
    notes: text === '' ? ['empty'] : [],
    lines: ended.map((line, index) => {
      const words = visible(bytesAsCharacters(line));
      const isCut = index === ended.length - 1 && !text.endsWith('\n');
      return { number: mark === '-' ? null : index + 1, mark, text: isCut ? `${words}${noNewline}` : words };
    }),
  };
}
