/** The store on a DynamoDB table, whose names are in `shared/contract/table.ts`. */
import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expertHealth } from '../../contract/expert.ts';
import { healthKey, healthPartition, runKey, secretUseKey, tableAttributes } from '../../contract/table.ts';
import { NotFound } from '../../errors.ts';
import type { Clock, Store } from '../../ports.ts';
import { callAws } from './aws-failure.ts';
import { deliveryMethods } from './dynamo-deliveries.ts';
import { listingMethods } from './dynamo-listing.ts';
import { opinionMethods } from './dynamo-opinions.ts';
import { reliabilityMethods } from './dynamo-reliability.ts';
import { runMethods } from './dynamo-runs.ts';
import { type DynamoTable, fieldsOf, readAll, storeName, write } from './dynamo-table.ts';
import { readVerdict } from './dynamo-verdict.ts';

// Milliseconds between two looks at a run: most end within seconds, and a wait of a minute should not cost hundreds of reads.
const firstPauseMs = 200;
const lastPauseMs = 1000;
const pauseGrowth = 1.5;

export interface DynamoStoreOptions {
  readonly client: DynamoDBClient;
  /** Name of the table. */
  readonly table: string;
  readonly clock: Clock;
  /** At least 0, below 1. @default Math.random */
  readonly random?: () => number;
}

export function dynamoStore({ client, table: name, clock, random = Math.random }: DynamoStoreOptions): Store {
  const table: DynamoTable = {
    client: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    name,
    clock,
    random,
  };
  return {
    ...runMethods(table),
    ...opinionMethods(table),
    ...listingMethods(table),
    ...reliabilityMethods(table),
    ...deliveryMethods(table),
    getVerdict: (consultationId) => readVerdict(table, consultationId),
    waitForEnd: (consultationId, milliseconds) => waitUntil(table, consultationId, hasEnded, milliseconds),
    waitForArrival: (consultationId, known, milliseconds) =>
      waitUntil(table, consultationId, (run) => hasEnded(run) || (run.arrivals?.length ?? 0) > known, milliseconds),

    async saveHealth(health) {
      await Promise.all(
        health.map((one) => {
          const Item = { ...expertHealth.parse(one), ...healthKey(one.expert) };
          return write(table, () => table.client.send(new PutCommand({ TableName: name, Item })));
        }),
      );
    },

    async readHealth() {
      const items = await readAll(table, {
        KeyConditionExpression: '#pk = :health',
        ExpressionAttributeNames: { '#pk': tableAttributes.partitionKey },
        ExpressionAttributeValues: { ':health': healthPartition },
        ConsistentRead: true,
      });
      return items.map((item) => expertHealth.parse(fieldsOf(item)));
    },

    async recordSecretUse(use) {
      const Item = { ...use, ...secretUseKey(use.at, randomUUID()) };
      await write(table, () => table.client.send(new PutCommand({ TableName: name, Item })));
    },
  };
}

/** What a waiting caller looks at. */
interface Progress {
  readonly status: unknown;
  readonly arrivals?: readonly unknown[] | undefined;
}

async function waitUntil(
  table: DynamoTable,
  consultationId: string,
  wished: (run: Progress) => boolean,
  milliseconds: number,
): Promise<void> {
  const end = table.clock.now().getTime() + milliseconds;
  let pause = firstPauseMs;
  while (!wished(await readProgress(table, consultationId))) {
    const left = end - table.clock.now().getTime();
    if (left <= 0) {
      return;
    }
    await table.clock.sleep(Math.min(pause, left));
    pause = Math.min(pause * pauseGrowth, lastPauseMs);
  }
}

function hasEnded({ status }: Progress): boolean {
  return status !== 'open' && status !== 'closed';
}

/** Consistent read of what a waiting caller looks at, and no more. Throws `NotFound`. */
async function readProgress(table: DynamoTable, consultationId: string): Promise<Progress> {
  const { Item } = await callAws(storeName, () =>
    table.client.send(
      new GetCommand({
        TableName: table.name,
        Key: runKey(consultationId),
        ConsistentRead: true,
        ProjectionExpression: '#status, #arrivals',
        ExpressionAttributeNames: { '#status': 'status', '#arrivals': 'arrivals' },
      }),
    ),
  );
  if (Item === undefined) {
    throw new NotFound(`consultation ${consultationId}`);
  }
  return { status: Item['status'], arrivals: Item['arrivals'] };
}
