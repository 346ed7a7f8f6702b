/** The tables of the one file, and how a file of an earlier version gets them. */
import type { DatabaseSync } from 'node:sqlite';
import { CircleError } from '../../errors.ts';
import { copyBefore } from './sqlite-copy-before.ts';

/**
 * How the tables came to be: a file is brought up to date by the statements beyond its own version, which is their number. A file
 * of a later version is refused rather than misread.
 */
export const schemaSteps: readonly string[] = [
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
  // A row is rewritten whole, and a run's changes a dozen times: what was asked, up to 300 KB that never change, has a table of its own.
  `
  CREATE TABLE questions (consultationId TEXT PRIMARY KEY, question TEXT NOT NULL) WITHOUT ROWID;
  INSERT INTO questions SELECT id, accepted FROM runs;
  ALTER TABLE runs DROP COLUMN accepted;
`,
  // A repeat looks for the states that it may join. Some files have this already, under the version before.
  `
  CREATE TABLE kept (fingerprint TEXT NOT NULL, consultationId TEXT NOT NULL, holder TEXT NOT NULL, state TEXT NOT NULL,
    request TEXT NOT NULL, expiresAt INTEGER NOT NULL, PRIMARY KEY (fingerprint, consultationId)) WITHOUT ROWID;
  INSERT INTO kept SELECT fingerprint, consultationId, holder, json_extract(request, '$.state'), request, expiresAt FROM requests;
  DROP TABLE requests;
  ALTER TABLE kept RENAME TO requests;
  CREATE INDEX requestsByState ON requests (fingerprint, state, consultationId);
`,
  `CREATE TABLE agenda (schedule TEXT PRIMARY KEY, entry TEXT NOT NULL) WITHOUT ROWID;`,
  `CREATE TABLE scheduledTimes (schedule TEXT NOT NULL, at TEXT NOT NULL, time TEXT NOT NULL, PRIMARY KEY (schedule, at)) WITHOUT ROWID;`,
  // Where the time of the queues began, since the machine was started.
  `CREATE TABLE queueTime (boot TEXT PRIMARY KEY, zero INTEGER NOT NULL) WITHOUT ROWID;`,
];

/** The version of the tables: how many steps have been taken. */
export const dataVersion = schemaSteps.length;

/** Brings the tables up to date. The lock of this process keeps others out between the copy and the change. */
export function createSchema(database: DatabaseSync, path: string): void {
  database.exec('BEGIN EXCLUSIVE');
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  database.exec('COMMIT');
  if (version > schemaSteps.length) {
    throw new CircleError('DataVersion', `the data folder was written by a later version (${version}, this is ${schemaSteps.length})`, {
      retryable: false,
    });
  }
  if (version === schemaSteps.length) return;
  if (version > 0 && path !== ':memory:') copyBefore(database, path, version);
  database.exec(['BEGIN EXCLUSIVE;', ...schemaSteps.slice(version), `PRAGMA user_version = ${schemaSteps.length};`, 'COMMIT;'].join('\n'));
}
