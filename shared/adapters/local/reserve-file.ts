/**
 * Room that is kept aside below the data folder, as a file of nothing. A full disk takes no change, not even one that deletes: then the file is
 * given up, so that what was accepted can end and what is old can go. New questions are refused until it is back.
 */
import { randomFillSync } from 'node:crypto';
import { closeSync, existsSync, openSync, rmSync, statfsSync, statSync, truncateSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf, StorageFailed } from '../../errors.ts';
import { takesFiles } from './disk-files.ts';
import { isOverQuota, quotaInWords } from './disk-quota.ts';

/** Bytes below which a few large questions would fill the disk: reported before one of them is refused. */
const leastRoom = 8 * 1024 * 1024;
/** Beyond what the log gets to before it is taken over: with this much room that always succeeds, and the log begins anew. */
const mostReserved = 32 * 1024 * 1024;
/** Of a small disk no more than this share is kept aside. */
const shareReserved = 0.05;
/** How much of the reserve the log gets to. The rest is for the transaction that goes beyond. */
const shareOfLog = 0.75;
const chunkBytes = 1024 * 1024;

/** The reserve beside a database. */
export interface ReserveFile {
  /** Gives it up; false if that has happened already. */
  release(): boolean;
  /** Makes it, where it is missing or too small and there is room. */
  keep(): void;
  /** Makes it of room that was just given up: of so many bytes, or of what is left of them. */
  keepInstead(bytes: number): void;
  /** Looks whether it is a quota that leaves no room: the disk does not say so, and then there is room again once a reserve can be made. */
  lookAtQuota(): void;
  /** Why nothing new is taken, with so many bytes free within the database; undefined while there is room. */
  whyNoRoom(freeWithin: number): StorageFailed | undefined;
}

/** The reserve of the database at a path. */
export function reserveFile(database: string, isOver: (path: string) => boolean = isOverQuota): ReserveFile {
  const file = `${database}.reserve`;
  const disk = () => diskBelow(database);
  let overQuota = false;
  const kept = () => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return {
    release() {
      if (!existsSync(file)) return false;
      rmSync(file, { force: true });
      return true;
    },
    keep() {
      const { room, reserved, takesFiles: isOpen } = disk();
      if ((kept() >= reserved && !overQuota) || !isOpen || room < reserved + 2 * leastRoom) return;
      rmSync(file, { force: true });
      // Another one took the room first: half a reserve would pass for one.
      if (!write(file, reserved + (overQuota ? leastRoom : 0))) return rmSync(file, { force: true });
      truncateSync(file, reserved);
      overQuota = false;
    },
    lookAtQuota() {
      overQuota ||= isOver(database);
    },
    keepInstead(bytes) {
      if (kept() === 0) write(file, Math.min(bytes, disk().room));
    },
    whyNoRoom(freeWithin) {
      if (overQuota) return new StorageFailed('StorageFull', quotaInWords(database));
      try {
        const { room, reserved } = disk();
        const needed = leastRoom + (existsSync(file) ? 0 : reserved);
        const found = room + freeWithin;
        if (found >= needed) return undefined;
        return new StorageFailed('StorageFull', `the disk below ${database} has ${Math.floor(found / 1024)} KB left`);
      } catch (cause) {
        return new StorageFailed('StorageFailed', `the disk below ${database} cannot be looked at: ${messageOf(cause)}`, { cause });
      }
    },
  };
}

/** Bytes of the log of a database after which it is taken over into the file: what has grown by then fits into the reserve. */
export function bytesOfLog(database: string): number {
  return shareOfLog * diskBelow(database).reserved;
}

/** A disk that takes no further file has no room for a reserve, however many bytes are free. */
function diskBelow(database: string): { readonly room: number; readonly reserved: number; readonly takesFiles: boolean } {
  const { bavail, blocks, bsize } = statfsSync(dirname(database));
  return {
    takesFiles: takesFiles(database),
    room: bavail * bsize,
    reserved: Math.min(mostReserved, Math.floor(blocks * bsize * shareReserved)),
  };
}

/** Zeros would take no room on a disk that compresses. False where there was not enough. */
function write(file: string, bytes: number): boolean {
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    for (let left = bytes; left > 0; left -= chunkBytes) writeSync(descriptor, randomFillSync(Buffer.alloc(Math.min(left, chunkBytes))));
    return true;
  } catch {
    return false;
  } finally {
    closeSync(descriptor);
  }
}
