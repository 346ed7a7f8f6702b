/** Verdicts in the table: one is written in the transaction that ends its run. */
import { tableAttributes, verdictKey } from '../../contract/table.ts';
import type { Verdicts } from '../../ports/verdicts.ts';
import { endOnce, runUpdate } from './dynamo-run-change.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { packVerdict, readVerdict } from './dynamo-verdict-item.ts';

/** Verdicts on a table. */
export function dynamoVerdicts(table: DynamoTable): Verdicts {
  return {
    async publish(consultationId, status, verdict, endedAt) {
      const Item = { ...verdictKey(consultationId), ...(await packVerdict(table, consultationId, verdict)) };
      return endOnce(table, consultationId, [
        { Put: { TableName: table.name, Item, ConditionExpression: `attribute_not_exists(${tableAttributes.partitionKey})` } },
        { Update: runUpdate(table, consultationId, { set: { status, endedAt }, from: ['closed'], ends: true }) },
      ]);
    },

    get: (consultationId) => readVerdict(table, consultationId),
  };
}
