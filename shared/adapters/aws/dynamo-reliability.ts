/** Learnt reliability in the table. A lesson is one transaction with the item that marks it as added, hence added once. */
import { addLessons, learnt as learntSchema, type ReliabilityKey } from '../../contract/reliability.ts';
import { readTolerantly } from '../../contract/stored.ts';
import {
  generationKey,
  generationSortKey,
  learntKey,
  reliabilityPartition,
  reliabilityPrefix,
  tableAttributes,
} from '../../contract/table.ts';
import type { Reliability, StoredReliability } from '../../ports/reliability.ts';
import { additions } from './dynamo-lessons.ts';
import { type DynamoTable, fieldsOf, readAll } from './dynamo-table.ts';
import { happens, type TransactItems, transact } from './dynamo-transaction.ts';

// A transaction holds 100 items; one of them is the generation.
const replacedAtOnce = 99;

/** Learnt reliability on a table. */
export function dynamoReliability(table: DynamoTable): Reliability {
  return {
    read: (key) => readReliability(table, key),

    async learn(key, consultationId, learnt) {
      const Item = learntKey(consultationId);
      const once = `attribute_not_exists(${tableAttributes.partitionKey})`;
      return happens(table, [{ Put: { TableName: table.name, Item, ConditionExpression: once } }, ...additions(table, key, learnt)]);
    },

    async replace(key, before, state) {
      const changes = additions(table, key, addLessons(state.experts, before.state.experts, -1));
      if (!(await happens(table, [nextGeneration(table, key, before.generation), ...changes.slice(0, replacedAtOnce)]))) return false;
      // Experts are independent of each other: a part of them that is replaced later is no contradiction.
      for (let from = replacedAtOnce; from < changes.length; from += replacedAtOnce) {
        await transact(table, changes.slice(from, from + replacedAtOnce));
      }
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
  const sortKeyOf = (item: (typeof items)[number]): string => String(item[tableAttributes.sortKey]);
  const experts = items
    .filter((item) => sortKeyOf(item).startsWith(reliabilityPrefix))
    .map((item) => [sortKeyOf(item).slice(reliabilityPrefix.length), fieldsOf(item)]);
  const generation = items.find((item) => sortKeyOf(item) === generationSortKey)?.generation ?? 0;
  return { state: { version: 1, experts: readTolerantly(learntSchema, Object.fromEntries(experts)) }, generation: Number(generation) };
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
