/** Deliveries of webhooks in the table: each change is written under the version that it was made from. */
import { delivery as deliverySchema } from '../../contract/delivery.ts';
import { consultationPartition, deliveryKey, deliveryPrefix, tableAttributes } from '../../contract/table.ts';
import type { Store } from '../../ports.ts';
import { transact } from './dynamo-run-change.ts';
import { type DynamoTable, failedConditions, fieldsOf, readAll } from './dynamo-table.ts';

export function deliveryMethods(table: DynamoTable): Pick<Store, 'saveDelivery' | 'readDeliveries'> {
  return {
    async saveDelivery(delivery) {
      const { consultationId, webhook, version } = delivery;
      const Item = { ...deliverySchema.parse(delivery), ...deliveryKey(consultationId, webhook) };
      const condition =
        version === 1
          ? { ConditionExpression: `attribute_not_exists(${tableAttributes.partitionKey})` }
          : {
              ConditionExpression: '#version = :before',
              ExpressionAttributeNames: { '#version': 'version' },
              ExpressionAttributeValues: { ':before': version - 1 },
            };
      try {
        // The SDK's own retry of a transaction is idempotent: that of a plain put would meet its own result after a lost reply and say
        // false, as if another worker had made the attempt.
        await transact(table, [{ Put: { TableName: table.name, Item, ...condition } }]);
        return true;
      } catch (thrown) {
        if (failedConditions(thrown)?.includes(true)) return false;
        throw thrown;
      }
    },

    async readDeliveries(consultationId) {
      const items = await readAll(table, {
        KeyConditionExpression: '#pk = :partition AND begins_with(#sk, :delivery)',
        ExpressionAttributeNames: { '#pk': tableAttributes.partitionKey, '#sk': tableAttributes.sortKey },
        ExpressionAttributeValues: { ':partition': consultationPartition(consultationId), ':delivery': deliveryPrefix },
        ConsistentRead: true,
      });
      return items.map((item) => deliverySchema.parse(fieldsOf(item)));
    },
  };
}
