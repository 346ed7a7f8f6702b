/** Health of experts in the table, an item an expert. */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { expertHealth } from '../../contract/expert.ts';
import { readStored, writeStored } from '../../contract/stored.ts';
import { healthKey, healthPartition, tableAttributes } from '../../contract/table.ts';
import type { Health } from '../../ports/health.ts';
import { type DynamoTable, fieldsOf, readAll, write } from './dynamo-table.ts';

/** Health on a table. */
export function dynamoHealth(table: DynamoTable): Health {
  return {
    async save(health) {
      await Promise.all(
        health.map((one) => {
          const Item = { ...writeStored(expertHealth, one), ...healthKey(one.expert) };
          return write(table, () => table.client.send(new PutCommand({ TableName: table.name, Item })));
        }),
      );
    },

    async read() {
      const items = await readAll(table, {
        KeyConditionExpression: '#pk = :health',
        ExpressionAttributeNames: { '#pk': tableAttributes.partitionKey },
        ExpressionAttributeValues: { ':health': healthPartition },
        ConsistentRead: true,
      });
      return items.map((item) => readStored(expertHealth, fieldsOf(item)));
    },
  };
}
