/** Quotas: a disk with room that takes nothing from this user. SQLite calls that an I/O error, and the free blocks of the disk say nothing of it. */
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';

/** As much as one change writes at the most: less may fit where the change did not. */
const probe = Buffer.alloc(2 * 1024 * 1024, 1);

/** What is said of it. */
export function quotaInWords(path: string): string {
  return `the quota of the server's user on the disk below ${path} is used up`;
}

/** Whether a quota keeps the server from writing beside a file: tried, since no call tells it everywhere. */
export function isOverQuota(path: string, write: (file: string) => void = writeWhole): boolean {
  const file = join(dirname(path), `.probe-${process.pid}`);
  try {
    write(file);
    return false;
  } catch (error) {
    return isOfQuota(error);
  } finally {
    rmSync(file, { force: true });
  }
}

/** By its number: Node has no name for this one. */
function isOfQuota(error: unknown): boolean {
  return error instanceof Error && 'errno' in error && error.errno === -constants.errno.EDQUOT;
}

function writeWhole(file: string): void {
  const descriptor = openSync(file, 'w', 0o600);
  try {
    for (let at = 0; at < probe.length; ) at += writeSync(descriptor, probe, at);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
