/** The life of a run in the table: created, open, closed, ended. Every change is conditional on the status it leaves. */
import { tableAttributes, verdictKey } from '../../contract/table.ts';
import { NotFound, Unavailable } from '../../errors.ts';
import type { Store } from '../../ports.ts';
import { createRun } from './dynamo-create-run.ts';
import { type RunChange, readRun, requireRun, runUpdate, type TransactItems, transact, updateRun } from './dynamo-run-change.ts';
import { type DynamoTable, failedConditions, storeName } from './dynamo-table.ts';
import { packVerdict } from './dynamo-verdict.ts';

// Each round of closing lost a race against an opinion, and a run has at most 50 of them.
const closeAttempts = 60;

export type RunMethods = Pick<Store, 'createRun' | 'getRun' | 'saveToken' | 'markSent' | 'closeRun' | 'endRun' | 'failRun' | 'cancelRun'>;

export function runMethods(table: DynamoTable): RunMethods {
  return {
    createRun: (run, idempotency) => createRun(table, run, idempotency),
    getRun: (consultationId) => readRun(table, consultationId),

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

    async closeRun(consultationId, endedBy) {
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

    endRun: (...end) => endRun(table, ...end),

    failRun: (consultationId, failure, endedAt) =>
      finishRun(table, consultationId, { set: { status: 'failed', failure, endedAt }, from: ['open', 'closed'] }),

    cancelRun: (consultationId, endedAt) => finishRun(table, consultationId, { set: { status: 'cancelled', endedAt }, from: ['open'] }),
  };
}

/**
 * Ends a run without a verdict; false if it is not in the state that the change leaves. A transaction of one entry, because
 * the SDK's own retry of it is idempotent: after a lost reply a plain update would meet its own result and say false.
 */
async function finishRun(table: DynamoTable, consultationId: string, change: RunChange): Promise<boolean> {
  return endOnce(table, consultationId, [{ Update: runUpdate(table, consultationId, { ...change, ends: true }) }]);
}

async function endRun(table: DynamoTable, ...[consultationId, status, verdict, endedAt]: Parameters<Store['endRun']>): Promise<boolean> {
  const Item = { ...verdictKey(consultationId), ...(await packVerdict(table, consultationId, verdict)) };
  return endOnce(table, consultationId, [
    { Put: { TableName: table.name, Item, ConditionExpression: `attribute_not_exists(${tableAttributes.partitionKey})` } },
    { Update: runUpdate(table, consultationId, { set: { status, endedAt }, from: ['closed'], ends: true }) },
  ]);
}

async function endOnce(table: DynamoTable, consultationId: string, items: TransactItems): Promise<boolean> {
  try {
    await transact(table, items);
    return true;
  } catch (thrown) {
    if (!failedConditions(thrown)?.includes(true)) {
      throw thrown;
    }
    await requireRun(table, consultationId);
    return false;
  }
}
