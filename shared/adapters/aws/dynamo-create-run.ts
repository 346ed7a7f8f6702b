/** Creating a run once: by its id and, where the caller gave one, by its idempotency key. */
import { listedQuestion, questionOfRun, type Run } from '../../contract/run.ts';
import { idempotencyKey, tableAttributes } from '../../contract/table.ts';
import { Unavailable } from '../../errors.ts';
import type { EarlierRequest, Idempotency, Runs } from '../../ports/runs.ts';
import { keptFor } from './dynamo-kept.ts';
import { storeQuestion, takeBackQuestion } from './dynamo-question.ts';
import { readState } from './dynamo-run-change.ts';
import { rowItem, stateItem } from './dynamo-run-item.ts';
import { type DynamoTable, epochSeconds, failedConditions, readItem, rememberCircle, storeName } from './dynamo-table.ts';
import { type TransactItems, transact } from './dynamo-transaction.ts';
import type { LargeTexts } from './large-texts.ts';

// A client that repeats a request does so within minutes; a day covers one that was switched off over night.
const idempotencySeconds = 24 * 60 * 60;
// Each further round needs what stood in the way to have expired in between.
const createAttempts = 5;

/** See `Runs.create`. What was asked comes first: a run never lacks it. */
export async function createRun(
  table: DynamoTable,
  large: LargeTexts,
  run: Run,
  idempotency: Idempotency | undefined,
): ReturnType<Runs['create']> {
  rememberCircle(table, run.id, run.circle);
  await storeQuestion(table, large, run, questionOfRun.parse(run));
  for (let attempt = 0; attempt < createAttempts; attempt += 1) {
    try {
      await transact(table, creation(table, run, idempotency));
      return { created: true };
    } catch (thrown) {
      const failed = failedConditions(thrown);
      if (!failed?.includes(true)) {
        throw thrown;
      }
      const existing =
        failed[2] === true && idempotency !== undefined ? await findKey(table, run.tenant, idempotency) : await idHolder(table, run);
      if (existing !== undefined) {
        if (existing.existingId !== run.id) await takeBackQuestion(table, large, run.id);
        return { created: false, ...existing };
      }
      // What stood in the way has expired since: nothing forbids the run any more.
    }
  }
  throw new Unavailable(storeName);
}

function creation(table: DynamoTable, run: Run, idempotency: Idempotency | undefined): TransactItems {
  const isFree = `attribute_not_exists(${tableAttributes.partitionKey})`;
  const { id, tenant, kind, circle, learning, createdAt, status, metadata, costUsd } = run;
  const row = { id, tenant, kind, circle, learning, createdAt, status, question: listedQuestion(run.question), metadata, costUsd };
  const items: TransactItems = [
    { Put: { TableName: table.name, Item: keptFor(table, circle, stateItem(run)), ConditionExpression: isFree } },
    { Put: { TableName: table.name, Item: keptFor(table, circle, rowItem(row)) } },
  ];
  if (idempotency !== undefined) {
    const now = epochSeconds(table.clock.now());
    const expiresAt = now + idempotencySeconds;
    items.push({
      Put: {
        TableName: table.name,
        Item: { ...idempotencyKey(run.tenant, idempotency.key), consultationId: run.id, digest: idempotency.digest, expiresAt },
        // DynamoDB may take days to delete what has expired.
        ConditionExpression: `${isFree} OR ${tableAttributes.expiresAt} <= :now`,
        ExpressionAttributeValues: { ':now': now },
      },
    });
  }
  return items;
}

/** See `Runs.findKey`. */
export async function findKey(table: DynamoTable, tenant: string, { key, digest }: Idempotency): Promise<EarlierRequest | undefined> {
  const item = await readItem(table, idempotencyKey(tenant, key));
  return item === undefined ? undefined : { existingId: String(item.consultationId), sameRequest: item.digest === digest };
}

/** An id is made for one request: whoever creates it again repeats that request. */
async function idHolder(table: DynamoTable, run: Run): Promise<EarlierRequest | undefined> {
  return (await readState(table, run.id)) === undefined ? undefined : { existingId: run.id, sameRequest: true };
}
