/** Tries of a message on the queues of embedded mode: a failure uses one up, a process that ends does not. */
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../shared/adapters/local/sqlite-database.ts';
import { maxInterruptions, sqliteQueue } from '../../shared/adapters/local/sqlite-queue.ts';
import { systemClock } from '../../shared/adapters/node/system-clock.ts';
import { maxReceives } from '../../shared/contract/workflow.ts';
import { sampleMessage } from './samples.ts';

describe('a message in the hands of a process that ends', () => {
  it('takes no try from a message whose process ended, and says when every process that took it has ended', async () => {
    const queue = sqliteQueue({ database: openDatabase(':memory:'), clock: systemClock });
    await queue.send('openai', [sampleMessage('expert-0')]);
    for (let ending = 0; ending < maxInterruptions; ending += 1) {
      expect(queue.receive('openai', 10)).toMatchObject([{ receives: ending + 1, last: false, stalled: false }]);
      queue.releaseAll();
    }
    expect(queue.receive('openai', 10)).toMatchObject([{ last: true, stalled: true }]);
  });

  it('outlives more deaths than it may have failures: most are not its fault', () => {
    expect(maxInterruptions).toBeGreaterThan(2 * maxReceives);
  });

  it('loses nothing to processes that stop cleanly, however many', async () => {
    const queue = sqliteQueue({ database: openDatabase(':memory:'), clock: systemClock });
    await queue.send('openai', [sampleMessage('expert-0')]);
    for (let ending = 0; ending < 3 * maxInterruptions; ending += 1) {
      // The first to take it is told that it is the first: later ones, that it may have been paid for.
      expect(queue.receive('openai', 10)).toMatchObject([{ receives: ending === 0 ? 1 : 2, last: false, stalled: false }]);
      queue.handBack();
      queue.releaseAll();
    }
    expect(queue.receive('openai', 10)).toMatchObject([{ receives: 2, last: false, stalled: false }]);
  });

  it('takes a try from a message that fails, however often processes have ended meanwhile', async () => {
    const queue = sqliteQueue({ database: openDatabase(':memory:'), clock: systemClock });
    await queue.send('openai', [sampleMessage('expert-0')]);
    const lasts: boolean[] = [];
    for (let failures = 0; failures < 3; failures += 1) {
      queue.receive('openai', 10);
      queue.releaseAll();
      for (const { id, last } of queue.receive('openai', 10)) {
        lasts.push(last);
        queue.giveBack(id, 0);
      }
      // One that was given back is held by nobody.
      queue.releaseAll();
    }
    expect(lasts).toEqual([false, false, true]);
  });
});
