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
  readonly deadLetters: number;
}

/**
 * Removes idempotency keys and requests that are over and old dead letters and, where `retentionDays` is set, consultations that ended before that
 * and uses of keys from before it. Repeated until nothing is left to remove it keeps the file from growing for ever.
 */
export function removeOld(
  { database: db, clock }: { readonly database: Database; readonly clock: Clock },
  retentionDays: number | undefined,
): Removed {
  const now = clock.now().getTime();
  const before = (days: number) => new Date(now - days * dayMs).toISOString();
  const changes = (text: string, value: string | number) => Number(db.sql(text).run(value).changes);
  const removed = {
    idempotencyKeys: changes('DELETE FROM idempotency WHERE expiresAt <= ?', now),
    requests: changes('DELETE FROM requests WHERE expiresAt <= ?', now),
    deadLetters: changes('DELETE FROM deadLetters WHERE at < ?', before(deadLetterDays)),
  };
  if (retentionDays === undefined) return { ...removed, consultations: 0, secretUses: 0 };
  const reader = runReader(db);
  const old = db.sql('SELECT id FROM runs WHERE endedAt < ? ORDER BY endedAt LIMIT ?').all(before(retentionDays), batch);
  for (const { id } of old) removeRun({ db, reader }, String(id));
  return {
    ...removed,
    consultations: old.length,
    secretUses: changes('DELETE FROM secretUses WHERE at < ?', before(retentionDays)),
  };
}
