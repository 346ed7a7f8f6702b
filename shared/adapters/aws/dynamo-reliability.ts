/** Learnt reliability in the table. A lesson is one transaction with the item that marks it as added, hence added once. */
import { addLessons, type ReliabilityKey } from '../../contract/reliability.ts';
import { generationKey, generationSortKey, learntKey, reliabilityPartition, tableAttributes } from '../../contract/table.ts';
import type { Reliability, StoredReliability } from '../../ports/reliability.ts';
import { kept } from './dynamo-kept.ts';
import { additions, readSums } from './dynamo-lessons.ts';
import { type DynamoTable, readAll } from './dynamo-table.ts';
import { happens, type TransactItems, transact } from './dynamo-transaction.ts';

/** Learnt reliability on a table. */
export function dynamoReliability(table: DynamoTable): Reliability {
  return {
    read: (key) => readReliability(table, key),

    async learn(key, consultationId, learnt) {
      const Item = await kept(table, consultationId, { ...learntKey(consultationId) });
      const once = `attribute_not_exists(${tableAttributes.partitionKey})`;
      return happens(table, [{ Put: { TableName: table.name, Item, ConditionExpression: once } }, ...additions(table, key, learnt)]);
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
