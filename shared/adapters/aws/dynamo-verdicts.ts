/** Verdicts in the table: one is written in the transaction that ends its run. */
import { runEnd } from '../../contract/journal.ts';
import { tableAttributes, verdictKey } from '../../contract/table.ts';
import type { Verdicts } from '../../ports/verdicts.ts';
import { endRun } from './dynamo-end-run.ts';
import { kept } from './dynamo-kept.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { packVerdict, readVerdict } from './dynamo-verdict-item.ts';
import type { LargeTexts } from './large-texts.ts';

/** Verdicts on a table. */
export function dynamoVerdicts(table: DynamoTable, large: LargeTexts): Verdicts {
  return {
    async publish(consultationId, status, verdict, endedAt) {
      const Item = await kept(table, consultationId, {
        ...(await packVerdict(table, large, consultationId, verdict)),
        ...verdictKey(consultationId),
      });
      const once = `attribute_not_exists(${tableAttributes.partitionKey})`;
      const writing = { Put: { TableName: table.name, Item, ConditionExpression: once } };
      return endRun(table, consultationId, ['closed'], { type: 'ended', at: endedAt, end: runEnd.parse(status) }, [writing]);
    },

    get: (consultationId) => readVerdict(table, large, consultationId),
  };
}
