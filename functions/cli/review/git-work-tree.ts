/**
 * The work tree as a tree: the files that git tracks, byte for byte as they lie there. No filter is run, no link is followed, and no flag
 * of the index is believed that says a file had not changed. What a filter keeps in another form in git, such as encrypted, is not shown:
 * its plain text is not what would be committed.
 */

import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { visible } from '../../../shared/review/visible.ts';
import { type FileAttributes, readAttributes } from './git-attributes.ts';
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
  /** Files that a filter of git stands before, and that are not byte for byte what the index holds; the tree has what the index holds. */
  readonly filtered: readonly string[];
}

/** Reads the work tree; `before` is the tree that it is compared with. Throws `InvalidInput` where something cannot be read, or is not merged. */
export function readWorkTree(repository: Repository, scratch: Scratch, before?: string): WorkTree {
  const folders = new RealFolders(repository.top);
  const convertsLines = /^(?:true|input)$/i.test(setting('core.autocrlf', repository));
  const reading = { repository, scratch, folders, convertsLines };
  const read = entriesOfIndex(repository, scratch).flatMap((entry) => readEntry(entry, reading) ?? []);
  const differing = read.filter(({ differs }) => differs).map(({ path }) => path);
  const attributes = readAttributes(differing, { repository, scratch, before });
  const entries = read.map((entry) => (entry.differs ? withObject(entry, attributes.get(entry.path), reading) : entry));
  const { stdout } = runGit(['ls-files', '--others', '--exclude-standard', '--full-name', '-z'], { folder: repository.top });
  const unclean = entries.filter(({ mode, path }) => mode === '160000' && !isClean(join(repository.top, asText(path))));
  return {
    tree: scratch.treeOf(entries),
    untracked: stdout.split('\0').filter(Boolean),
    unclean: unclean.map(({ path }) => path),
    filtered: differing.filter((path) => attributes.get(path)?.isFiltered === true),
  };
}

interface Reading {
  readonly repository: Repository;
  readonly scratch: Scratch;
  readonly folders: RealFolders;
  readonly convertsLines: boolean;
}

/** An entry, with the object of the index as long as its file differs from it. */
interface ReadEntry extends TreeEntry {
  readonly differs?: boolean;
}

/** The entry as it lies in the work tree, undefined where it is gone. */
function readEntry(entry: IndexEntry, reading: Reading): ReadEntry | undefined {
  const path = placeOf(entry.path, reading);
  const stat = reading.folders.isReal(dirname(entry.path)) ? lstatSync(path, { throwIfNoEntry: false }) : undefined;
  if (stat === undefined) return entry.skipped ? entry : undefined;
  if (entry.mode === '160000') return stat.isDirectory() ? { ...entry, object: checkedOut(path, entry) } : undefined;
  if (stat.isSymbolicLink()) return { ...entry, mode: '120000', object: reading.scratch.write(readlinkSync(path, { encoding: 'buffer' })) };
  // Where a folder has taken the place of a file, git takes the file for deleted.
  if (stat.isDirectory()) return undefined;
  if (!stat.isFile()) throw gitFailure(`${visible(entry.path)} is no regular file`);
  return { ...entry, mode: modeOf(stat), differs: !isSame(readRegular(path, entry.path), entry, reading.scratch) };
}

function placeOf(path: string, { repository }: Reading): Buffer {
  return Buffer.concat([Buffer.from(`${repository.top}/`), Buffer.from(path, 'latin1')]);
}

/** Whether the index holds these bytes, or a pointer of Git LFS to them. */
function isSame(bytes: Buffer, entry: TreeEntry, scratch: Scratch): boolean {
  return scratch.nameOf(bytes) === entry.object || isSmudged(bytes, entry, scratch);
}

/** The entry with the object of its file, which is read once more: not all that differs is held at once. */
function withObject(entry: ReadEntry, attributes: FileAttributes | undefined, reading: Reading): TreeEntry {
  if (attributes?.isFiltered === true) return entry;
  const { scratch } = reading;
  const bytes = readRegular(placeOf(entry.path, reading), entry.path);
  const plain = bytes.includes(0) ? bytes : Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
  const isConverted = reading.convertsLines || (attributes?.convertsLines === true && !holdsCarriageReturns(entry, scratch));
  return { ...entry, object: scratch.write(isConverted ? plain : bytes) };
}

/** Git leaves the ends of lines as they are where what it keeps has some of these. */
function holdsCarriageReturns({ mode, object }: TreeEntry, scratch: Scratch): boolean {
  return mode.startsWith('100') && scratch.read(object).includes('\r\n');
}

function modeOf({ mode }: Stats): string {
  return (mode & 0o100) === 0 ? '100644' : '100755';
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
function isSmudged(bytes: Buffer, { object }: TreeEntry, scratch: Scratch): boolean {
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
      const { tree, untracked, unclean, filtered } = readWorkTree(repository, scratch);
      return untracked.length + unclean.length + filtered.length === 0 && tree === resolveCommit('HEAD', repository).tree;
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
