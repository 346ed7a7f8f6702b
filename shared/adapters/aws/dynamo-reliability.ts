/**
 * Learnt reliability and feedback in the table. An expert's sums are one item that lessons add to (`ADD` commutes, so any order of
 * lessons gives the same sums); a lesson is one transaction with the item that marks it as added, hence added once.
 */
import { type Feedback, feedback as feedbackSchema, saysTheSame } from '../../contract/feedback.ts';
import { addLessons, type Learnt, learnt as learntSchema, type ReliabilityKey } from '../../contract/reliability.ts';
import {
  consultationPartition,
  feedbackKey,
  formerFeedbackKey,
  generationKey,
  generationSortKey,
  learntKey,
  reliabilityItemKey,
  reliabilityPartition,
  reliabilityPrefix,
  tableAttributes,
} from '../../contract/table.ts';
import { Unavailable } from '../../errors.ts';
import type { Store, StoredReliability } from '../../ports.ts';
import { type TransactItems, transact } from './dynamo-run-change.ts';
import { type DynamoTable, failedConditions, fieldsOf, readAll, readItem, storeName } from './dynamo-table.ts';

// A transaction holds 100 items; one of them is the generation.
const replacedAtOnce = 99;
// Each round lost against other feedback on the same consultation.
const feedbackAttempts = 5;

export type ReliabilityMethods = Pick<
  Store,
  'readReliability' | 'learn' | 'saveFeedback' | 'readFeedback' | 'listFeedback' | 'replaceReliability'
>;

export function reliabilityMethods(table: DynamoTable): ReliabilityMethods {
  return {
    readReliability: (key) => readReliability(table, key),

    async learn(key, consultationId, learnt) {
      const Item = learntKey(consultationId);
      const once = `attribute_not_exists(${tableAttributes.partitionKey})`;
      return happens(table, [{ Put: { TableName: table.name, Item, ConditionExpression: once } }, ...additions(table, key, learnt)]);
    },

    async saveFeedback(key, feedback, learnt) {
      for (let attempt = 0; attempt < feedbackAttempts; attempt += 1) {
        const earlier = await findFeedback(table, feedback.consultationId);
        if (earlier && saysTheSame(earlier.feedback, feedback)) return earlier.feedback;
        const { revision, learnt: taught } = earlier ?? { revision: 0, learnt: {} };
        const items = [storing(table, feedback, learnt, revision), ...additions(table, key, addLessons(learnt, taught, -1))];
        if (await happens(table, [...items, ...keeping(table, earlier)])) return feedback;
      }
      throw new Unavailable(storeName);
    },

    async readFeedback(consultationId) {
      return (await findFeedback(table, consultationId))?.feedback;
    },

    async listFeedback(consultationId) {
      const items = await readAll(table, {
        KeyConditionExpression: '#pk = :partition AND begins_with(#sk, :prefix)',
        ExpressionAttributeNames: { '#pk': tableAttributes.partitionKey, '#sk': tableAttributes.sortKey },
        // The last one lies before the former ones, which lie in their order.
        ExpressionAttributeValues: { ':partition': consultationPartition(consultationId), ':prefix': feedbackKey(consultationId).sk },
        ConsistentRead: true,
      });
      const [last, ...former] = items.map(fieldsOf);
      return [...former, ...(last ? [last] : [])].map((item) => readStored(item).feedback);
    },

    async replaceReliability(key, before, state) {
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
  return { state: { version: 1, experts: learntSchema.parse(Object.fromEntries(experts)) }, generation: Number(generation) };
}

interface StoredFeedback {
  readonly feedback: Feedback;
  readonly learnt: Learnt;
  /** Raised by each replacement, from 1. */
  readonly revision: number;
}

async function findFeedback(table: DynamoTable, consultationId: string): Promise<StoredFeedback | undefined> {
  const item = await readItem(table, feedbackKey(consultationId));
  if (item === undefined) return undefined;
  return readStored(fieldsOf(item));
}

function readStored({ learnt, revision, ...feedback }: ReturnType<typeof fieldsOf>): StoredFeedback {
  return { feedback: feedbackSchema.parse(feedback), learnt: learntSchema.parse(learnt), revision: Number(revision) };
}

/** Feedback that is corrected stays: no word that somebody gave is lost. */
function keeping(table: DynamoTable, earlier: StoredFeedback | undefined): TransactItems {
  if (!earlier) return [];
  const { feedback, learnt, revision } = earlier;
  const Item = { ...feedback, ...formerFeedbackKey(feedback.consultationId, revision), learnt, revision };
  return [{ Put: { TableName: table.name, Item, ConditionExpression: `attribute_not_exists(${tableAttributes.partitionKey})` } }];
}

function storing(table: DynamoTable, feedback: Feedback, learnt: Learnt, revision: number): TransactItems[number] {
  return {
    Put: {
      TableName: table.name,
      Item: { ...feedbackSchema.parse(feedback), ...feedbackKey(feedback.consultationId), learnt, revision: revision + 1 },
      ...(revision === 0
        ? { ConditionExpression: `attribute_not_exists(${tableAttributes.partitionKey})` }
        : {
            ConditionExpression: '#revision = :revision',
            ExpressionAttributeNames: { '#revision': 'revision' },
            ExpressionAttributeValues: { ':revision': revision },
          }),
    },
  };
}

function additions(table: DynamoTable, key: ReliabilityKey, learnt: Learnt): TransactItems {
  return Object.entries(learntSchema.parse(learnt)).map(([expert, { right, asked }]) => ({
    Update: {
      TableName: table.name,
      Key: reliabilityItemKey(key, expert),
      UpdateExpression: 'ADD #right :right, #asked :asked',
      ExpressionAttributeNames: { '#right': 'right', '#asked': 'asked' },
      ExpressionAttributeValues: { ':right': right, ':asked': asked },
    },
  }));
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

/** Writes all or nothing; false if a condition was not met. */
async function happens(table: DynamoTable, items: TransactItems): Promise<boolean> {
  try {
    await transact(table, items);
    return true;
  } catch (thrown) {
    if (failedConditions(thrown)?.includes(true)) return false;
    throw thrown;
  }
}
