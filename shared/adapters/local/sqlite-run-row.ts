/** A run as a row: what changes has columns of its own, what was accepted once is one JSON text that is never rewritten. */
import type { z } from 'zod';
import { failure as failureSchema, type Run, run as runSchema } from '../../contract/consultation.ts';
import { formVersion, readStored, readTolerantly } from '../../contract/stored.ts';
import type { Database } from './sqlite-database.ts';

/** A row of the table `runs`. */
interface RunRow {
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
  readonly token: string | null;
  readonly sent: number;
  readonly failure: string | null;
}

/** The fields that no later step changes. */
const acceptedSchema = runSchema.pick({
  question: true,
  kind: true,
  options: true,
  ordered: true,
  leastAgreement: true,
  messages: true,
  instructions: true,
  images: true,
  schema: true,
  sampling: true,
  requireWhole: true,
  learning: true,
  seats: true,
  quorum: true,
  minimum: true,
  declaredQuorum: true,
  stop: true,
  late: true,
  deadlineSeconds: true,
  budgetUsd: true,
  metadata: true,
  demo: true,
  webhooks: true,
});

/** Writes a new run; returns 0 if its id is taken. */
export function insertRun(db: Database, run: Run): number | bigint {
  const { question, kind, options, ordered, leastAgreement, messages, instructions, images, schema, sampling, requireWhole } = run;
  const { learning, seats, quorum, minimum, declaredQuorum, stop, late, deadlineSeconds, budgetUsd, metadata, demo, webhooks } = run;
  const policy = { learning, seats, quorum, minimum, declaredQuorum, stop, late, deadlineSeconds, budgetUsd };
  const asked = { question, kind, options, ordered, leastAgreement, messages, instructions, images, schema, sampling, requireWhole };
  const accepted = JSON.stringify({ ...asked, ...policy, metadata, demo, webhooks, v: formVersion });
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

/** Accepted parts that are kept: as many as the runs that are worked on at once, with room to spare, and no more than memory has. */
const keptRuns = 2000;
const keptCharacters = 32_000_000;

/** Columns that later steps change; the accepted text is by far the longest, and it is read once. */
const columns =
  'id, tenant, status, circle, createdAt, deadlineAt, endedAt, endedBy, answered, failed, arrivals, costUsd, token, sent, failure';

/** Reads runs, and keeps what never changes in them: a run is read some twenty times in its life. */
export interface RunReader {
  find(id: string): Run | undefined;
  /** Keeps nothing of a run that was removed. */
  forget(id: string): void;
  /** The runs that the rest of a SELECT, from its WHERE on, chooses. */
  list(rest: string, ...values: readonly (string | number)[]): Run[];
}

/** The reader of a database. */
export function runReader(db: Database): RunReader {
  const kept = new Map<string, { readonly parsed: z.infer<typeof acceptedSchema>; readonly length: number }>();
  let characters = 0;
  const accepted = (id: string): z.infer<typeof acceptedSchema> => {
    const known = kept.get(id);
    if (known) return known.parsed;
    const text = String(db.sql('SELECT accepted FROM runs WHERE id = ?').get(id)?.['accepted']);
    const parsed = readStored(acceptedSchema, JSON.parse(text));
    kept.set(id, { parsed, length: text.length });
    characters += text.length;
    for (const [oldest, { length }] of kept) {
      if (kept.size <= keptRuns && characters <= keptCharacters) break;
      kept.delete(oldest);
      characters -= length;
    }
    return parsed;
  };
  const toRun = (row: unknown): Run => runOf(row as RunRow, accepted((row as RunRow).id));
  return {
    find(id) {
      const row = db.sql(`SELECT ${columns} FROM runs WHERE id = ?`).get(id);
      return row && toRun(row);
    },
    forget(id) {
      characters -= kept.get(id)?.length ?? 0;
      kept.delete(id);
    },
    list: (rest, ...values) =>
      db
        .sql(`SELECT ${columns} FROM runs ${rest}`)
        .all(...values)
        .map(toRun),
  };
}

function runOf(row: RunRow, accepted: z.infer<typeof acceptedSchema>): Run {
  return {
    ...accepted,
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
    arrivals: row.arrivals.split(' ').filter((name) => name !== ''),
    costUsd: row.costUsd,
    ...(row.token === null ? {} : { token: row.token }),
    sent: row.sent === 1,
    ...(row.failure === null ? {} : { failure: readTolerantly(failureSchema, JSON.parse(row.failure)) }),
  };
}
