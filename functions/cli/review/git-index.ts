/** The index as a tree: what the next commit will hold. */
import { copyFileSync, existsSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { visible } from '../../../shared/review/visible.ts';
import type { Repository } from './git-repository.ts';
import { gitFailure, runGit } from './git-run.ts';
import type { Scratch, TreeEntry } from './git-scratch.ts';

/** An entry of the index. */
export interface IndexEntry extends TreeEntry {
  /** Whether it is kept out of the work tree on purpose. */
  readonly skipped: boolean;
}

/**
 * A copy of the index, so that nothing is ever written to the one in use, and the variables that make git read it. The copy is as old as
 * can be: git holds a file that changed in the second of the index, or later, against its content once more when it writes an index, and
 * runs the file's filter for that. An index of time 0 says of no file that it is so new.
 */
export function copyIndex({ index, objects }: Repository, scratch: Scratch): Readonly<Record<string, string>> {
  const copy = join(scratch.folder, 'their-index');
  if (existsSync(index)) {
    copyFileSync(index, copy);
    utimesSync(copy, 0, 0);
  }
  return { GIT_INDEX_FILE: copy, GIT_OBJECT_DIRECTORY: scratch.objects, GIT_ALTERNATE_OBJECT_DIRECTORIES: quotePath(objects) };
}

/** The tree of the next commit. Throws `InvalidInput` that names what is not merged. */
export function treeOfIndex(repository: Repository, scratch: Scratch): string {
  const environment = copyIndex(repository, scratch);
  refuseUnmerged(repository, environment);
  return runGit(['write-tree', '--missing-ok'], { folder: repository.top, environment }).stdout.trim();
}

/** Every entry of the index. Throws `InvalidInput` that names what is not merged. */
export function entriesOfIndex(repository: Repository, scratch: Scratch): readonly IndexEntry[] {
  const environment = copyIndex(repository, scratch);
  refuseUnmerged(repository, environment);
  const { stdout } = runGit(['ls-files', '--stage', '-t', '--full-name', '-z'], { folder: repository.top, environment });
  return stdout.split('\0').flatMap((line) => {
    const [, tag, mode = '', object = '', path = ''] = /^(\S) (\d{6}) ([0-9a-f]+) 0\t(.*)$/s.exec(line) ?? [];
    return tag === undefined ? [] : [{ mode, object, path, skipped: tag === 'S' }];
  });
}

function refuseUnmerged({ top }: Repository, environment: Readonly<Record<string, string>>): void {
  const { stdout } = runGit(['ls-files', '--unmerged', '--full-name', '-z'], { folder: top, environment });
  const paths = [...new Set(stdout.split('\0').flatMap((line) => /\t(.*)$/s.exec(line)?.[1] ?? []))];
  if (paths.length > 0) throw gitFailure(`not merged: ${paths.slice(0, 20).map(visible).join(', ')}`);
}

/** The list of folders is parted by colons unless a folder stands in quotes. */
function quotePath(path: string): string {
  return `"${path.replaceAll(/["\\]/g, '\\$&')}"`;
}
