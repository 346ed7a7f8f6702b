/** What was refused by a full disk is done once more, where room was kept aside for that. */
import type { DatabaseSync } from 'node:sqlite';
import { StorageFailed } from '../../errors.ts';
import type { ReserveFile } from './reserve-file.ts';
import type { Commits } from './sqlite-commits.ts';

/** Work that may meet a full disk; it must be a whole transaction, which leaves nothing behind where it fails. */
export interface RoomOnFullDisk {
  orAgain<Result>(work: () => Result): Result;
  orAgainLater<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Gives the reserve of a database up when it is needed. */
export function roomOnFullDisk(parts: {
  readonly database: DatabaseSync;
  readonly commits: Commits;
  readonly reserve: ReserveFile | undefined;
}): RoomOnFullDisk {
  const { database, commits, reserve } = parts;
  const gaveRoom = (error: unknown): boolean => {
    if (!(error instanceof StorageFailed) || error.name !== 'StorageFull') return false;
    // Others of this turn hear of it themselves.
    commits.flush();
    if (database.isTransaction || reserve?.release() !== true) return false;
    beginLogAnew(database);
    return true;
  };
  return {
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
  };
}

/** The log that is taken over is written from its beginning again, and needs no more room than it has. */
function beginLogAnew(database: DatabaseSync): void {
  try {
    database.exec('PRAGMA wal_checkpoint(RESTART)');
  } catch {
    // Whatever could be taken over has been; the work itself says whether that was enough.
  }
}
