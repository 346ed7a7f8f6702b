/**
 * A number in the header of the file (SQLite's `application_id`) that is drawn anew whenever the file is opened, and that no copy keeps: what
 * is written over the file by others does not have it, whatever its size. In a file with a log the header changes by our own checkpoints alone.
 */
import { randomInt } from 'node:crypto';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { StorageFailed } from '../../errors.ts';
import { storageFailure } from './sqlite-failure.ts';

/** Where the number lies, as 32 bits with their sign (https://www.sqlite.org/fileformat.html). */
const place = 68;
const bytes = 4;

/** The mark of an open file. */
export interface FileMark {
  /** Whether the file still has it. Throws what the system says. */
  isThere(): boolean;
  /** To be called behind the database's own closing: the system gives up every lock of this process on a file with the first handle. */
  close(): void;
}

/** Marks the file; one that cannot be written at the moment is known by what it has. */
export function markFile(database: DatabaseSync, path: string): FileMark {
  const handle = openSync(path, 'r');
  const drawn = randomInt(1, 2 ** 31);
  const known = new Set([markOf(handle), drawn]);
  try {
    database.exec(`PRAGMA application_id = ${drawn}; PRAGMA wal_checkpoint(PASSIVE)`);
  } catch (error) {
    const failure = storageFailure(error, path);
    if (!(failure instanceof StorageFailed)) throw failure;
  }
  return {
    isThere() {
      const found = markOf(handle);
      // What it had before is that of a copy from now on.
      if (found === drawn) for (const other of known) if (other !== drawn) known.delete(other);
      return known.has(found);
    },
    close: () => closeSync(handle),
  };
}

/** Takes the mark out of a copy. */
export function unmark(copy: string): void {
  const handle = openSync(copy, 'r+');
  try {
    writeSync(handle, Buffer.alloc(bytes), 0, bytes, place);
  } finally {
    closeSync(handle);
  }
}

function markOf(handle: number): number | undefined {
  const found = Buffer.alloc(bytes);
  return readSync(handle, found, 0, bytes, place) === bytes ? found.readInt32BE() : undefined;
}
