/** The life of a run in SQLite, each change in one SQL transaction. */
import { type Run, run as runSchema } from '../../contract/consultation.ts';
import type { EarlierRequest, Idempotency, Runs } from '../../ports/runs.ts';
import { removeRun } from './sqlite-removal.ts';
import type { RunTable } from './sqlite-run-change.ts';
import { insertRun } from './sqlite-run-row.ts';

/** Milliseconds that an idempotency key is remembered. */
const idempotencyMs = 24 * 60 * 60 * 1000;

/** Runs in SQLite. */
export function sqliteRuns({ db, clock, reader, news, requireRun, end, announceEnd }: RunTable): Runs {
  const findKey = (tenant: string, idempotency: Idempotency): EarlierRequest | undefined => {
    const known = db
      .sql('SELECT digest, consultationId FROM idempotency WHERE key = ? AND expiresAt > ?')
      .get(placeOf(tenant, idempotency), clock.now().getTime());
    return known && { existingId: String(known['consultationId']), sameRequest: known['digest'] === idempotency.digest };
  };
  return {
    async create(run, idempotency) {
      return db.transaction(() => {
        const known = idempotency && findKey(run.tenant, idempotency);
        if (known) return { created: false, ...known };
        if (insertRun(db, runSchema.parse(run)) === 0) return { created: false, existingId: run.id, sameRequest: true };
        if (idempotency) {
          db.sql('INSERT OR REPLACE INTO idempotency (key, digest, consultationId, expiresAt) VALUES (?, ?, ?, ?)').run(
            placeOf(run.tenant, idempotency),
            idempotency.digest,
            run.id,
            clock.now().getTime() + idempotencyMs,
          );
        }
        return { created: true };
      });
    },

    async findKey(tenant, idempotency) {
      return findKey(tenant, idempotency);
    },

    async get(id) {
      return reader.find(id);
    },

    async saveToken(id, token) {
      db.sql(`UPDATE runs SET token = ? WHERE id = ? AND status = 'open'`).run(token, id);
      return requireRun(id);
    },

    async markSent(id) {
      db.sql('UPDATE runs SET sent = 1 WHERE id = ?').run(id);
    },

    async close(id, endedBy) {
      return db.transaction(() => {
        const run = requireRun(id);
        if (run.status !== 'open') return run;
        db.sql(`UPDATE runs SET status = 'closed', endedBy = ? WHERE id = ?`).run(endedBy(run), id);
        return requireRun(id);
      });
    },

    async fail(id, failure, endedAt) {
      return announceEnd(id, end(id, ['open', 'closed'], { status: 'failed', endedAt, failure: JSON.stringify(failure) }));
    },

    async cancel(id, endedAt) {
      return announceEnd(id, end(id, ['open'], { status: 'cancelled', endedAt }));
    },

    async remove(id) {
      const removed = removeRun({ db, reader }, id);
      // The log may still hold what the file does not any more.
      if (removed) db.sql('PRAGMA wal_checkpoint(TRUNCATE)').get();
      return removed;
    },

    waitForEnd: (id, milliseconds) => news.untilEnd(id, hasEnded, milliseconds),

    waitForArrival: (id, known, milliseconds) => news.untilArrival(id, (run) => hasEnded(run) || run.arrivals.length > known, milliseconds),
  };
}

function placeOf(tenant: string, { key }: Idempotency): string {
  return `${tenant} ${key}`;
}

function hasEnded({ status }: Run): boolean {
  return status !== 'open' && status !== 'closed';
}
