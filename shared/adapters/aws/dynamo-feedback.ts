/** Feedback in the table: what it teaches is added in the transaction that stores it, hence added once. */
import { type Feedback, feedback as feedbackSchema, saysTheSame } from '../../contract/feedback.ts';
import { addLessons, type Learnt, learnt as learntSchema } from '../../contract/reliability.ts';
import { readStored, readTolerantly, writeStored } from '../../contract/stored.ts';
import { consultationPartition, feedbackKey, formerFeedbackKey, tableAttributes } from '../../contract/table.ts';
import { Unavailable } from '../../errors.ts';
import type { FeedbackLog } from '../../ports/feedback.ts';
import { kept } from './dynamo-kept.ts';
import { additions } from './dynamo-lessons.ts';
import { type DynamoTable, fieldsOf, readAll, readItem, storeName } from './dynamo-table.ts';
import { happens, type TransactItems } from './dynamo-transaction.ts';

// Each round lost against other feedback on the same consultation.
const feedbackAttempts = 5;

/** Feedback on a table. */
export function dynamoFeedback(table: DynamoTable): FeedbackLog {
  return {
    async save(key, feedback, learnt) {
      for (let attempt = 0; attempt < feedbackAttempts; attempt += 1) {
        const earlier = await findFeedback(table, feedback.consultationId);
        if (earlier && saysTheSame(earlier.feedback, feedback)) return earlier.feedback;
        const { revision, learnt: taught } = earlier ?? { revision: 0, learnt: {} };
        const items = [await storing(table, feedback, learnt, revision), ...additions(table, key, addLessons(learnt, taught, -1))];
        if (await happens(table, [...items, ...(await keeping(table, earlier))])) return feedback;
      }
      throw new Unavailable(storeName);
    },

    async read(consultationId) {
      return (await findFeedback(table, consultationId))?.feedback;
    },

    async list(consultationId) {
      const items = await readAll(table, {
        KeyConditionExpression: '#pk = :partition AND begins_with(#sk, :prefix)',
        ExpressionAttributeNames: { '#pk': tableAttributes.partitionKey, '#sk': tableAttributes.sortKey },
        // The last one lies before the former ones, which lie in their order.
        ExpressionAttributeValues: { ':partition': consultationPartition(consultationId), ':prefix': feedbackKey(consultationId).sk },
        ConsistentRead: true,
      });
      const [last, ...former] = items.map(fieldsOf);
      return [...former, ...(last ? [last] : [])].map((item) => feedbackOf(item).feedback);
    },
  };
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
  return feedbackOf(fieldsOf(item));
}

function feedbackOf({ learnt, revision, ...feedback }: ReturnType<typeof fieldsOf>): StoredFeedback {
  return { feedback: readStored(feedbackSchema, feedback), learnt: readTolerantly(learntSchema, learnt), revision: Number(revision) };
}

/** Feedback that is corrected stays: no word that somebody gave is lost. */
async function keeping(table: DynamoTable, earlier: StoredFeedback | undefined): Promise<TransactItems> {
  if (!earlier) return [];
  const { feedback, learnt, revision } = earlier;
  const place = formerFeedbackKey(feedback.consultationId, revision);
  const Item = await kept(table, feedback.consultationId, { ...writeStored(feedbackSchema, feedback), ...place, learnt, revision });
  return [{ Put: { TableName: table.name, Item, ConditionExpression: `attribute_not_exists(${tableAttributes.partitionKey})` } }];
}

async function storing(table: DynamoTable, feedback: Feedback, learnt: Learnt, revision: number): Promise<TransactItems[number]> {
  return {
    Put: {
      TableName: table.name,
      Item: await kept(table, feedback.consultationId, {
        ...writeStored(feedbackSchema, feedback),
        ...feedbackKey(feedback.consultationId),
        learnt,
        revision: revision + 1,
      }),
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
