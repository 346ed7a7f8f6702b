/** The life of a run in the table: created, open, closed, ended. Every change is conditional on the status it leaves. */
import { NotFound, Unavailable } from '../../errors.ts';
import type { Runs } from '../../ports/runs.ts';
import { createRun, findKey } from './dynamo-create-run.ts';
import { waitForArrival, waitForEnd } from './dynamo-progress.ts';
import { removeRun } from './dynamo-removal.ts';
import { endOnce, type RunChange, readRun, requireRun, runUpdate, updateRun } from './dynamo-run-change.ts';
import { type DynamoTable, storeName } from './dynamo-table.ts';

// Each round of closing lost a race against an opinion, and a run has at most 50 of them.
const closeAttempts = 60;

/** Runs on a table. */
export function dynamoRuns(table: DynamoTable): Runs {
  return {
    create: (run, idempotency) => createRun(table, run, idempotency),
    findKey: (tenant, idempotency) => findKey(table, tenant, idempotency),
    get: (consultationId) => readRun(table, consultationId),

    async saveToken(consultationId, token) {
      const saved = await updateRun(table, consultationId, { set: { token }, from: ['open'] });
      return saved ?? (await requireRun(table, consultationId));
    },

    async markSent(consultationId) {
      const saved = await updateRun(table, consultationId, { set: { sent: true } });
      if (saved === undefined) {
        throw new NotFound(`consultation ${consultationId}`);
      }
    },

    async close(consultationId, endedBy) {
      for (let attempt = 0; attempt < closeAttempts; attempt += 1) {
        const run = await requireRun(table, consultationId);
        if (run.status !== 'open') {
          return run;
        }
        const { answered, failed } = run;
        // The reason belongs to these counts: an opinion that comes in between may have changed it.
        const closed = await updateRun(table, consultationId, {
          set: { status: 'closed', endedBy: endedBy(run) },
          from: ['open'],
          unchanged: { answered, failed },
        });
        if (closed !== undefined) {
          return closed;
        }
      }
      throw new Unavailable(storeName);
    },

    fail: (consultationId, failure, endedAt) =>
      finishRun(table, consultationId, { set: { status: 'failed', failure, endedAt }, from: ['open', 'closed'] }),

    cancel: (consultationId, endedAt) => finishRun(table, consultationId, { set: { status: 'cancelled', endedAt }, from: ['open'] }),

    remove: (consultationId) => removeRun(table, consultationId),

    waitForEnd: (consultationId, milliseconds) => waitForEnd(table, consultationId, milliseconds),
    waitForArrival: (consultationId, known, milliseconds) => waitForArrival(table, consultationId, known, milliseconds),
  };
}

/**
 * Ends a run without a verdict; false if it is not in the state that the change leaves. A transaction of one entry, because
 * the SDK's own retry of it is idempotent: after a lost reply a plain update would meet its own result and say false.
 */
async function finishRun(table: DynamoTable, consultationId: string, change: RunChange): Promise<boolean> {
  return endOnce(table, consultationId, [{ Update: runUpdate(table, consultationId, { ...change, ends: true }) }]);
}
