/** Writing several items at once. */
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { type DynamoTable, failedConditions, write } from './dynamo-table.ts';

/** What a transaction is made of. */
export type TransactItems = NonNullable<ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems']>;

/** Writes all or nothing. Throws `TransactionCanceledException` with a reason for each entry, by position. */
export async function transact(table: DynamoTable, items: TransactItems): Promise<void> {
  await write(table, () => table.client.send(new TransactWriteCommand({ TransactItems: items })));
}

/** Writes all or nothing; false if a condition was not met. */
export async function happens(table: DynamoTable, items: TransactItems): Promise<boolean> {
  try {
    await transact(table, items);
    return true;
  } catch (thrown) {
    if (failedConditions(thrown)?.includes(true)) return false;
    throw thrown;
  }
}
