/** Waiting for a run in the table, by looks at it. */
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { runKey } from '../../contract/table.ts';
import { NotFound } from '../../errors.ts';
import { callAws } from './aws-failure.ts';
import { type DynamoTable, storeName } from './dynamo-table.ts';

// Milliseconds between two looks at a run: most end within seconds, and a wait of a minute should not cost hundreds of reads.
const firstPauseMs = 200;
const lastPauseMs = 1000;
const pauseGrowth = 1.5;

/** See `Runs.waitForEnd`. */
export function waitForEnd(table: DynamoTable, consultationId: string, milliseconds: number): Promise<void> {
  return waitUntil(table, consultationId, hasEnded, milliseconds);
}

/** See `Runs.waitForArrival`. */
export function waitForArrival(table: DynamoTable, consultationId: string, known: number, milliseconds: number): Promise<void> {
  return waitUntil(table, consultationId, (run) => hasEnded(run) || (run.arrivals?.length ?? 0) > known, milliseconds);
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
  const end = table.clock.monotonic() + milliseconds;
  let pause = firstPauseMs;
  while (!wished(await readProgress(table, consultationId))) {
    const left = end - table.clock.monotonic();
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
