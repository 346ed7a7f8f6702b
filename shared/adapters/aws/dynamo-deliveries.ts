/** Deliveries of webhooks in the table: each change is written under the version that it was made from. */
import { delivery as deliverySchema } from '../../contract/delivery.ts';
import { readStored, writeStored } from '../../contract/stored.ts';
import { consultationPartition, deliveryKey, deliveryPrefix, tableAttributes } from '../../contract/table.ts';
import type { Deliveries } from '../../ports/deliveries.ts';
import { kept } from './dynamo-kept.ts';
import { type DynamoTable, fieldsOf, readAll } from './dynamo-table.ts';
import { happens } from './dynamo-transaction.ts';

/** Deliveries on a table. */
export function dynamoDeliveries(table: DynamoTable): Deliveries {
  return {
    async save(delivery) {
      const { consultationId, webhook, version } = delivery;
      const Item = await kept(table, consultationId, { ...writeStored(deliverySchema, delivery), ...deliveryKey(consultationId, webhook) });
      const condition =
        version === 1
          ? { ConditionExpression: `attribute_not_exists(${tableAttributes.partitionKey})` }
          : {
              ConditionExpression: '#version = :before',
              ExpressionAttributeNames: { '#version': 'version' },
              ExpressionAttributeValues: { ':before': version - 1 },
            };
      // The SDK's own retry of a transaction is idempotent: that of a plain put would meet its own result after a lost reply and say
      // false, as if another worker had made the attempt.
      return happens(table, [{ Put: { TableName: table.name, Item, ...condition } }]);
    },

    async read(consultationId) {
      const items = await readAll(table, {
        KeyConditionExpression: '#pk = :partition AND begins_with(#sk, :delivery)',
        ExpressionAttributeNames: { '#pk': tableAttributes.partitionKey, '#sk': tableAttributes.sortKey },
        ExpressionAttributeValues: { ':partition': consultationPartition(consultationId), ':delivery': deliveryPrefix },
        ConsistentRead: true,
      });
      return items.map((item) => readStored(deliverySchema, fieldsOf(item)));
    },
  };
}
