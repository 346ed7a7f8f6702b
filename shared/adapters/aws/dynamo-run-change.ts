/** Reading a run and changing it: one conditional update per change, alone or as a part of a transaction. */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Run, type RunStatus, run as runSchema } from '../../contract/consultation.ts';
import { readStored } from '../../contract/stored.ts';
import { runKey, tableAttributes } from '../../contract/table.ts';
import { NotFound } from '../../errors.ts';
import { isNamed } from './aws-failure.ts';
import { type DynamoTable, fieldsOf, type Item, readItem, write } from './dynamo-table.ts';
import { happens, type TransactItems } from './dynamo-transaction.ts';

/** Consistent read of a run. */
export async function readRun(table: DynamoTable, consultationId: string): Promise<Run | undefined> {
  const item = await readItem(table, runKey(consultationId));
  return item === undefined ? undefined : parseRun(item);
}

/** Consistent read of a run that has to exist. Throws `NotFound`. */
export async function requireRun(table: DynamoTable, consultationId: string): Promise<Run> {
  const run = await readRun(table, consultationId);
  if (run === undefined) {
    throw new NotFound(`consultation ${consultationId}`);
  }
  return run;
}

/** A run from its item. */
export function parseRun(item: Item): Run {
  return readStored(runSchema, fieldsOf(item));
}

/** A change of a run and the state that it leaves. */
export interface RunChange {
  readonly set: Partial<Run>;
  /** The statuses that it may leave; absent: any. */
  readonly from?: readonly RunStatus[];
  readonly unchanged?: Partial<Run>;
  /** Whether the run ends, and with it the token and the place among the open ones. */
  readonly ends?: boolean;
}

type UpdateInput = ConstructorParameters<typeof UpdateCommand>[0] & { UpdateExpression: string };

/** Changes a run; undefined if it does not exist or is not in the state that the change leaves. */
export async function updateRun(table: DynamoTable, consultationId: string, change: RunChange): Promise<Run | undefined> {
  try {
    const { Attributes } = await write(table, () =>
      table.client.send(new UpdateCommand({ ...runUpdate(table, consultationId, change), ReturnValues: 'ALL_NEW' })),
    );
    return Attributes === undefined ? undefined : parseRun(Attributes);
  } catch (thrown) {
    if (isNamed(thrown, 'ConditionalCheckFailedException')) {
      return undefined;
    }
    throw thrown;
  }
}

/** The update as DynamoDB writes it. Every attribute has a placeholder, since many of their names are reserved words. */
export function runUpdate(table: DynamoTable, consultationId: string, change: RunChange): UpdateInput {
  const names: Record<string, string> = { '#pk': tableAttributes.partitionKey };
  const values: Item = {};
  const place = (kind: string, [attribute, value]: readonly [string, unknown]): string => {
    names[`#${attribute}`] = attribute;
    values[`:${kind}_${attribute}`] = value;
    return `#${attribute} = :${kind}_${attribute}`;
  };
  const sets = Object.entries(change.set).map((pair) => place('set', pair));
  const conditions = ['attribute_exists(#pk)', ...Object.entries(change.unchanged ?? {}).map((pair) => place('was', pair))];
  if (change.from !== undefined) {
    conditions.push(`(${change.from.map((status, index) => place(`from${index}`, ['status', status])).join(' OR ')})`);
  }
  let removes = '';
  if (change.ends === true) {
    Object.assign(names, { '#openKey': tableAttributes.openKey, '#token': 'token' });
    removes = ' REMOVE #openKey, #token';
  }
  return {
    TableName: table.name,
    Key: runKey(consultationId),
    UpdateExpression: `SET ${sets.join(', ')}${removes}`,
    ConditionExpression: conditions.join(' AND '),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}

/** Ends a run, with all that the same transaction writes; false if a condition was not met. Throws `NotFound`. */
export async function endOnce(table: DynamoTable, consultationId: string, items: TransactItems): Promise<boolean> {
  if (await happens(table, items)) return true;
  await requireRun(table, consultationId);
  return false;
}
