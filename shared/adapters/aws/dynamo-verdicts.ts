/** Verdicts in the table: written once, before the run and its row say that it has ended. */
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { runEnd } from '../../contract/journal.ts';
import { tableAttributes, verdictKey } from '../../contract/table.ts';
import type { Verdict } from '../../contract/verdict.ts';
import type { Verdicts } from '../../ports/verdicts.ts';
import { isNamed } from './aws-failure.ts';
import { type EndEntry, rowUpdate } from './dynamo-end-run.ts';
import { changeRun, requireItem, requireState } from './dynamo-run-change.ts';
import { isWhole, stateOf } from './dynamo-run-item.ts';
import { type DynamoTable, kept, readItem, write } from './dynamo-table.ts';
import { packVerdict, readVerdict } from './dynamo-verdict-item.ts';

/** Verdicts on a table. */
export function dynamoVerdicts(table: DynamoTable): Verdicts {
  return {
    /**
     * Not in one transaction, which would cost twice: each step may be repeated, and the run, whose status decides, comes last. A process that stops in
     * between leaves a closed run, which is concluded again and finds its verdict.
     */
    async publish(consultationId, status, verdict, endedAt) {
      const item = await requireItem(table, consultationId);
      const run = stateOf(item);
      if (run.status !== 'closed') return false;
      const end = await storeOnce(table, consultationId, verdict, runEnd.parse(status));
      const entry: EndEntry = { type: 'ended', at: endedAt, end };
      if (!isWhole(item)) await write(table, () => table.client.send(new UpdateCommand(rowUpdate(table, run, entry))));
      const ended = await changeRun(table, consultationId, { entry, to: end, from: ['closed'] });
      if (ended !== undefined) return true;
      // After a lost reply the SDK's own retry meets its own result.
      const found = await requireState(table, consultationId);
      return found.status === end && found.endedAt === endedAt;
    },

    get: (consultationId) => readVerdict(table, consultationId),
  };
}

/** Stores a verdict unless there is one; returns how the run ends by the one that stands. */
async function storeOnce(table: DynamoTable, id: string, verdict: Verdict, end: EndEntry['end']): Promise<EndEntry['end']> {
  const Item = kept(table, { ...(await packVerdict(table, id, verdict)), ...verdictKey(id), end });
  const ConditionExpression = `attribute_not_exists(${tableAttributes.partitionKey})`;
  try {
    await write(table, () => table.client.send(new PutCommand({ TableName: table.name, Item, ConditionExpression })));
    return end;
  } catch (thrown) {
    if (!isNamed(thrown, 'ConditionalCheckFailedException')) throw thrown;
  }
  const standing = await readItem(table, verdictKey(id));
  return runEnd.catch(end).parse(standing?.['end']);
}
