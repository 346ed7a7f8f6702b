/**
 * Learnt reliability in the table. A lesson is one update of the sums, which remember by whom they were changed last: a transaction with an item that marks it
 * as added would be billed four times as much.
 */
import { createHash } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { addLessons, type ReliabilityKey } from '../../contract/reliability.ts';
import { generationKey, generationSortKey, reliabilityPartition, tableAttributes } from '../../contract/table.ts';
import type { Reliability, StoredReliability } from '../../ports/reliability.ts';
import { type Addition, additions, readSums } from './dynamo-lessons.ts';
import { type DynamoTable, readAll, write } from './dynamo-table.ts';
import { happens, type TransactItems, transact } from './dynamo-transaction.ts';

/** Learnt reliability on a table. */
export function dynamoReliability(table: DynamoTable): Reliability {
  return {
    read: (key) => readReliability(table, key),

    async learn(key, consultationId, learnt) {
      const [first, ...more] = additions(table, key, learnt);
      if (first !== undefined && !(await addUnlessAdded(table, first.Update, consultationId))) return false;
      for (const { Update } of more) await write(table, () => table.client.send(new UpdateCommand(Update)));
      return true;
    },

    async replace(key, before, state) {
      const [first, ...more] = additions(table, key, addLessons(state.experts, before.state.experts, -1));
      if (!(await happens(table, [nextGeneration(table, key, before.generation), ...(first ? [first] : [])]))) return false;
      // Experts are independent of each other: a part of them that is replaced later is no contradiction.
      for (const change of more) await transact(table, [change]);
      return true;
    },
  };
}

/** Consultations that the sums remember. */
const remembered = 8;

/**
 * Adds to the sums; false where the same consultation was the last in its place that did. It is what a retry of the SDK meets whose first reply was lost, and
 * whoever learns twice at once. Later than that nobody repeats a lesson: it is taught by the one that has ended the run.
 */
async function addUnlessAdded(table: DynamoTable, update: Addition['Update'], consultationId: string): Promise<boolean> {
  const place = createHash('sha256').update(consultationId).digest().readUInt8() % remembered;
  const names = { ...update.ExpressionAttributeNames, '#last': `last ${place}` };
  const values = { ...update.ExpressionAttributeValues, ':last': consultationId };
  const command = new UpdateCommand({
    ...update,
    UpdateExpression: `${update.UpdateExpression} SET #last = :last`,
    ConditionExpression: 'attribute_not_exists(#last) OR #last <> :last',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  });
  try {
    await write(table, () => table.client.send(command));
    return true;
  } catch (thrown) {
    if (thrown instanceof ConditionalCheckFailedException) return false;
    throw thrown;
  }
}

async function readReliability(table: DynamoTable, key: ReliabilityKey): Promise<StoredReliability> {
  const items = await readAll(table, {
    KeyConditionExpression: '#pk = :partition',
    ExpressionAttributeNames: { '#pk': tableAttributes.partitionKey },
    ExpressionAttributeValues: { ':partition': reliabilityPartition(key) },
    ConsistentRead: true,
  });
  const generation = items.find((item) => item[tableAttributes.sortKey] === generationSortKey)?.generation ?? 0;
  return { state: { version: 1, experts: readSums(items) }, generation: Number(generation) };
}

/** Counts a replacement of the state that was read; of two replacements of one state the second fails. */
function nextGeneration(table: DynamoTable, key: ReliabilityKey, generation: number): TransactItems[number] {
  return {
    Update: {
      TableName: table.name,
      Key: generationKey(key),
      UpdateExpression: 'ADD #generation :one',
      ConditionExpression: generation === 0 ? 'attribute_not_exists(#generation)' : '#generation = :generation',
      ExpressionAttributeNames: { '#generation': 'generation' },
      ExpressionAttributeValues: { ':one': 1, ...(generation === 0 ? {} : { ':generation': generation }) },
    },
  };
}
