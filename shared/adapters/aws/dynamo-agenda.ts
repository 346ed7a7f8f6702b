/** The agenda of schedules, in the table: an item a schedule, and one for each time that is over. */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type AgendaEntry, agendaEntry, keptTime } from '../../contract/schedule.ts';
import { readStored, writeStored } from '../../contract/stored.ts';
import { agendaKey, agendaPartition, scheduledTimeKey, scheduledTimesPartition, tableAttributes } from '../../contract/table.ts';
import type { Agenda } from '../../ports/agenda.ts';
import { keptFor } from './dynamo-kept.ts';
import { type DynamoTable, fieldsOf, readAll, readPage, write } from './dynamo-table.ts';

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

    async keepTime(time) {
      const Item = keptFor(table, undefined, { ...writeStored(keptTime, time), ...scheduledTimeKey(time.schedule, time.at) });
      const condition = time.outcome === 'missed' ? isStill(undefined) : {};
      await write(table, () => table.client.send(new PutCommand({ TableName: table.name, Item, ...condition }))).catch(
        (thrown: unknown) => {
          if (!(thrown instanceof ConditionalCheckFailedException)) throw thrown;
        },
      );
    },

    async times(schedule, before, count) {
      const items = await readPage(table, {
        KeyConditionExpression: '#pk = :times AND #sk < :before',
        ExpressionAttributeNames: { '#pk': tableAttributes.partitionKey, '#sk': tableAttributes.sortKey },
        ExpressionAttributeValues: { ':times': scheduledTimesPartition(schedule), ':before': before },
        ConsistentRead: true,
        ScanIndexForward: false,
        Limit: count,
      });
      return items.map((item) => readStored(keptTime, fieldsOf(item)));
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
