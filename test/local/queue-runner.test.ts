import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runQueue } from '../../infra/local/queue-runner.ts';
import { openDatabase } from '../../shared/adapters/local/sqlite-database.ts';
import { sqliteQueue } from '../../shared/adapters/local/sqlite-queue.ts';
import { systemClock } from '../../shared/adapters/node/system-clock.ts';
import type { SeatMessage } from '../../shared/contract/workflow.ts';
import { recordedLog } from '../support/recorded-log.ts';

const message: SeatMessage = { consultationId: 'run-1', expert: 'ada', tenant: 'default', deadlineAt: '2036-03-01T10:00:30.000Z' };
const alarm: SeatMessage = { ...message, expert: 'bob', stage: 1 };

/** A queue, and a worker on it whose calls for `ada` hang; `taken` are the experts whose messages it was given. */
function worker(concurrency: number) {
  const queue = sqliteQueue({ database: openDatabase(':memory:'), clock: systemClock });
  const taken: string[] = [];
  const start = () => {
    const work = {
      queue: 'openai' as const,
      name: 'worker',
      concurrency,
      handle: async ({ body }: { readonly body: string }) => {
        const { expert } = JSON.parse(body) as SeatMessage;
        taken.push(expert);
        if (expert === 'ada') await new Promise(() => undefined);
      },
    };
    const runner = runQueue(queue, work, { clock: systemClock, log: recordedLog() });
    onTestFinished(() => runner.stop());
  };
  return { queue, taken, start };
}

describe('a worker on a queue', () => {
  it('takes a delayed message in time while one hangs that lay there when it started', async () => {
    const { queue, taken, start } = worker(4);
    await queue.send('openai', [message]);
    await queue.send('openai', [alarm], 1);

    start();

    await expect.poll(() => taken, { timeout: 5000 }).toEqual(['ada', 'bob']);
  });

  it('takes a delayed message in time after a restart in which calls were lost that hang again', async () => {
    const { queue, taken, start } = worker(4);
    await queue.send('openai', [message]);
    await queue.send('openai', [alarm], 1);
    // Taken by a process that was killed.
    queue.receive('openai', 1);
    queue.releaseAll();

    start();

    await expect.poll(() => taken, { timeout: 5000 }).toEqual(['ada', 'bob']);
  });

  it('leaves a message alone until it has a place, however long it is visible', async () => {
    const { queue, taken, start } = worker(1);
    await queue.send('openai', [message]);
    await queue.send('openai', [alarm], 1);

    start();
    await pause(1500);

    expect(taken).toEqual(['ada']);
    expect(queue.nextVisibleAt('openai')).toBeLessThan(Date.now());
  });
});
