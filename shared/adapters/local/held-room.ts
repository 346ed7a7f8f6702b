/**
 * What the file and the log of SQLite hold of the disk. Nobody else can take it, so whatever is written within it is written on a full disk
 * too: the log from its beginning again once it is taken over, and the free pages of a file that does not grow.
 */
import { closeSync, openSync, statfsSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

/** The room of one database. */
export interface HeldRoom {
  /** Bytes of the log. */
  logBytes(): number;
  /** Takes the log over into the file, so that it is written from its beginning; false where that needs room which is not there. */
  beginLogAnew(): boolean;
  /** Takes what is free on the disk, as far as it may be of use: pages in the file, and then length of the log. */
  take(): void;
  /** Lets the file grow no more: what has grown could not be taken over, and then the log could not begin anew. */
  stopGrowing(): void;
  letGrow(): void;
  /** Overwrites the log, once it is taken over: nothing that was deleted is found there, and it keeps its room. */
  overwriteLog(): void;
}

/** Bytes that are taken in the file, and in the log: enough for hundreds of ends. */
const mostTaken = 16 * 1024 * 1024;
/** What of the room that is free the file gets; the log gets the rest. */
const shareOfFile = 0.5;
/** SQLite's own limit. */
const mostPages = 4_294_967_294;
/** Of the log's head. Behind it SQLite reads no further than the sums of its frames are right, so nothing or zeros may stand there. */
const headerBytes = 32;
const chunk = Buffer.alloc(1024 * 1024);
/** Numbers of file systems that write each block anew, so that what a file holds cannot be overwritten without room: btrfs, ZFS, bcachefs. */
const copyingSystems = new Set([0x9123683e, 0x2fc12fc1, 0xca451a4e]);

/** The room that the database at a path holds. */
export function heldRoom(database: DatabaseSync, path: string): HeldRoom {
  const log = `${path}-wal`;
  const number = (pragma: string) => Number(Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
  const logBytes = () => statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  const beginLogAnew = () => {
    try {
      return number('wal_checkpoint(RESTART)') === 0;
    } catch {
      // Whatever could be taken over has been; the work itself says whether that was enough.
      return false;
    }
  };
  const roomOnDisk = () => {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize;
  };
  const writeLog = (from: number, to: number) => {
    const descriptor = openSync(log, 'r+');
    try {
      for (let at = from; at < to; at += chunk.length) writeSync(descriptor, chunk, 0, Math.min(chunk.length, to - at), at);
    } catch {
      // Another one took the room first; what could be written is.
    } finally {
      closeSync(descriptor);
    }
  };
  /** Pages that are written pass through the log, which is as long as they are then. */
  const takePages = () => {
    const free = number('freelist_count') * number('page_size');
    const costOf = (bytes: number) => Math.max(0, bytes - logBytes()) + bytes - free;
    let bytes = mostTaken;
    while (bytes > free && costOf(bytes) > roomOnDisk() * shareOfFile) bytes = Math.floor(bytes * 0.9);
    if (bytes <= free) return;
    try {
      database.exec(
        `BEGIN IMMEDIATE; CREATE TABLE room (bytes BLOB); INSERT INTO room VALUES (zeroblob(${bytes})); DROP TABLE room; COMMIT`,
      );
    } catch {
      // Another one took it first.
      if (database.isTransaction) database.exec('ROLLBACK');
    }
  };

  return {
    logBytes,
    beginLogAnew,
    take() {
      // What was given up is of use only while it is free.
      if (copyingSystems.has(statfsSync(dirname(path)).type)) return;
      takePages();
      if (beginLogAnew()) writeLog(logBytes(), Math.min(mostTaken, logBytes() + roomOnDisk()));
    },
    stopGrowing: () => void number(`max_page_count = ${number('page_count')}`),
    letGrow: () => void number(`max_page_count = ${mostPages}`),
    overwriteLog: () => writeLog(headerBytes, logBytes()),
  };
}
