/**
 * Lessons in the table. An expert's sums are one item that updates add to: `ADD` commutes, so any order of lessons gives the same sums.
 */
import { type Learnt, learnt as learntSchema, type ReliabilityKey } from '../../contract/reliability.ts';
import { reliabilityItemKey } from '../../contract/table.ts';
import type { DynamoTable } from './dynamo-table.ts';
import type { TransactItems } from './dynamo-transaction.ts';

/** The changes of the experts' sums by a lesson. */
export function additions(table: DynamoTable, key: ReliabilityKey, learnt: Learnt): TransactItems {
  return Object.entries(learntSchema.parse(learnt)).map(([expert, { right, asked }]) => ({
    Update: {
      TableName: table.name,
      Key: reliabilityItemKey(key, expert),
      UpdateExpression: 'ADD #right :right, #asked :asked',
      ExpressionAttributeNames: { '#right': 'right', '#asked': 'asked' },
      ExpressionAttributeValues: { ':right': right, ':asked': asked },
    },
  }));
}
