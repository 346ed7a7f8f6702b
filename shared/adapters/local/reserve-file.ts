/**
 * Room that is kept aside below the data folder, as a file of nothing. A full disk takes no change, not even one that deletes: then the file is
 * given up, so that what was accepted can end and what is old can go. New questions are refused until it is back.
 */
import { randomFillSync } from 'node:crypto';
import { closeSync, existsSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Bytes below which a few large questions would fill the disk: reported before one of them is refused. */
const leastRoom = 8 * 1024 * 1024;
/** As long as the log gets before it is taken over (8000 pages of 4 KB): with this much room that always succeeds, and the log begins anew. */
const mostReserved = 32 * 1024 * 1024;
/** Of a small disk no more than this share is kept aside. */
const shareReserved = 0.05;
const chunkBytes = 1024 * 1024;

/** The reserve beside a database. */
export interface ReserveFile {
  /** Gives it up; false if that has happened already. */
  release(): boolean;
  /** Makes it, where it is missing and there is room. */
  keep(): void;
  /** Why nothing new is taken, with so many bytes free within the database; undefined while there is room. */
  whyNoRoom(freeWithin: number): string | undefined;
}

/** The reserve of the database at a path. */
export function reserveFile(database: string): ReserveFile {
  const file = `${database}.reserve`;
  const disk = () => {
    const { bavail, blocks, bsize } = statfsSync(dirname(database));
    return { room: bavail * bsize, reserved: Math.min(mostReserved, Math.floor(blocks * bsize * shareReserved)) };
  };
  return {
    release() {
      if (!existsSync(file)) return false;
      rmSync(file, { force: true });
      return true;
    },
    keep() {
      const { room, reserved } = disk();
      if (existsSync(file) || room < reserved + 2 * leastRoom) return;
      write(file, reserved);
    },
    whyNoRoom(freeWithin) {
      const { room, reserved } = disk();
      const needed = leastRoom + (existsSync(file) ? 0 : reserved);
      const found = room + freeWithin;
      return found >= needed ? undefined : `the disk below ${database} has ${Math.floor(found / 1024)} KB left`;
    },
  };
}

/** Zeros would take no room on a disk that compresses. */
function write(file: string, bytes: number): void {
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    for (let left = bytes; left > 0; left -= chunkBytes) writeSync(descriptor, randomFillSync(Buffer.alloc(Math.min(left, chunkBytes))));
  } catch {
    // Another one took the room first: half a reserve would pass for one.
    rmSync(file, { force: true });
  } finally {
    closeSync(descriptor);
  }
}
