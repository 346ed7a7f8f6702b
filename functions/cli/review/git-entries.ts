/** What differs between two trees, as git lists it: names as bytes, modes, and the names of the objects. */
import { gitFailure } from './git-run.ts';
import type { Scratch } from './git-scratch.ts';

/** One difference. */
export interface ChangedEntry {
  /** Path before and after the change; the same but for a rename. Bytes as characters. */
  readonly before: string;
  readonly after: string;
  /** `000000` where there is no file. */
  readonly oldMode: string;
  readonly newMode: string;
  readonly oldObject: string;
  readonly newObject: string;
}

/** Every difference between the trees within the pathspecs; renames are found only if asked for. */
export function changedEntries(
  scratch: Scratch,
  trees: readonly [string, string],
  pathspecs: readonly string[],
  renames: boolean,
): readonly ChangedEntry[] {
  const form = ['-r', '-z', '--raw', '--full-index', '--no-abbrev', renames ? '--find-renames' : '--no-renames'];
  const { stdout } = scratch.git(['diff-tree', ...form, ...trees, '--', ...pathspecs]);
  const fields = stdout.split('\0');
  const found: ChangedEntry[] = [];
  for (let at = 0; at < fields.length - 1; ) {
    const [, oldMode, newMode = '', oldObject = '', newObject = '', status = ''] =
      /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/.exec(fields[at] ?? '') ?? [];
    const before = fields[at + 1];
    const after = status === 'R' || status === 'C' ? fields[at + 2] : before;
    if (oldMode === undefined || before === undefined || after === undefined)
      throw gitFailure('git lists a change in a form that is not known');
    found.push({ before, after, oldMode, newMode, oldObject, newObject });
    at += status === 'R' || status === 'C' ? 3 : 2;
  }
  return found;
}
