/** Uses of secrets in the table, by day. */
import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { secretUseKey } from '../../contract/table.ts';
import type { SecretUses } from '../../ports/secret-uses.ts';
import { keptAsKnown } from './dynamo-kept.ts';
import { type DynamoTable, write } from './dynamo-table.ts';

/** Uses of secrets on a table. */
export function dynamoSecretUses(table: DynamoTable): SecretUses {
  return {
    async record(use) {
      const Item = keptAsKnown(table, use.consultationId, { ...use, ...secretUseKey(use.at, randomUUID()) });
      await write(table, () => table.client.send(new PutCommand({ TableName: table.name, Item })));
    },
  };
}
