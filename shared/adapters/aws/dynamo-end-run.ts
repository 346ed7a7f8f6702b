/** How a run ends in the table: its state, and its row in lists. */
import type { JournalEntry } from '../../contract/journal.ts';
import type { RunState, RunStatus } from '../../contract/run.ts';
import { rowKey, tableAttributes } from '../../contract/table.ts';
import { requireItem, runUpdate } from './dynamo-run-change.ts';
import { isWhole, stateOf } from './dynamo-run-item.ts';
import type { DynamoTable, Item } from './dynamo-table.ts';
import { happens, type TransactItems } from './dynamo-transaction.ts';

/** The entry of an end. */
type EndEntry = Extract<JournalEntry, { type: 'ended' }>;

/**
 * Ends a run in one transaction with what else it writes; false if it is in none of the statuses that it may leave. The SDK's own retry of a transaction is idempotent: after a
 * lost reply a plain update would meet its own result and say false. Throws `NotFound`.
 */
export async function endRun(
  table: DynamoTable,
  id: string,
  from: readonly RunStatus[],
  entry: EndEntry,
  more: TransactItems = [],
): Promise<boolean> {
  const item = await requireItem(table, id);
  const items: TransactItems = [...more, { Update: runUpdate(table, id, { entry, to: entry.end, from }) }];
  // Runs of the first version are rows themselves.
  if (!isWhole(item)) items.push({ Update: rowUpdate(table, stateOf(item), entry) });
  return happens(table, items);
}

/** How a row tells of an end. */
function rowUpdate(table: DynamoTable, { id, costUsd }: Pick<RunState, 'id' | 'costUsd'>, { end, at }: EndEntry) {
  const names: Record<string, string> = {
    '#pk': tableAttributes.partitionKey,
    '#status': 'status',
    '#endedAt': 'endedAt',
    '#costUsd': 'costUsd',
  };
  const values: Item = { ':status': end, ':endedAt': at, ':costUsd': costUsd };
  return {
    TableName: table.name,
    Key: rowKey(id),
    UpdateExpression: 'SET #status = :status, #endedAt = :endedAt, #costUsd = :costUsd',
    ConditionExpression: 'attribute_exists(#pk)',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}

/** A row tells what a consultation has cost, also what came after its end. Runs of the first version have none. */
export async function chargeRow(table: DynamoTable, id: string, costUsd: number): Promise<void> {
  const update = {
    TableName: table.name,
    Key: rowKey(id),
    UpdateExpression: 'ADD #costUsd :costUsd',
    ConditionExpression: `attribute_exists(${tableAttributes.partitionKey})`,
    ExpressionAttributeNames: { '#costUsd': 'costUsd' },
    ExpressionAttributeValues: { ':costUsd': costUsd },
  };
  await happens(table, [{ Update: update }]);
}
