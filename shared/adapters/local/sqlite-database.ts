/** The one file of embedded mode: it holds the store and the queues. */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { CircleError, messageOf } from '../../errors.ts';

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
];

/** A database with its statements prepared once each. */
export interface Database {
  /** The prepared statement of a text. */
  sql(text: string): StatementSync;
  /** Runs `work` in one transaction; an error rolls it back. */
  transaction<Result>(work: () => Result): Result;
  close(): void;
}

/**
 * Opens (or creates) the file; `:memory:` keeps it in memory.
 * Throws `DataInUse` if another process has it open: two servers on one folder would answer each question twice.
 */
export function openDatabase(path: string): Database {
  const database = new DatabaseSync(path, { timeout: 200 });
  try {
    // EXCLUSIVE keeps a second process out; WAL with NORMAL survives the death of the process at any moment without a sync per commit.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;');
    // A checkpoint syncs the disk and holds everything up: once in 32 MB of changes, not in 4.
    database.exec('PRAGMA wal_autocheckpoint = 8000');
    createSchema(database);
  } catch (cause) {
    database.close();
    if (!messageOf(cause).includes('locked')) throw cause;
    throw new CircleError('DataInUse', `another process is using ${path}; stop it, or name another folder with --data`, {
      retryable: true,
      cause,
    });
  }
  const statements = new Map<string, StatementSync>();
  const sql = (text: string): StatementSync => {
    let statement = statements.get(text);
    if (!statement) {
      statement = database.prepare(text);
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
        sql('ROLLBACK').run();
        throw error;
      }
    },
    close: () => database.close(),
  };
}

function createSchema(database: DatabaseSync): void {
  database.exec('BEGIN EXCLUSIVE');
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version < steps.length) database.exec([...steps.slice(version), `PRAGMA user_version = ${steps.length};`].join('\n'));
  database.exec('COMMIT');
  if (version > steps.length) {
    throw new CircleError('DataVersion', `the data folder was written by a later version (${version}, this is ${steps.length})`, {
      retryable: false,
    });
  }
}
