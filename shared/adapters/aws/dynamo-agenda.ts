/** The agenda of schedules, in the table: an item a schedule. */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type AgendaEntry, agendaEntry } from '../../contract/schedule.ts';
import { readStored, writeStored } from '../../contract/stored.ts';
import { agendaKey, agendaPartition, tableAttributes } from '../../contract/table.ts';
import type { Agenda } from '../../ports/agenda.ts';
import { type DynamoTable, fieldsOf, readAll, write } from './dynamo-table.ts';

/** The agenda on a table. */
export function dynamoAgenda(table: DynamoTable): Agenda {
  const put = (schedule: string, condition: Condition, after: AgendaEntry | undefined) => {
    const place = { TableName: table.name, ...condition };
    return after
      ? table.client.send(new PutCommand({ ...place, Item: { ...writeStored(agendaEntry, after), ...agendaKey(schedule) } }))
      : table.client.send(new DeleteCommand({ ...place, Key: agendaKey(schedule) }));
  };
  return {
    async list() {
      const items = await readAll(table, {
        KeyConditionExpression: '#pk = :agenda',
        ExpressionAttributeNames: { '#pk': tableAttributes.partitionKey },
        ExpressionAttributeValues: { ':agenda': agendaPartition },
        ConsistentRead: true,
      });
      return items.map((item) => readStored(agendaEntry, fieldsOf(item)));
    },

    async change(schedule, before, after) {
      try {
        await write(table, () => put(schedule, isStill(before), after));
        return true;
      } catch (thrown) {
        if (thrown instanceof ConditionalCheckFailedException) return false;
        throw thrown;
      }
    },
  };
}

type Condition = Pick<PutCommand['input'], 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'>;

/** A put that the SDK repeats since its reply was lost meets what it has written, and is taken for another's: callers look again. */
function isStill(before: AgendaEntry | undefined): Condition {
  const pk = { '#pk': tableAttributes.partitionKey };
  if (!before) return { ConditionExpression: 'attribute_not_exists(#pk)', ExpressionAttributeNames: pk };
  const { until, owes, begun } = before;
  const isSame = (name: string, value: string | undefined) =>
    value === undefined ? `attribute_not_exists(#${name})` : `#${name} = :${name}`;
  return {
    ConditionExpression: `#until = :until AND ${isSame('owes', owes)} AND ${isSame('begun', begun)}`,
    ExpressionAttributeNames: { '#until': 'until', '#owes': 'owes', '#begun': 'begun' },
    ExpressionAttributeValues: {
      ':until': until,
      ...(owes !== undefined && { ':owes': owes }),
      ...(begun !== undefined && { ':begun': begun }),
    },
  };
}
