/** The one file of embedded mode: it holds the store and the queues. */
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { CircleError, messageOf } from '../../errors.ts';
import { copyBefore } from './sqlite-copy-before.ts';
import { storageFailure } from './sqlite-failure.ts';

/**
 * How the tables came to be: a file is brought up to date by the statements beyond its own version, which is their number. A file
 * of a later version is refused rather than misread.
 */
const steps: readonly string[] = [
  `
  CREATE TABLE runs (
    id TEXT PRIMARY KEY, tenant TEXT NOT NULL, status TEXT NOT NULL, circle TEXT NOT NULL,
    createdAt TEXT NOT NULL, deadlineAt TEXT NOT NULL, endedAt TEXT, endedBy TEXT,
    answered INTEGER NOT NULL, failed INTEGER NOT NULL, costUsd REAL NOT NULL, token TEXT, sent INTEGER NOT NULL, failure TEXT,
    accepted TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX runsByTenant ON runs (tenant, createdAt DESC, id DESC);
  CREATE INDEX runsByDeadline ON runs (deadlineAt) WHERE status IN ('open', 'closed');
  CREATE TABLE opinions (consultationId TEXT NOT NULL, expert TEXT NOT NULL, opinion TEXT NOT NULL,
    PRIMARY KEY (consultationId, expert)) WITHOUT ROWID;
  CREATE TABLE attempts (consultationId TEXT NOT NULL, expert TEXT NOT NULL, attempt TEXT NOT NULL,
    PRIMARY KEY (consultationId, expert)) WITHOUT ROWID;
  CREATE TABLE verdicts (consultationId TEXT PRIMARY KEY, verdict TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE idempotency (key TEXT PRIMARY KEY, digest TEXT NOT NULL, consultationId TEXT NOT NULL, expiresAt INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE health (expert TEXT PRIMARY KEY, health TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE secretUses (at TEXT NOT NULL, use TEXT NOT NULL);
  CREATE TABLE messages (
    id INTEGER PRIMARY KEY, provider TEXT NOT NULL, body TEXT NOT NULL, dedupe TEXT UNIQUE,
    visibleAt INTEGER NOT NULL, receives INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX messagesByVisibility ON messages (provider, visibleAt);
  CREATE TABLE deadLetters (id INTEGER PRIMARY KEY, provider TEXT NOT NULL, body TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL);
`,
  `
  CREATE TABLE reliability (tenant TEXT NOT NULL, circle TEXT NOT NULL, kind TEXT NOT NULL, expert TEXT NOT NULL,
    rightSum REAL NOT NULL, askedSum REAL NOT NULL, PRIMARY KEY (tenant, circle, kind, expert)) WITHOUT ROWID;
  CREATE TABLE generations (tenant TEXT NOT NULL, circle TEXT NOT NULL, kind TEXT NOT NULL, generation INTEGER NOT NULL,
    PRIMARY KEY (tenant, circle, kind)) WITHOUT ROWID;
  CREATE TABLE learnt (consultationId TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE feedback (consultationId TEXT PRIMARY KEY, feedback TEXT NOT NULL, learnt TEXT NOT NULL) WITHOUT ROWID;
`,
  `ALTER TABLE runs ADD COLUMN arrivals TEXT NOT NULL DEFAULT '';`,
  `
  CREATE TABLE deliveries (consultationId TEXT NOT NULL, webhook INTEGER NOT NULL, version INTEGER NOT NULL, delivery TEXT NOT NULL,
    PRIMARY KEY (consultationId, webhook)) WITHOUT ROWID;
`,
  `
  CREATE TABLE formerFeedback (consultationId TEXT NOT NULL, place INTEGER NOT NULL, feedback TEXT NOT NULL,
    PRIMARY KEY (consultationId, place)) WITHOUT ROWID;
`,
  // What an earlier version had received was either held or about to come back.
  `
  ALTER TABLE messages ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE messages ADD COLUMN interruptions INTEGER NOT NULL DEFAULT 0;
  UPDATE messages SET held = 1 WHERE receives > 0;
`,
  // What earlier versions had counted stays in its columns; since then a run is what its journal says.
  `
  ALTER TABLE runs ADD COLUMN journal TEXT NOT NULL DEFAULT '';
  CREATE TABLE rounds (consultationId TEXT NOT NULL, expert TEXT NOT NULL, round INTEGER NOT NULL DEFAULT 1, opinion TEXT NOT NULL,
    PRIMARY KEY (consultationId, expert, round)) WITHOUT ROWID;
  INSERT INTO rounds SELECT consultationId, expert, 1, opinion FROM opinions;
  DROP TABLE opinions;
  ALTER TABLE rounds RENAME TO opinions;
`,
  `
  CREATE TABLE requests (fingerprint TEXT NOT NULL, consultationId TEXT NOT NULL, holder TEXT NOT NULL, request TEXT NOT NULL,
    expiresAt INTEGER NOT NULL, PRIMARY KEY (fingerprint, consultationId)) WITHOUT ROWID;
`,
];

/** The version of the tables: how many steps have been taken. */
export const dataVersion = steps.length;

/** How often the disk is waited for: at checkpoints, or at every commit, so that no loss of power takes one back. */
export type SyncMode = keyof typeof synchronous;
const synchronous = { normal: 'NORMAL', full: 'FULL' } as const;

/** A prepared statement, as far as it is used here. */
export type Statement = Pick<StatementSync, 'run' | 'get' | 'all'>;

/** A database with its statements prepared once each. Methods throw `StorageFailed` where the disk does not do its part. */
export interface Database {
  /** The prepared statement of a text. */
  sql(text: string): Statement;
  /** Runs `work` in one transaction; an error rolls it back. */
  transaction<Result>(work: () => Result): Result;
  /** Undefined if a change can be kept now, else why not: tried by a change that says nothing new. */
  whyNotWritable(): string | undefined;
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
  const statements = new Map<string, Statement>();
  const sql = (text: string): Statement => {
    let statement = statements.get(text);
    if (!statement) {
      statement = told(database.prepare(text), path);
      statements.set(text, statement);
    }
    return statement;
  };
  return {
    sql,
    transaction(work) {
      sql('BEGIN IMMEDIATE').run();
      try {
        const result = work();
        sql('COMMIT').run();
        return result;
      } catch (error) {
        rollBack(database);
        throw error;
      }
    },
    whyNotWritable() {
      try {
        // The number stays the same, and is written all the same.
        sql(`PRAGMA user_version = ${steps.length}`).run();
        return whyNoRoom(path);
      } catch (error) {
        return messageOf(error);
      }
    },
    copyTo(file) {
      // Node's own `backup` breaks off where this connection writes meanwhile, and EXCLUSIVE keeps any other connection out.
      try {
        database.prepare('VACUUM INTO ?').run(file);
      } catch (error) {
        throw storageFailure(error, file);
      }
    },
    close: () => database.close(),
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
    // A checkpoint syncs the disk and holds everything up: once in 32 MB of changes, not in 4.
    database.exec('PRAGMA wal_autocheckpoint = 8000');
    createSchema(database, path);
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

/** SQLite itself may have rolled back, as it does on a full disk; its complaint about that would hide the cause. */
function rollBack(database: DatabaseSync): void {
  try {
    if (database.isTransaction) database.exec('ROLLBACK');
  } catch {
    // The error that led here says more.
  }
}

/** Bytes below which a few large questions would fill the disk: reported before one of them is refused. */
const leastRoom = 8 * 1024 * 1024;

function whyNoRoom(path: string): string | undefined {
  if (path === ':memory:') return undefined;
  const { bavail, bsize } = statfsSync(dirname(path));
  const room = bavail * bsize;
  return room >= leastRoom ? undefined : `the disk below ${path} has ${Math.floor(room / 1024)} KB left`;
}

/** The statement, with disk failures named as such. */
function told(statement: StatementSync, path: string): Statement {
  const telling =
    <Args extends unknown[], Result>(call: (...args: Args) => Result) =>
    (...args: Args): Result => {
      try {
        return call(...args);
      } catch (error) {
        throw storageFailure(error, path);
      }
    };
  return {
    run: telling((...values: Parameters<StatementSync['run']>) => statement.run(...values)),
    get: telling((...values: Parameters<StatementSync['get']>) => statement.get(...values)),
    all: telling((...values: Parameters<StatementSync['all']>) => statement.all(...values)),
  } as Statement;
}

/** Brings the tables up to date. The lock of this process keeps others out between the copy and the change. */
function createSchema(database: DatabaseSync, path: string): void {
  database.exec('BEGIN EXCLUSIVE');
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  database.exec('COMMIT');
  if (version > steps.length) {
    throw new CircleError('DataVersion', `the data folder was written by a later version (${version}, this is ${steps.length})`, {
      retryable: false,
    });
  }
  if (version === steps.length) return;
  if (version > 0 && path !== ':memory:') copyBefore(database, path, version);
  database.exec(['BEGIN EXCLUSIVE;', ...steps.slice(version), `PRAGMA user_version = ${steps.length};`, 'COMMIT;'].join('\n'));
}
