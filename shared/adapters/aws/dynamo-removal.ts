/** Removes a run from the table, with every item of its partition. */
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { consultationPartition, type ItemKey, questionKey, runKey, tableAttributes } from '../../contract/table.ts';
import { Conflict } from '../../errors.ts';
import { removeTexts } from './dynamo-question.ts';
import { readState } from './dynamo-run-change.ts';
import { type DynamoTable, readAll, readItem, write } from './dynamo-table.ts';
import type { LargeTexts } from './large-texts.ts';

/** Deletions under way at once. */
const together = 10;

/**
 * Removes an ended run; false if there is none. The run's own item goes last, so that what broke off can be repeated. Its idempotency key
 * holds no word of it, and is gone within a day. Throws `Conflict` for a run that has not ended.
 */
export async function removeRun(table: DynamoTable, large: LargeTexts, consultationId: string): Promise<boolean> {
  const run = await readState(table, consultationId);
  if (run === undefined) {
    return false;
  }
  if (run.endedAt === undefined) {
    throw new Conflict(`consultation ${consultationId} has not ended: cancel it first`);
  }
  // The texts first: their item is what leads to them.
  await removeTexts(large, await readItem(table, questionKey(consultationId)));
  const own = runKey(consultationId);
  const keys = (await keysBelow(table, consultationId)).filter(({ sk }) => sk !== own.sk);
  for (let first = 0; first < keys.length; first += together) {
    await Promise.all(keys.slice(first, first + together).map((key) => remove(table, key)));
  }
  await remove(table, own);
  return true;
}

async function keysBelow(table: DynamoTable, consultationId: string): Promise<readonly ItemKey[]> {
  const items = await readAll(table, {
    KeyConditionExpression: '#pk = :partition',
    ProjectionExpression: '#pk, #sk',
    ExpressionAttributeNames: { '#pk': tableAttributes.partitionKey, '#sk': tableAttributes.sortKey },
    ExpressionAttributeValues: { ':partition': consultationPartition(consultationId) },
    ConsistentRead: true,
  });
  return items.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }));
}

async function remove(table: DynamoTable, Key: ItemKey): Promise<void> {
  await write(table, () => table.client.send(new DeleteCommand({ TableName: table.name, Key })));
}
