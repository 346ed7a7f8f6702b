/** A run as a row: what changes has columns of its own, what was accepted once is one JSON text that is never rewritten. */
import type { z } from 'zod';
import { failure as failureSchema, type Run, run as runSchema } from '../../contract/consultation.ts';
import type { Database } from './sqlite-database.ts';

/** A row of the table `runs`. */
export interface RunRow {
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
  readonly costUsd: number;
  readonly token: string | null;
  readonly sent: number;
  readonly failure: string | null;
  readonly accepted: string;
}

/** The fields that no later step changes. */
const acceptedSchema = runSchema.pick({
  question: true,
  kind: true,
  options: true,
  seats: true,
  quorum: true,
  deadlineSeconds: true,
  budgetUsd: true,
  metadata: true,
  demo: true,
});

/** Writes a new run; returns 0 if its id is taken. */
export function insertRun(db: Database, run: Run): number | bigint {
  const { question, kind, options, seats, quorum, deadlineSeconds, budgetUsd, metadata, demo } = run;
  const accepted = JSON.stringify({ question, kind, options, seats, quorum, deadlineSeconds, budgetUsd, metadata, demo });
  return db
    .sql(
      `INSERT OR IGNORE INTO runs (id, tenant, status, circle, createdAt, deadlineAt, answered, failed, costUsd, sent, accepted)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      run.id,
      run.tenant,
      run.status,
      run.circle,
      run.createdAt,
      run.deadlineAt,
      run.answered,
      run.failed,
      run.costUsd,
      run.sent ? 1 : 0,
      accepted,
    ).changes;
}

/** Parsed texts, by the text itself, that are kept: as many as the runs that are worked on at once, with room to spare. */
const keptTexts = 2000;
const kept = new Map<string, z.infer<typeof acceptedSchema>>();

/** A run is read some twenty times in its life and its accepted part never changes, so it is parsed once. */
function readAccepted(text: string): z.infer<typeof acceptedSchema> {
  const known = kept.get(text);
  if (known) return known;
  const parsed = acceptedSchema.parse(JSON.parse(text));
  kept.set(text, parsed);
  const [oldest] = kept.keys();
  if (kept.size > keptTexts && oldest !== undefined) kept.delete(oldest);
  return parsed;
}

/** The run of a row. */
export function toRun(row: RunRow): Run {
  return {
    ...readAccepted(row.accepted),
    id: row.id,
    tenant: row.tenant,
    status: row.status,
    circle: row.circle,
    createdAt: row.createdAt,
    deadlineAt: row.deadlineAt,
    ...(row.endedAt === null ? {} : { endedAt: row.endedAt }),
    ...(row.endedBy ? { endedBy: row.endedBy } : {}),
    answered: row.answered,
    failed: row.failed,
    costUsd: row.costUsd,
    ...(row.token === null ? {} : { token: row.token }),
    sent: row.sent === 1,
    ...(row.failure === null ? {} : { failure: failureSchema.parse(JSON.parse(row.failure)) }),
  };
}
