/**
 * The work tree as a tree: the files that git tracks, byte for byte as they lie there. No filter is run, no link is followed, and no flag
 * of the index is believed that says a file had not changed.
 */

import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { visible } from '../../../shared/review/visible.ts';
import { entriesOfIndex, type IndexEntry } from './git-index.ts';
import { resolveCommit } from './git-range.ts';
import { findRepository, type Repository } from './git-repository.ts';
import { gitFailure, runGit } from './git-run.ts';
import { Scratch, type TreeEntry } from './git-scratch.ts';

/** Bytes of a file that is read. */
const fileMaxBytes = 64_000_000;

/** The tree, and the files beside it that git does not track. */
export interface WorkTree {
  readonly tree: string;
  readonly untracked: readonly string[];
  /** Submodules whose files are not those of the commit that they have checked out, or that cannot be compared. */
  readonly unclean: readonly string[];
}

/** Reads the work tree. Throws `InvalidInput` where something cannot be read, or is not merged. */
export function readWorkTree(repository: Repository, scratch: Scratch): WorkTree {
  const folders = new RealFolders(repository.top);
  const convertsLines = /^(?:true|input)$/i.test(setting('core.autocrlf', repository));
  const entries = entriesOfIndex(repository, scratch).flatMap(
    (entry) => readEntry(entry, { repository, scratch, folders, convertsLines }) ?? [],
  );
  const { stdout } = runGit(['ls-files', '--others', '--exclude-standard', '--full-name', '-z'], { folder: repository.top });
  const unclean = entries.filter(({ mode, path }) => mode === '160000' && !isClean(join(repository.top, asText(path))));
  return { tree: scratch.treeOf(entries), untracked: stdout.split('\0').filter(Boolean), unclean: unclean.map(({ path }) => path) };
}

interface Reading {
  readonly repository: Repository;
  readonly scratch: Scratch;
  readonly folders: RealFolders;
  readonly convertsLines: boolean;
}

/** The entry as it lies in the work tree, undefined where it is gone. */
function readEntry(entry: IndexEntry, reading: Reading): TreeEntry | undefined {
  const path = Buffer.concat([Buffer.from(`${reading.repository.top}/`), Buffer.from(entry.path, 'latin1')]);
  const stat = reading.folders.isReal(dirname(entry.path)) ? lstatSync(path, { throwIfNoEntry: false }) : undefined;
  if (stat === undefined) return entry.skipped ? entry : undefined;
  if (entry.mode === '160000') return stat.isDirectory() ? { ...entry, object: checkedOut(path, entry) } : undefined;
  if (stat.isSymbolicLink()) return { ...entry, mode: '120000', object: reading.scratch.write(readlinkSync(path, { encoding: 'buffer' })) };
  // Where a folder has taken the place of a file, git takes the file for deleted.
  if (stat.isDirectory()) return undefined;
  if (!stat.isFile()) throw gitFailure(`${visible(entry.path)} is no regular file`);
  return { ...entry, mode: modeOf(stat), object: objectOf(readRegular(path, entry.path), entry, reading) };
}

function modeOf({ mode }: Stats): string {
  return (mode & 0o100) === 0 ? '100644' : '100755';
}

/** The object of a file of the work tree: that of the index where the file says the same. */
function objectOf(bytes: Buffer, entry: IndexEntry, { scratch, convertsLines }: Reading): string {
  if (scratch.nameOf(bytes) === entry.object || isSmudged(bytes, entry, scratch)) return entry.object;
  if (!convertsLines || bytes.includes(0)) return scratch.write(bytes);
  return scratch.write(Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'));
}

/** Reads a file that was a regular one a moment ago, without following a link or waiting for a pipe. */
function readRegular(path: Buffer, name: string): Buffer {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.size > fileMaxBytes)
      throw gitFailure(`${visible(name)} is no regular file of at most ${fileMaxBytes} bytes`);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** Whether the index holds a pointer of Git LFS to exactly these bytes. */
function isSmudged(bytes: Buffer, { object }: IndexEntry, scratch: Scratch): boolean {
  const digest = createHash('sha256').update(bytes).digest('hex');
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${digest}\nsize ${bytes.length}\n`;
  return scratch.nameOf(Buffer.from(pointer)) === object;
}

/** The commit that a submodule has checked out; the one of the index where nothing is checked out. */
function checkedOut(path: Buffer, { object }: IndexEntry): string {
  const folder = path.toString('utf8');
  if (lstatSync(join(folder, '.git'), { throwIfNoEntry: false }) === undefined) return object;
  return runGit(['rev-parse', '--verify', 'HEAD'], { folder }).stdout.trim();
}

/** Whether a submodule holds exactly the files of its HEAD. It is read as the repository around it is: nothing of it is run. */
function isClean(folder: string): boolean {
  try {
    if (lstatSync(join(folder, '.git'), { throwIfNoEntry: false }) === undefined) return readdirSync(folder).length === 0;
    const repository = findRepository(folder, {});
    const scratch = new Scratch(repository);
    try {
      const { tree, untracked, unclean } = readWorkTree(repository, scratch);
      return untracked.length === 0 && unclean.length === 0 && tree === resolveCommit('HEAD', repository).tree;
    } finally {
      scratch.remove();
    }
  } catch {
    // What cannot be read cannot be known to be clean.
    return false;
  }
}

function asText(path: string): string {
  return Buffer.from(path, 'latin1').toString('utf8');
}

function setting(name: string, { top }: Repository): string {
  return runGit(['config', '--default', '', '--get', name], { folder: top }).stdout.trim();
}

/** Remembers which folders lie where their names say, and are not reached through a link. */
class RealFolders {
  readonly #known = new Map<string, boolean>([['.', true]]);
  readonly #top: string;

  constructor(top: string) {
    this.#top = top;
  }

  /** `folder` is relative to the top, bytes as characters. */
  isReal(folder: string): boolean {
    const known = this.#known.get(folder);
    if (known !== undefined) return known;
    const path = Buffer.concat([Buffer.from(`${this.#top}/`), Buffer.from(folder, 'latin1')]);
    const real = this.isReal(dirname(folder)) && (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false);
    this.#known.set(folder, real);
    return real;
  }
}
