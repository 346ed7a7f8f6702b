/** The store of embedded mode: the same items as the cloud's table, each change in one SQL transaction. */
import { EventEmitter, once } from 'node:events';
import { type Run, run as runSchema } from '../../contract/consultation.ts';
import { expertHealth } from '../../contract/expert.ts';
import { attemptNote, isMiss, type Opinion, opinion as opinionSchema } from '../../contract/opinion.ts';
import { verdict as verdictSchema } from '../../contract/verdict.ts';
import { NotFound } from '../../errors.ts';
import type { Clock, Store } from '../../ports.ts';
import type { Database } from './sqlite-database.ts';
import { deliveryMethods } from './sqlite-deliveries.ts';
import { listRuns } from './sqlite-listing.ts';
import { reliabilityMethods } from './sqlite-reliability.ts';
import { insertRun, runReader } from './sqlite-run-row.ts';

/** Milliseconds that an idempotency key is remembered. */
const idempotencyMs = 24 * 60 * 60 * 1000;

/** Opens the store on a database. */
export function sqliteStore(options: { readonly database: Database; readonly clock: Clock }): Store {
  const { database: db, clock } = options;
  /** Told of each stored opinion and of each end, by consultation. */
  const changes = new EventEmitter({ captureRejections: false }).setMaxListeners(0);

  const reader = runReader(db);
  const requireRun = (id: string): Run => {
    const found = reader.find(id);
    if (!found) throw new NotFound(`consultation ${id}`);
    return found;
  };
  /** Ends a run if its status is one of `from`, and wakes whoever waits for that. */
  const end = (id: string, from: readonly string[], changes: { status: string; endedAt: string; failure?: string }): boolean => {
    const marks = from.map(() => '?').join(', ');
    const changed = db
      .sql(`UPDATE runs SET status = ?, endedAt = ?, failure = ?, token = NULL WHERE id = ? AND status IN (${marks})`)
      .run(changes.status, changes.endedAt, changes.failure ?? null, id, ...from).changes;
    if (changed === 0) requireRun(id);
    return changed > 0;
  };
  const announce = (id: string, happened: boolean): boolean => {
    if (happened) for (const news of [id, endOf(id)]) changes.emit(news);
    return happened;
  };

  /** Looks at the run at each piece of `news`, until it is as wished or the time is over. */
  const waitUntil = async (id: string, news: string, wished: (run: Run) => boolean, milliseconds: number): Promise<void> => {
    if (wished(requireRun(id))) return;
    const limit = new AbortController();
    const over = clock.sleep(milliseconds, limit.signal).then(() => limit.abort());
    do {
      await Promise.race([once(changes, news, { signal: limit.signal }).catch(() => undefined), over]);
    } while (!limit.signal.aborted && !wished(requireRun(id)));
    limit.abort();
  };

  return {
    ...reliabilityMethods(db),
    ...deliveryMethods(db),

    async createRun(run, idempotency) {
      return db.transaction(() => {
        const now = clock.now().getTime();
        const key = idempotency && `${run.tenant} ${idempotency.key}`;
        const known = key && db.sql('SELECT digest, consultationId FROM idempotency WHERE key = ? AND expiresAt > ?').get(key, now);
        if (known)
          return { created: false, existingId: String(known['consultationId']), sameRequest: known['digest'] === idempotency?.digest };
        if (insertRun(db, runSchema.parse(run)) === 0) return { created: false, existingId: run.id, sameRequest: true };
        if (key) {
          db.sql('INSERT OR REPLACE INTO idempotency (key, digest, consultationId, expiresAt) VALUES (?, ?, ?, ?)').run(
            key,
            idempotency.digest,
            run.id,
            now + idempotencyMs,
          );
        }
        return { created: true };
      });
    },

    async getRun(id) {
      return reader.find(id);
    },

    async saveToken(id, token) {
      db.sql(`UPDATE runs SET token = ? WHERE id = ? AND status = 'open'`).run(token, id);
      return requireRun(id);
    },

    async markSent(id) {
      db.sql('UPDATE runs SET sent = 1 WHERE id = ?').run(id);
    },

    async recordOpinion(id, opinion) {
      const result = db.transaction((): Awaited<ReturnType<Store['recordOpinion']>> => {
        const open = requireRun(id).status === 'open';
        const stored: Opinion = !open && opinion.status === 'answered' ? { ...opinion, status: 'late' } : opinion;
        const text = JSON.stringify(opinionSchema.parse(stored));
        const inserted = db
          .sql('INSERT OR IGNORE INTO opinions (consultationId, expert, opinion) VALUES (?, ?, ?)')
          .run(id, opinion.expert, text);
        if (inserted.changes === 0) return { outcome: 'duplicate', run: requireRun(id) };
        const { answered, failed } = open ? countsOf(opinion) : { answered: 0, failed: 0 };
        db.sql(
          'UPDATE runs SET answered = answered + ?, failed = failed + ?, costUsd = costUsd + ?, arrivals = arrivals || ? WHERE id = ?',
        ).run(answered, failed, opinion.costUsd ?? 0, `${opinion.expert} `, id);
        return { outcome: open ? 'counted' : 'late', run: requireRun(id) };
      });
      if (result.outcome !== 'duplicate') changes.emit(id);
      return result;
    },

    async noteAttempt(note) {
      const text = JSON.stringify(attemptNote.parse(note));
      db.sql('INSERT OR REPLACE INTO attempts (consultationId, expert, attempt) VALUES (?, ?, ?)').run(
        note.consultationId,
        note.expert,
        text,
      );
    },

    async readOpinions(id) {
      const opinions = db
        .sql('SELECT opinion FROM opinions WHERE consultationId = ? ORDER BY expert')
        .all(id)
        .map((row) => opinionSchema.parse(JSON.parse(String(row['opinion']))));
      const present = new Set(opinions.map(({ expert }) => expert));
      const attempts = db
        .sql('SELECT attempt FROM attempts WHERE consultationId = ? ORDER BY expert')
        .all(id)
        .map((row) => attemptNote.parse(JSON.parse(String(row['attempt']))))
        .filter(({ expert }) => !present.has(expert));
      return { opinions, attempts };
    },

    async closeRun(id, endedBy) {
      return db.transaction(() => {
        const run = requireRun(id);
        if (run.status !== 'open') return run;
        db.sql(`UPDATE runs SET status = 'closed', endedBy = ? WHERE id = ?`).run(endedBy(run), id);
        return requireRun(id);
      });
    },

    async endRun(id, status, verdict, endedAt) {
      const happened = db.transaction(() => {
        if (!end(id, ['closed'], { status, endedAt })) return false;
        db.sql('INSERT INTO verdicts (consultationId, verdict) VALUES (?, ?)').run(id, JSON.stringify(verdictSchema.parse(verdict)));
        return true;
      });
      return announce(id, happened);
    },

    async failRun(id, failure, endedAt) {
      return announce(id, end(id, ['open', 'closed'], { status: 'failed', endedAt, failure: JSON.stringify(failure) }));
    },

    async cancelRun(id, endedAt) {
      return announce(id, end(id, ['open'], { status: 'cancelled', endedAt }));
    },

    async getVerdict(id) {
      const row = db.sql('SELECT verdict FROM verdicts WHERE consultationId = ?').get(id);
      return row ? verdictSchema.parse(JSON.parse(String(row['verdict']))) : undefined;
    },

    async listRuns(query) {
      return listRuns(reader, query);
    },

    async listOverdue(before, limit) {
      return reader.list(`WHERE status IN ('open', 'closed') AND deadlineAt < ? ORDER BY deadlineAt LIMIT ?`, before, limit);
    },

    // Whoever waits for the end alone need not look at each opinion.
    waitForEnd: (id, milliseconds) => waitUntil(id, endOf(id), hasEnded, milliseconds),

    waitForArrival: (id, known, milliseconds) => waitUntil(id, id, (run) => hasEnded(run) || run.arrivals.length > known, milliseconds),

    async saveHealth(health) {
      db.transaction(() => {
        for (const entry of health) {
          db.sql('INSERT OR REPLACE INTO health (expert, health) VALUES (?, ?)').run(
            entry.expert,
            JSON.stringify(expertHealth.parse(entry)),
          );
        }
      });
    },

    async readHealth() {
      return db
        .sql('SELECT health FROM health ORDER BY expert')
        .all()
        .map((row) => expertHealth.parse(JSON.parse(String(row['health']))));
    },

    async recordSecretUse(use) {
      db.sql('INSERT INTO secretUses (at, use) VALUES (?, ?)').run(use.at, JSON.stringify(use));
    },
  };
}

/** What is told of an end, beside what is told of every change. */
function endOf(id: string): string {
  return `end of ${id}`;
}

function hasEnded({ status }: Run): boolean {
  return status !== 'open' && status !== 'closed';
}

/** What an opinion adds to an open run's counts; a cancelled one adds nothing. */
function countsOf({ status }: Opinion): { answered: number; failed: number } {
  return { answered: status === 'answered' ? 1 : 0, failed: isMiss(status) ? 1 : 0 };
}
