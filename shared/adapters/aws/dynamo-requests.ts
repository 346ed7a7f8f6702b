/** Requests that a caller may repeat, in the table: a partition for each fingerprint. */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { type KeptRequest, keptRequest } from '../../contract/kept-request.ts';
import { readStored, writeStored } from '../../contract/stored.ts';
import { requestKey, requestPartition, tableAttributes } from '../../contract/table.ts';
import { mostListed, type Requests } from '../../ports/requests.ts';
import { type DynamoTable, epochSeconds, fieldsOf, type Item, readPage, write } from './dynamo-table.ts';

/** Requests on a table. */
export function dynamoRequests(table: DynamoTable): Requests {
  return {
    async add(fingerprint, request) {
      await write(table, () => table.client.send(new PutCommand({ TableName: table.name, Item: itemOf(fingerprint, request) })));
    },

    // Those that have had their time may lie there for days: what is new stands at the end, and no more is paid for than one look at that.
    async list(fingerprint, states) {
      const items = await readPage(table, {
        KeyConditionExpression: '#pk = :partition',
        ExpressionAttributeNames: { '#pk': tableAttributes.partitionKey },
        ExpressionAttributeValues: { ':partition': requestPartition(fingerprint) },
        ConsistentRead: true,
        ScanIndexForward: false,
        Limit: mostListed,
      });
      const requests = items.map((item) => readStored(keptRequest, fieldsOf(item))).toReversed();
      return requests.filter(({ state }) => states.includes(state));
    },

    async change(fingerprint, holder, request) {
      const condition = {
        // The SDK repeats a put whose reply was lost: it then meets what it has written.
        ConditionExpression: '#holder IN (:before, :after)',
        ExpressionAttributeNames: { '#holder': 'holder' },
        ExpressionAttributeValues: { ':before': holder, ':after': request.holder },
      };
      try {
        const Item = itemOf(fingerprint, request);
        await write(table, () => table.client.send(new PutCommand({ TableName: table.name, Item, ...condition })));
        return true;
      } catch (thrown) {
        if (thrown instanceof ConditionalCheckFailedException) return false;
        throw thrown;
      }
    },
  };
}

function itemOf(fingerprint: string, request: KeptRequest): Item {
  return {
    ...writeStored(keptRequest, request),
    ...requestKey(fingerprint, request.consultationId),
    [tableAttributes.expiresAt]: epochSeconds(new Date(request.until)),
  };
}
