/** What was refused by a full disk is done once more, within the room that was kept aside for that, or that the files hold already. */
import type { DatabaseSync } from 'node:sqlite';
import { StorageFailed } from '../../errors.ts';
import { fileInPlace } from './file-in-place.ts';
import { markFile } from './file-mark.ts';
import { heldRoom } from './held-room.ts';
import { reserveFile } from './reserve-file.ts';
import type { Commits } from './sqlite-commits.ts';

/** Work that may meet a full disk; it must be a whole transaction, which leaves nothing behind where it fails. */
export interface RoomOnFullDisk {
  orAgain<Result>(work: () => Result): Result;
  orAgainLater<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Undefined while something new can be kept, else why not. */
  whyNoRoom(): StorageFailed | undefined;
  /** Keeps room aside, where there is any. */
  keepReserve(): void;
  /** Empties the log of what was deleted: it is cut off, or where room is short it is overwritten, and keeps what it holds. */
  clearLog(): void;
  /** Keeps aside what the log has held, by having `close` done first: closing deletes it. */
  closing(close: () => void): void;
}

/** In memory there is no disk to be full. */
export const roomInMemory: RoomOnFullDisk = {
  orAgain: (work) => work(),
  orAgainLater: (work) => work(),
  whyNoRoom: () => undefined,
  keepReserve: () => undefined,
  clearLog: () => undefined,
  closing: (close) => close(),
};

/** Room for the database at a path: its reserve is given up when it is needed, and what its files hold is made use of. */
export function roomOnFullDisk(database: DatabaseSync, commits: Commits, path: string): RoomOnFullDisk {
  const [reserve, held, mark] = [reserveFile(path), heldRoom(database, path), markFile(database, path)];
  const free = database.prepare('SELECT freelist_count * page_size AS bytes FROM pragma_freelist_count, pragma_page_size');
  let isShort = false;
  const whyNotInPlace = fileInPlace(path, mark);
  const whyNoRoom = () => {
    const why = reserve.whyNoRoom(Number(free.get()?.['bytes']));
    if (why === undefined && isShort) {
      isShort = false;
      held.letGrow();
    }
    return why;
  };
  const hasRoom = () => whyNoRoom()?.name !== 'StorageFull';
  const stayWithin = () => {
    isShort = true;
    held.stopGrowing();
  };
  const giveUpReserve = (): boolean => {
    const wasReserved = reserve.release();
    const isAnew = held.beginLogAnew();
    held.letGrow();
    if (wasReserved) held.take();
    stayWithin();
    return wasReserved || isAnew;
  };
  const gaveRoom = (error: unknown): boolean => {
    if (!(error instanceof StorageFailed) || error.name !== 'StorageFull') return false;
    // Others of this turn hear of it themselves.
    commits.flush();
    if (database.isTransaction) return false;
    if (hasRoom()) reserve.lookAtQuota();
    return hasRoom() || giveUpReserve();
  };
  if (!hasRoom()) {
    held.beginLogAnew();
    stayWithin();
  }

  return {
    whyNoRoom: () => whyNotInPlace() ?? whyNoRoom(),
    orAgain(work) {
      try {
        return work();
      } catch (error) {
        if (!gaveRoom(error)) throw error;
        return work();
      }
    },
    async orAgainLater(work) {
      try {
        return await work();
      } catch (error) {
        if (!gaveRoom(error)) throw error;
        return work();
      }
    },
    keepReserve() {
      reserve.keep();
      hasRoom();
    },
    clearLog() {
      if (hasRoom()) database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      else if (held.beginLogAnew() || (giveUpReserve() && held.beginLogAnew())) held.overwriteLog();
    },
    closing(close) {
      const bytes = hasRoom() ? 0 : held.logBytes();
      close();
      mark.close();
      if (bytes > 0) reserve.keepInstead(bytes);
    },
  };
}
