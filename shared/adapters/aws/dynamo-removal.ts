/** Removes a run from the table, with every item of its partition. */
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { consultationPartition, type ItemKey, runKey, tableAttributes, textsAttribute } from '../../contract/table.ts';
import { Conflict } from '../../errors.ts';
import { readState } from './dynamo-run-change.ts';
import { type DynamoTable, readAll, write } from './dynamo-table.ts';
import { removeTexts } from './dynamo-texts.ts';
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
  const own = runKey(consultationId);
  const parts = (await partsBelow(table, consultationId)).filter(({ sk }) => sk !== own.sk);
  for (let first = 0; first < parts.length; first += together) {
    await Promise.all(parts.slice(first, first + together).map((part) => removePart(table, large, part)));
  }
  await remove(table, own);
  return true;
}

/** Where an item lies, and the key of its large texts where it has some. */
type Part = ItemKey & Readonly<Record<typeof textsAttribute, unknown>>;

/** The texts first: their item is what leads to them. */
async function removePart(table: DynamoTable, large: LargeTexts, { pk, sk, texts }: Part): Promise<void> {
  await removeTexts(large, { texts });
  await remove(table, { pk, sk });
}

async function partsBelow(table: DynamoTable, consultationId: string): Promise<readonly Part[]> {
  const items = await readAll(table, {
    KeyConditionExpression: '#pk = :partition',
    ProjectionExpression: '#pk, #sk, #texts',
    ExpressionAttributeNames: { '#pk': tableAttributes.partitionKey, '#sk': tableAttributes.sortKey, '#texts': textsAttribute },
    ExpressionAttributeValues: { ':partition': consultationPartition(consultationId) },
    ConsistentRead: true,
  });
  return items.map(({ pk, sk, texts }) => ({ pk: String(pk), sk: String(sk), texts }));
}

async function remove(table: DynamoTable, Key: ItemKey): Promise<void> {
  await write(table, () => table.client.send(new DeleteCommand({ TableName: table.name, Key })));
}
