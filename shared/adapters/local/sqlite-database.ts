/** The one file of embedded mode: it holds the store and the queues. */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { CircleError, messageOf, StorageFailed } from '../../errors.ts';
import { unmark } from './file-mark.ts';
import { bytesOfLog } from './reserve-file.ts';
import { roomInMemory, roomOnFullDisk } from './room-on-full-disk.ts';
import { type Commits, openCommits, type Statement } from './sqlite-commits.ts';
import { storageFailure } from './sqlite-failure.ts';
import { createSchema, dataVersion } from './sqlite-schema.ts';

/** How often the disk is waited for: at checkpoints, or at every commit, so that no loss of power takes one back. */
export type SyncMode = keyof typeof synchronous;
/** Of a page of the file, as SQLite makes them. */
const pageBytes = 4096;
const synchronous = { normal: 'NORMAL', full: 'FULL' } as const;

/** A database with its statements prepared once each. Methods throw `StorageFailed` where the disk does not do its part. */
export interface Database extends Commits {
  /** The prepared statement of a text. Run outside of a transaction it is one of its own. */
  sql(text: string): Statement;
  /** Undefined if a change can be kept now, else why not: tried by a change that says nothing new. */
  whyNotWritable(): string | undefined;
  /** Undefined while something new can be kept: the file is in its place, with room. What was accepted may take the last of it, to end. */
  whyNoRoom(): StorageFailed | undefined;
  /** Keeps room aside for when the disk is full, where there is any. */
  keepReserve(): void;
  /** Takes the log over into the file and empties it of what was deleted, as far as the disk has room for that. */
  clearLog(): void;
  /** Copies all that is kept to a new file, as it is at this moment. Throws `StorageFailed`. */
  copyTo(file: string): void;
  close(): void;
}

/**
 * Opens (or creates) the file; `:memory:` keeps it in memory. `sync` says how often the disk is waited for.
 * Throws `DataInUse` if another process has it open: two servers on one folder would answer each question twice; `StorageFailed` or
 * `DataDamaged` where disk or file are at fault.
 */
export function openDatabase(path: string, sync: SyncMode = 'normal'): Database {
  const database = opened(path, sync);
  const damage = rememberDamage();
  const prepare = (text: string): Statement => told(database.prepare(text), path, damage);
  const commits = openCommits(database, prepare);
  const room = path === ':memory:' ? roomInMemory : roomOnFullDisk(database, commits, path);
  const statements = new Map<string, Statement>();
  const sql = (text: string): Statement => {
    let statement = statements.get(text);
    if (!statement) {
      const { run, get, all } = prepare(text);
      const apart = (...values: Parameters<StatementSync['run']>) =>
        commits.isInside() ? run(...values) : room.orAgain(() => commits.apart(() => run(...values)));
      statement = { get, all, run: apart } as Statement;
      statements.set(text, statement);
    }
    return statement;
  };
  return {
    ...commits,
    sql,
    write: (work) => room.orAgainLater(() => commits.write(work)),
    transaction: (work) => room.orAgain(() => commits.transaction(work)),
    whyNoRoom: () => damage.found() ?? room.whyNoRoom(),
    keepReserve: room.keepReserve,
    whyNotWritable() {
      try {
        // The number stays the same, and is written all the same.
        sql(`PRAGMA user_version = ${dataVersion}`).run();
        return (damage.found() ?? room.whyNoRoom())?.message;
      } catch (error) {
        return messageOf(error);
      }
    },
    clearLog() {
      try {
        room.clearLog();
      } catch (error) {
        // Full again: what was deleted is, and the next time the log is emptied.
        if (!(storageFailure(error, path) instanceof StorageFailed)) throw error;
      }
    },
    copyTo(file) {
      commits.flush();
      // Node's own `backup` breaks off where this connection writes meanwhile, and EXCLUSIVE keeps any other connection out.
      try {
        database.prepare('VACUUM INTO ?').run(file);
        unmark(file);
      } catch (error) {
        throw storageFailure(error, file);
      }
    },
    close() {
      commits.flush();
      room.closing(() => database.close());
    },
  };
}

function opened(path: string, sync: SyncMode): DatabaseSync {
  const database = constructed(path);
  try {
    // EXCLUSIVE keeps a second process out; WAL with NORMAL survives the death of the process at any moment without a sync per commit.
    database.exec(
      `PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous[sync]}; PRAGMA temp_store = MEMORY;`,
    );
    // What is deleted is overwritten, also where a row moves: a deleted question must not be found in a backup. Not measurable in time.
    database.exec('PRAGMA secure_delete = ON');
    createSchema(database, path);
    // A checkpoint syncs the disk and holds everything up: once in 24 MB of changes, not in 4. On a small disk more often.
    if (path !== ':memory:') database.exec(`PRAGMA wal_autocheckpoint = ${Math.ceil(bytesOfLog(path) / pageBytes)}`);
    return database;
  } catch (cause) {
    database.close();
    if (!messageOf(cause).includes('locked')) throw storageFailure(cause, path);
    throw new CircleError('DataInUse', `another process is using ${path}; stop it, or name another folder with --data`, {
      retryable: true,
      cause,
    });
  }
}

function constructed(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: 200 });
  } catch (cause) {
    throw storageFailure(cause, path);
  }
}

/** Damage that a statement has met: a broken page stays broken, and what is asked meanwhile would be paid and lost. */
interface Damage {
  found(): StorageFailed | undefined;
  lookAt(error: unknown): void;
}

function rememberDamage(): Damage {
  let met: StorageFailed | undefined;
  return {
    found: () => met,
    lookAt(error) {
      if (error instanceof CircleError && error.name === 'DataDamaged')
        met ??= new StorageFailed('StorageFailed', error.message, { cause: error });
    },
  };
}

/** The statement, with disk failures named as such. */
function told(statement: StatementSync, path: string, damage: Damage): Statement {
  const telling =
    <Args extends unknown[], Result>(call: (...args: Args) => Result) =>
    (...args: Args): Result => {
      try {
        return call(...args);
      } catch (error) {
        const failure = storageFailure(error, path);
        damage.lookAt(failure);
        throw failure;
      }
    };
  return {
    run: telling((...values: Parameters<StatementSync['run']>) => statement.run(...values)),
    get: telling((...values: Parameters<StatementSync['get']>) => statement.get(...values)),
    all: telling((...values: Parameters<StatementSync['all']>) => statement.all(...values)),
  } as Statement;
}
