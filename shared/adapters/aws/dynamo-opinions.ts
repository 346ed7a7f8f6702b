/** Opinions and attempts in the table: an opinion is stored and counted in one transaction, or neither. */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { type AttemptNote, attemptNote, isMiss, type Opinion, opinion as opinionSchema } from '../../contract/opinion.ts';
import { readStored, writeStored } from '../../contract/stored.ts';
import {
  attemptKey,
  attemptPrefix,
  consultationPartition,
  opinionKey,
  opinionPrefix,
  runKey,
  tableAttributes,
} from '../../contract/table.ts';
import { NotFound } from '../../errors.ts';
import type { Opinions, RecordOutcome } from '../../ports/opinions.ts';
import { requireRun } from './dynamo-run-change.ts';
import { type DynamoTable, failedConditions, fieldsOf, type Item, readAll, write } from './dynamo-table.ts';
import { type TransactItems, transact } from './dynamo-transaction.ts';

/** Opinions on a table. */
export function dynamoOpinions(table: DynamoTable): Opinions {
  return {
    async record(consultationId, opinion) {
      const outcome = await storeAndCount(table, consultationId, opinion);
      return { outcome, run: await requireRun(table, consultationId) };
    },

    correct: (consultationId, opinion) => replaceAnswer(table, consultationId, opinion),

    async noteAttempt(note) {
      const Item = { ...writeStored(attemptNote, note), ...attemptKey(note.consultationId, note.expert) };
      await write(table, () => table.client.send(new PutCommand({ TableName: table.name, Item })));
    },

    read: (consultationId) => readOpinions(table, consultationId),
  };
}

/** Consistent read, in one query: the sort keys of attempts and opinions lie side by side. */
export async function readOpinions(
  table: DynamoTable,
  consultationId: string,
): Promise<{ readonly opinions: readonly Opinion[]; readonly attempts: readonly AttemptNote[] }> {
  const items = await readAll(table, {
    KeyConditionExpression: '#pk = :partition AND #sk BETWEEN :first AND :last',
    ExpressionAttributeNames: { '#pk': tableAttributes.partitionKey, '#sk': tableAttributes.sortKey },
    ExpressionAttributeValues: {
      ':partition': consultationPartition(consultationId),
      ':first': attemptPrefix,
      // `~` sorts behind every character of an expert's name.
      ':last': `${opinionPrefix}~`,
    },
    ConsistentRead: true,
  });
  const below = (prefix: string): Item[] => items.filter((item) => String(item[tableAttributes.sortKey]).startsWith(prefix)).map(fieldsOf);
  const opinions = below(opinionPrefix).map((fields) => readStored(opinionSchema, fields));
  const heard = new Set(opinions.map(({ expert }) => expert));
  const attempts = below(attemptPrefix)
    .map((fields) => readStored(attemptNote, fields))
    .filter(({ expert }) => !heard.has(expert));
  return { opinions: byExpert(opinions), attempts: byExpert(attempts) };
}

function byExpert<T extends { readonly expert: string }>(list: readonly T[]): readonly T[] {
  return list.toSorted((a, b) => (a.expert < b.expert ? -1 : 1));
}

async function storeAndCount(table: DynamoTable, consultationId: string, opinion: Opinion): Promise<RecordOutcome> {
  try {
    await transact(table, [storing(table, consultationId, opinion), counting(table, consultationId, opinion)]);
    return 'counted';
  } catch (thrown) {
    const [duplicate, notOpen] = failedConditions(thrown) ?? [];
    if (duplicate === true) {
      return 'duplicate';
    }
    if (notOpen !== true) {
      throw thrown;
    }
    return await storeLate(table, consultationId, opinion);
  }
}

/** The run is written to only to hold it open: a close at the same moment wins or loses as a whole. */
async function replaceAnswer(table: DynamoTable, consultationId: string, opinion: Opinion): Promise<boolean> {
  const replacing: TransactItems[number] = {
    Put: {
      TableName: table.name,
      Item: { ...opinionSchema.parse(opinion), ...opinionKey(consultationId, opinion.expert) },
      ConditionExpression: '#status = :answered',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':answered': 'answered' },
    },
  };
  const holding: TransactItems[number] = {
    Update: {
      TableName: table.name,
      Key: runKey(consultationId),
      UpdateExpression: 'ADD #answered :none',
      ConditionExpression: '#status = :open',
      ExpressionAttributeNames: { '#answered': 'answered', '#status': 'status' },
      ExpressionAttributeValues: { ':none': 0, ':open': 'open' },
    },
  };
  try {
    await transact(table, [replacing, holding]);
    return true;
  } catch (thrown) {
    if (failedConditions(thrown)?.some(Boolean)) return false;
    throw thrown;
  }
}

/** After the close an answer is kept as `late`; other outcomes keep their names. The money is spent all the same. */
async function storeLate(table: DynamoTable, consultationId: string, opinion: Opinion): Promise<RecordOutcome> {
  const late: Opinion = opinion.status === 'answered' ? { ...opinion, status: 'late' } : opinion;
  try {
    await transact(table, [storing(table, consultationId, late), charging(table, consultationId, late)]);
    return 'late';
  } catch (thrown) {
    const [duplicate, missing] = failedConditions(thrown) ?? [];
    if (duplicate === true) {
      return 'duplicate';
    }
    throw missing === true ? new NotFound(`consultation ${consultationId}`) : thrown;
  }
}

/** A run of an earlier version has no list yet. */
const arriving = 'SET #arrivals = list_append(if_not_exists(#arrivals, :none), :arrival)';

function storing(table: DynamoTable, consultationId: string, opinion: Opinion): TransactItems[number] {
  return {
    Put: {
      TableName: table.name,
      Item: { ...writeStored(opinionSchema, opinion), ...opinionKey(consultationId, opinion.expert) },
      ConditionExpression: `attribute_not_exists(${tableAttributes.sortKey})`,
    },
  };
}

function counting(table: DynamoTable, consultationId: string, { expert, status, costUsd }: Opinion): TransactItems[number] {
  return {
    Update: {
      TableName: table.name,
      Key: runKey(consultationId),
      UpdateExpression: `ADD #answered :answered, #failed :failed, #costUsd :costUsd ${arriving}`,
      ConditionExpression: '#status = :open',
      ExpressionAttributeNames: {
        '#answered': 'answered',
        '#failed': 'failed',
        '#costUsd': 'costUsd',
        '#status': 'status',
        '#arrivals': 'arrivals',
      },
      ExpressionAttributeValues: {
        ':none': [],
        ':arrival': [expert],
        ':answered': status === 'answered' ? 1 : 0,
        ':failed': isMiss(status) ? 1 : 0,
        ':costUsd': costUsd ?? 0,
        ':open': 'open',
      },
    },
  };
}

function charging(table: DynamoTable, consultationId: string, { expert, costUsd }: Opinion): TransactItems[number] {
  return {
    Update: {
      TableName: table.name,
      Key: runKey(consultationId),
      UpdateExpression: `ADD #costUsd :costUsd ${arriving}`,
      ConditionExpression: `attribute_exists(${tableAttributes.partitionKey})`,
      ExpressionAttributeNames: { '#costUsd': 'costUsd', '#arrivals': 'arrivals' },
      ExpressionAttributeValues: { ':costUsd': costUsd ?? 0, ':none': [], ':arrival': [expert] },
    },
  };
}
