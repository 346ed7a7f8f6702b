/** Files that a command writes for its caller: beside their place and then there, and never over something that is not its own. */
import { closeSync, fstatSync, lstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InvalidInput, messageOf } from '../../shared/errors.ts';

/** The file of a data folder: whatever a command writes, it is not that. */
const databaseName = /^circle\.db(?:-wal|-shm|\.new)?$/;

/** Bytes by which an earlier file of a command is known. */
const beginningBytes = 64;

/**
 * Where to write: the place that a link leads to, in a folder that exists. Throws `InvalidInput` where something lies there that nobody may
 * lose: a device, a pipe or a folder, the database of a server, or a file whose beginning is not one of ours; and for standard output, in which
 * nothing can be put in its place whole. An empty file is nobody's work.
 */
export function ownPlace(file: string, field: string, isOurs: (beginning: Buffer) => boolean): string {
  const wrong = (message: string) => new InvalidInput([{ field, message: `${file} ${message}` }]);
  if (file === '-') throw wrong('is no file: what is written must be whole, so name one (./- for one of that name)');
  try {
    if (isSomethingElse(file)) throw wrong('is no regular file');
    const place = followed(resolve(file));
    if (databaseName.test(basename(place))) throw wrong('is called as the database of a data folder is: choose another name');
    if (holdsMore(place, isOurs))
      throw wrong('holds something else than an earlier file of this command: name a new one, or remove it first');
    return place;
  } catch (cause) {
    throw cause instanceof InvalidInput ? cause : wrong(`cannot be written: ${messageOf(cause)}`);
  }
}

/** A device, a pipe or a folder; standard output leads to one of them as well, or to a file that a shell has made. */
function isSomethingElse(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === false;
}

/** Whether something lies there that is not an earlier file of the command. */
function holdsMore(place: string, isOurs: (beginning: Buffer) => boolean): boolean {
  const found = lstatSync(place, { throwIfNoEntry: false });
  return found !== undefined && found.size > 0 && !isOurs(beginningOf(place));
}

/** The path with its folder resolved, and the file that a link names. A link that leads nowhere is an error. */
function followed(path: string): string {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isSymbolicLink() ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path));
}

function beginningOf(path: string): Buffer {
  const handle = openSync(path, 'r');
  try {
    // It may have been changed for something else since it was looked at.
    if (!fstatSync(handle).isFile()) return Buffer.alloc(0);
    const beginning = Buffer.alloc(beginningBytes);
    return beginning.subarray(0, readSync(handle, beginning, 0, beginningBytes, 0));
  } finally {
    closeSync(handle);
  }
}
