/** What is removed from the file of embedded mode by age. */
import type { Clock } from '../../ports/clock.ts';
import type { Database } from './sqlite-database.ts';
import { removeRun } from './sqlite-removal.ts';
import { runReader } from './sqlite-run-reader.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** Days that a dead letter is kept, as on the deployed queues. */
const deadLetterDays = 14;
/** Runs of one sweep; the next one takes the rest, so that requests are not held up for long. */
const batch = 200;

/** What a sweep has removed. */
export interface Removed {
  readonly consultations: number;
  readonly idempotencyKeys: number;
  readonly requests: number;
  readonly secretUses: number;
  readonly scheduledTimes: number;
  readonly deadLetters: number;
}

/** For how many days consultations are kept. */
export interface Retention {
  /** Absent: for good. */
  readonly days?: number | undefined;
  /** Of circles that say another number. */
  readonly byCircle?: Readonly<Record<string, number>>;
}

/**
 * Removes idempotency keys and requests that are over and old dead letters; consultations that ended before the days of their circle or of all,
 * uses of keys from before them, and what became of times of schedules before the days of all. Repeated until nothing is left to remove it keeps the file from growing for ever.
 */
export function removeOld(
  { database: db, clock }: { readonly database: Database; readonly clock: Clock },
  { days, byCircle = {} }: Retention,
): Removed {
  const now = clock.now().getTime();
  const before = (days: number) => new Date(now - days * dayMs).toISOString();
  const changes = (text: string, ...values: readonly (string | number)[]) => Number(db.sql(text).run(...values).changes);
  const removed = {
    idempotencyKeys: changes('DELETE FROM idempotency WHERE expiresAt <= ?', now),
    requests: changes('DELETE FROM requests WHERE expiresAt <= ?', now),
    deadLetters: changes('DELETE FROM deadLetters WHERE at < ?', before(deadLetterDays)),
    scheduledTimes: days === undefined ? 0 : changes('DELETE FROM scheduledTimes WHERE at < ?', before(days)),
  };
  const names = JSON.stringify(Object.keys(byCircle));
  const runsOf = (which: string, ...values: readonly [string, string]) =>
    db.sql(`SELECT id FROM runs WHERE endedAt < ? AND ${which} ORDER BY endedAt LIMIT ?`).all(...values, batch);
  const others = days === undefined ? [] : runsOf('circle NOT IN (SELECT value FROM json_each(?))', before(days), names);
  const own = Object.entries(byCircle).flatMap(([circle, ownDays]) => runsOf('circle = ?', before(ownDays), circle));
  const old = [...others, ...own].map(({ id }) => String(id));
  // While their runs say whose they are.
  const secretUses =
    (own.length === 0 ? 0 : changes(usesOfRuns, JSON.stringify(own.map(({ id }) => id)))) +
    (days === undefined ? 0 : changes(usesOfOthers, before(days), names));
  const reader = runReader(db);
  for (const id of old) removeRun({ db, reader }, id);
  return { ...removed, consultations: old.length, secretUses };
}

const usesOfRuns = "DELETE FROM secretUses WHERE use ->> '$.consultationId' IN (SELECT value FROM json_each(?))";

/** What a circle keeps for longer stays, as long as its run is there. */
const usesOfOthers = `DELETE FROM secretUses WHERE at < ? AND NOT EXISTS (
  SELECT 1 FROM runs WHERE runs.id = secretUses.use ->> '$.consultationId' AND runs.circle IN (SELECT value FROM json_each(?)))`;
