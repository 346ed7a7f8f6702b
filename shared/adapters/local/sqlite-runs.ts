/** The life of a run in SQLite, each change in one SQL transaction. */

import { roundEntry, stageEntry } from '../../contract/journal.ts';
import { storedCount } from '../../contract/rounds.ts';
import { type Run, run as runSchema } from '../../contract/run.ts';
import { NotFound } from '../../errors.ts';
import type { EarlierRequest, Idempotency, Runs } from '../../ports/runs.ts';
import { removeRun } from './sqlite-removal.ts';
import type { RunTable } from './sqlite-run-change.ts';
import { insertRun, readJournal } from './sqlite-run-row.ts';

/** Milliseconds that an idempotency key is remembered. */
const idempotencyMs = 24 * 60 * 60 * 1000;

/** Runs in SQLite. */
export function sqliteRuns({ db, clock, reader, news, requireRun, tell, end, announceEnd }: RunTable): Runs {
  const now = () => clock.now().toISOString();
  const findKey = (tenant: string, idempotency: Idempotency): EarlierRequest | undefined => {
    const known = db
      .sql('SELECT digest, consultationId FROM idempotency WHERE key = ? AND expiresAt > ?')
      .get(placeOf(tenant, idempotency), clock.now().getTime());
    return known && { existingId: String(known['consultationId']), sameRequest: known['digest'] === idempotency.digest };
  };
  return {
    async create(run, idempotency) {
      const noRoom = db.whyNoRoom();
      if (noRoom !== undefined) throw noRoom;
      return db.write(() => {
        const known = idempotency && findKey(run.tenant, idempotency);
        if (known) return { created: false, ...known };
        if (insertRun(db, runSchema.parse(run), clock.machine()) === 0) return { created: false, existingId: run.id, sameRequest: true };
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
      await db.settled();
      return findKey(tenant, idempotency);
    },

    async get(id) {
      await db.settled();
      return reader.find(id);
    },

    // The question is at hand, so that the state alone would be no cheaper.
    async state(id) {
      await db.settled();
      return reader.find(id);
    },

    async journal(id) {
      await db.settled();
      const row = db.sql('SELECT journal FROM runs WHERE id = ?').get(id);
      if (!row) throw new NotFound(`consultation ${id}`);
      return readJournal(String(row['journal']));
    },

    async token(id) {
      await db.settled();
      const token = db.sql('SELECT token FROM runs WHERE id = ?').get(id)?.['token'];
      return typeof token === 'string' ? token : undefined;
    },

    async saveToken(id, token) {
      return db.write(() => {
        db.sql('UPDATE runs SET token = ? WHERE id = ?').run(token, id);
        return requireRun(id);
      });
    },

    async plan(id, stages) {
      return db.write(() => {
        const run = requireRun(id);
        if (run.stages || run.status !== 'open') return run;
        tell(id, { type: 'planned', at: now(), stages: stages.map((stage) => [...stage]) });
        return requireRun(id);
      });
    },

    async beginStage(id, stage, reason, grants) {
      return db.write(() => {
        const run = requireRun(id);
        const isNext = run.status === 'open' && run.stages?.begun.length === stage && stage < run.stages.plan.length;
        if (!isNext) return { begun: false, run };
        tell(id, stageEntry({ at: now(), stage, reason }, grants?.(run)));
        return { begun: true, run: requireRun(id) };
      });
    },

    async replaceSeat(id, next) {
      return db.write(() => {
        const run = requireRun(id);
        const replaced = run.status === 'open' ? next(run) : undefined;
        if (replaced === undefined) return { replaced, run };
        tell(id, { type: 'replaced', at: now(), ...replaced });
        return { replaced, run: requireRun(id) };
      });
    },

    async markJoined(id, expert) {
      await db.write(() => tell(id, { type: 'joined', at: now(), expert }));
    },

    async markSent(id, stages) {
      await db.write(() => tell(id, { type: 'asked', at: now(), ...(stages !== undefined && { stages }) }));
    },

    async beginRound(id, { round, reason, experts, seated }) {
      return db.write(() => {
        const run = requireRun(id);
        if (run.experts.length !== (seated ?? run.experts.length)) return { begun: false, run };
        if (run.status !== 'open' || run.rounds?.some((begun) => begun.round === round)) return { begun: false, run };
        tell(id, roundEntry({ at: now(), round, reason, experts }));
        return { begun: true, run: requireRun(id) };
      });
    },

    async markRoundSent(id, round) {
      await db.write(() => tell(id, { type: 'sent', at: now(), round }));
    },

    async close(id, endedBy) {
      return db.write(() => {
        const run = requireRun(id);
        if (run.status !== 'open') return run;
        db.sql(`UPDATE runs SET status = 'closed' WHERE id = ?`).run(id);
        tell(id, { type: 'closed', at: now(), endedBy: endedBy(run) });
        return requireRun(id);
      });
    },

    async fail(id, failure, endedAt) {
      const happened = await db.write(() => end(id, ['open', 'closed'], { type: 'ended', at: endedAt, end: 'failed', failure }));
      return announceEnd(id, happened);
    },

    async cancel(id, endedAt) {
      const happened = await db.write(() => end(id, ['open'], { type: 'ended', at: endedAt, end: 'cancelled' }));
      return announceEnd(id, happened);
    },

    async remove(id) {
      const removed = removeRun({ db, reader }, id);
      // The log may still hold what the file does not any more.
      if (removed) db.clearLog();
      return removed;
    },

    waitForEnd: (id, milliseconds) => news.untilEnd(id, hasEnded, milliseconds),

    waitForArrival: (id, known, milliseconds) => news.untilArrival(id, (run) => hasEnded(run) || storedCount(run) > known, milliseconds),
  };
}

function placeOf(tenant: string, { key }: Idempotency): string {
  return `${tenant} ${key}`;
}

function hasEnded({ status }: Run): boolean {
  return status !== 'open' && status !== 'closed';
}
