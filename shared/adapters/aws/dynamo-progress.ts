/** Waiting for a run in the table, by looks at it. */
import { storedCount } from '../../contract/rounds.ts';
import type { RunState } from '../../contract/run.ts';
import { requireState } from './dynamo-run-change.ts';
import type { DynamoTable } from './dynamo-table.ts';

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
  return waitUntil(table, consultationId, (run) => hasEnded(run) || storedCount(run) > known, milliseconds);
}

async function waitUntil(
  table: DynamoTable,
  consultationId: string,
  wished: (run: RunState) => boolean,
  milliseconds: number,
): Promise<void> {
  const end = table.clock.monotonic() + milliseconds;
  let pause = firstPauseMs;
  while (!wished(await requireState(table, consultationId))) {
    const left = end - table.clock.monotonic();
    if (left <= 0) {
      return;
    }
    await table.clock.sleep(Math.min(pause, left));
    pause = Math.min(pause * pauseGrowth, lastPauseMs);
  }
}

function hasEnded({ status }: RunState): boolean {
  return status !== 'open' && status !== 'closed';
}
