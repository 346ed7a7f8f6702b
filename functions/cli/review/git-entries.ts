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
    const [head = '', first, second] = fields.slice(at, at + 3);
    const isMove = /[RC]\d*$/.test(head);
    found.push(entryOf(head, first, isMove ? second : first));
    at += isMove ? 3 : 2;
  }
  return found;
}

function entryOf(head: string, before: string | undefined, after: string | undefined): ChangedEntry {
  const [, oldMode, newMode = '', oldObject = '', newObject = ''] = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) [A-Z]\d*$/.exec(head) ?? [];
  if (oldMode === undefined || before === undefined || after === undefined)
    throw gitFailure('git lists a change in a form that is not known');
  return { before, after, oldMode, newMode, oldObject, newObject };
}
