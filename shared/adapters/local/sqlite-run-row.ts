/** A run as two rows: one whose journal is added to, with columns to be found by, and one with what was accepted, which is never rewritten. */
import type { z } from 'zod';
import { failure as failureSchema, type JournalEntry, readEntry, writeEntry } from '../../contract/journal.ts';
import type { MachineTime } from '../../contract/machine-time.ts';
import { countedBefore, progressOf, untouched } from '../../contract/progress.ts';
import { askedInHead, type Run, type RunProgress, runHead, runQuestion } from '../../contract/run.ts';
import { withReplacements } from '../../contract/seats-now.ts';
import { readStored, readTolerantly, writeStored } from '../../contract/stored.ts';
import type { Database } from './sqlite-database.ts';

/** A row of the table `runs`. */
export interface KeptRow {
  readonly id: string;
  readonly tenant: string;
  readonly status: Run['status'];
  readonly circle: string;
  readonly createdAt: string;
  readonly deadlineAt: string;
  readonly endedAt: string | null;
  readonly endedBy: Run['endedBy'] | null;
  readonly answered: number;
  readonly failed: number;
  /** Names, each with a space behind it: appending needs no reading. */
  readonly arrivals: string;
  readonly costUsd: number;
  readonly sent: number;
  readonly failure: string | null;
  /** Lines; empty in a run that an earlier version has ended. */
  readonly journal: string;
}

/** The fields that no later step changes, as they are kept: what the head says of the question is read off it again. */
const acceptedSchema = runHead
  .pick({
    kind: true,
    learning: true,
    quorum: true,
    minimum: true,
    stop: true,
    late: true,
    strategy: true,
    hedgeSeconds: true,
    limits: true,
    deliberation: true,
  })
  .extend(runQuestion.shape);
/** The same of a whole run, whose other fields have columns. Made once: a schema costs more to make than to use. */
const acceptedOf = acceptedSchema.strip();
export type Accepted = z.infer<typeof acceptedSchema> & ReturnType<typeof askedInHead>;

/** Writes a new run with where the machine's time stands, inside a transaction; returns 0 if its id is taken. */
export function insertRun(db: Database, run: Run, machine: MachineTime | undefined): number | bigint {
  const accepted = JSON.stringify(writeStored(acceptedSchema, acceptedOf.parse(run)));
  const { id, tenant, status, circle, createdAt, deadlineAt } = run;
  const { changes } = db
    .sql(
      `INSERT OR IGNORE INTO runs (id, tenant, status, circle, createdAt, deadlineAt, answered, failed, costUsd, sent, journal)
       VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?)`,
    )
    .run(id, tenant, status, circle, createdAt, deadlineAt, journalText({ type: 'opened', at: createdAt, ...(machine && { machine }) }));
  if (changes > 0) db.sql('INSERT INTO questions (consultationId, question) VALUES (?, ?)').run(id, accepted);
  return changes;
}

/** An entry as it is added to a journal's text. */
export function journalText(entry: JournalEntry): string {
  return `${writeEntry(entry)}\n`;
}

/** The entries of a journal's text. */
export function readJournal(text: string): readonly JournalEntry[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => readEntry(line) ?? []);
}

/** Columns that later steps change, or that earlier versions did. */
const columns =
  'id, tenant, status, circle, createdAt, deadlineAt, endedAt, endedBy, answered, failed, arrivals, costUsd, sent, failure, journal';

/** The rows that the rest of a SELECT, from its WHERE on, chooses. */
export function readRows(db: Database, rest: string, ...values: readonly (string | number)[]): readonly KeptRow[] {
  return db.sql(`SELECT ${columns} FROM runs ${rest}`).all(...values) as unknown as readonly KeptRow[];
}

/** What was accepted, and the characters that it takes. */
export function readAccepted(db: Database, id: string): { readonly accepted: Accepted; readonly length: number } {
  const text = String(db.sql('SELECT question FROM questions WHERE consultationId = ?').get(id)?.['question']);
  const stored = readStored(acceptedSchema, JSON.parse(text));
  return { accepted: { ...stored, ...askedInHead(stored) }, length: text.length };
}

/** A run from its row and what was accepted. */
export function runOf(row: KeptRow, accepted: Accepted): Run {
  const { id, tenant, circle, createdAt, deadlineAt } = row;
  const journal = readJournal(row.journal);
  const before = journal[0]?.type === 'opened' ? untouched : countedBefore(keptProgress(row), journal);
  return withReplacements({ ...accepted, id, tenant, circle, createdAt, deadlineAt, ...progressOf(journal, before) });
}

/** As an earlier version kept it. */
function keptProgress(row: KeptRow): RunProgress {
  return {
    status: row.status,
    ...(row.endedAt === null ? {} : { endedAt: row.endedAt }),
    ...(row.endedBy ? { endedBy: row.endedBy } : {}),
    answered: row.answered,
    failed: row.failed,
    arrivals: row.arrivals.split(' ').filter((name) => name !== ''),
    costUsd: row.costUsd,
    sent: row.sent === 1,
    ...(row.failure === null ? {} : { failure: readTolerantly(failureSchema, JSON.parse(row.failure)) }),
  };
}
