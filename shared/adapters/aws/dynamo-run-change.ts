/** Reading a run's state and changing it: one conditional update per change, alone or as a part of a transaction. */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type JournalEntry, writeEntry } from '../../contract/journal.ts';
import type { RunState, RunStatus } from '../../contract/run.ts';
import { runKey, tableAttributes } from '../../contract/table.ts';
import { NotFound } from '../../errors.ts';
import { isNamed } from './aws-failure.ts';
import { changing, stateOf } from './dynamo-run-item.ts';
import { type DynamoTable, type Item, readItem, write } from './dynamo-table.ts';

/** Consistent read of a run's state. */
export async function readState(table: DynamoTable, consultationId: string): Promise<RunState | undefined> {
  const item = await readItem(table, runKey(consultationId));
  return item === undefined ? undefined : stateOf(item);
}

/** Consistent read of the item of a run that has to exist. Throws `NotFound`. */
export async function requireItem(table: DynamoTable, consultationId: string): Promise<Item> {
  const item = await readItem(table, runKey(consultationId));
  if (item === undefined) throw new NotFound(`consultation ${consultationId}`);
  return item;
}

/** Consistent read of the state of a run that has to exist. Throws `NotFound`. */
export async function requireState(table: DynamoTable, consultationId: string): Promise<RunState> {
  return stateOf(await requireItem(table, consultationId));
}

/** What happens to a run, and where it may happen. */
export interface RunChange {
  readonly entry: JournalEntry;
  /** The status that it leads to; absent: it stays. */
  readonly to?: RunStatus;
  /** The statuses that it may leave; absent: any. */
  readonly from?: readonly RunStatus[];
  /** Entries of the journal that it was made from; others may not have come in between. */
  readonly after?: number;
  /** The expert whose opinion it is, with its round, of which no entry has told before. */
  readonly heard?: string;
  /** Random: stands in the run afterwards, so that whoever made the change knows it again where the reply of the table was lost. */
  readonly mark?: string;
}

type UpdateInput = ConstructorParameters<typeof UpdateCommand>[0] & { UpdateExpression: string };

/** Changes a run; undefined if it does not exist or may not change so. */
export async function changeRun(table: DynamoTable, consultationId: string, change: RunChange): Promise<RunState | undefined> {
  try {
    const { Attributes } = await write(table, () =>
      table.client.send(new UpdateCommand({ ...runUpdate(table, consultationId, change), ReturnValues: 'ALL_NEW' })),
    );
    return Attributes === undefined ? undefined : stateOf(Attributes);
  } catch (thrown) {
    if (isNamed(thrown, 'ConditionalCheckFailedException')) {
      return undefined;
    }
    throw thrown;
  }
}

/** The update as DynamoDB writes it. Every attribute has a placeholder, since many of their names are reserved words. */
export function runUpdate(table: DynamoTable, consultationId: string, change: RunChange): UpdateInput {
  const { entry, to, heard, mark } = change;
  const condition = conditionOf(change);
  const sets = [
    '#journal = list_append(if_not_exists(#journal, :none), :entry)',
    ...(to === undefined ? [] : ['#status = :to']),
    ...(mark === undefined ? [] : ['#entered = :mark']),
  ];
  const clauses = [
    `SET ${sets.join(', ')}`,
    ...(heard === undefined ? [] : ['ADD #heard :heardSet']),
    ...(entry.type === 'ended' ? ['REMOVE #openKey'] : []),
  ];
  return {
    TableName: table.name,
    Key: runKey(consultationId),
    UpdateExpression: clauses.join(' '),
    ConditionExpression: condition.text,
    // Only what is used may be named.
    ExpressionAttributeNames: namesIn(`${clauses.join(' ')} ${condition.text}`),
    ExpressionAttributeValues: {
      ...condition.values,
      ':entry': [writeEntry(entry)],
      ':none': [],
      ...(to !== undefined && { ':to': to }),
      ...(mark !== undefined && { ':mark': mark }),
      ...(heard !== undefined && { ':heardSet': new Set([heard]) }),
    },
  };
}

/** Where a change may happen, as DynamoDB judges it. */
function conditionOf({ from, after, heard }: RunChange): { readonly text: string; readonly values: Item } {
  const values: Item = {};
  const conditions = ['attribute_exists(#pk)'];
  if (from !== undefined) {
    conditions.push(`#status IN (${from.map((_, index) => `:from${index}`).join(', ')})`);
    for (const [index, status] of from.entries()) values[`:from${index}`] = status;
  }
  if (after !== undefined) {
    conditions.push(after === 0 ? 'attribute_not_exists(#journal)' : 'size(#journal) = :after');
    if (after > 0) values[':after'] = after;
  }
  if (heard !== undefined) {
    conditions.push('NOT contains(#heard, :heard)');
    values[':heard'] = heard;
  }
  return { text: conditions.join(' AND '), values };
}

const attributes: Readonly<Record<string, string>> = {
  '#pk': tableAttributes.partitionKey,
  '#status': 'status',
  '#journal': changing.journal,
  '#heard': changing.heard,
  '#entered': changing.entered,
  '#openKey': tableAttributes.openKey,
};

function namesIn(expressions: string): Record<string, string> {
  const used = new Set(expressions.split(/[^#\w]+/));
  return Object.fromEntries(Object.entries(attributes).filter(([placeholder]) => used.has(placeholder)));
}
