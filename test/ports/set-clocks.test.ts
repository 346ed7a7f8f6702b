/** Durations of a run, what is left of it and delays of messages, while somebody sets the clock: as the machine has measured them, also over two processes. */
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../shared/adapters/local/sqlite-database.ts';
import { sqlitePorts } from '../../shared/adapters/local/sqlite-ports.ts';
import { type SqliteQueue, sqliteQueue } from '../../shared/adapters/local/sqlite-queue.ts';
import { rowOfRun } from '../../shared/contract/run.ts';
import { viewConsultation } from '../../shared/domain/consultation-view.ts';
import { observe } from '../../shared/domain/report/observe.ts';
import { durationOf } from '../../shared/domain/run-time.ts';
import { ageOf, momentOf, timeLeft } from '../../shared/steps/run-time.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { sampleMessage, sampleRun, sampleVerdict } from './samples.ts';

const hour = 3_600_000;
const steps: readonly (readonly [string, number])[] = [
  ['set forward by two hours', 2 * hour],
  ['set back by two hours', -2 * hour],
  ['set forward by ten years', 10 * 365 * 24 * hour],
  ['left alone', 0],
];
const ends = ['decided', 'failed', 'cancelled'] as const;

/** A run that began 5 s ago, since when the clock was set. */
async function begun(step: number) {
  const clock = fakeClock();
  const database = openDatabase(':memory:');
  const run = sampleRun();
  await sqlitePorts({ database, clock }).runs.create(run);
  clock.advance(2000);
  clock.set(step);
  clock.advance(3000);
  return { database, run, clock };
}

async function ended(end: (typeof ends)[number], { database, run, clock }: Awaited<ReturnType<typeof begun>>) {
  const { runs, verdicts, listings } = sqlitePorts({ database, clock });
  const at = clock.now().toISOString();
  if (end === 'failed') await runs.fail(run.id, { type: 'A', message: 'b' }, at);
  if (end === 'cancelled') await runs.cancel(run.id, at);
  if (end === 'decided') {
    await runs.close(run.id, () => 'deadline');
    await verdicts.publish(run.id, 'decided', sampleVerdict(), at);
  }
  const read = await runs.get(run.id);
  if (read === undefined) throw new Error('the run is gone');
  const { runs: rows } = await listings.page({ tenant: run.tenant, limit: 1 });
  return { read, row: rows[0] };
}

describe.each(steps)('while the clock is %s', (_, step) => {
  it.each(ends)('a run that is %s has taken its time, in view, list, report and for whoever is missing', async (end) => {
    const { read, row } = await ended(end, await begun(step));
    const view = viewConsultation(read, [], [], undefined);
    expect(view.timing.durationMs).toBe(5000);
    expect(view.opinions.map(({ latencyMs }) => latencyMs)).toEqual(view.opinions.map(() => 5000));
    expect(view.opinions).not.toEqual([]);
    expect(row && durationOf(row)).toBe(5000);
    expect(observe({ run: read, verdict: sampleVerdict(), opinions: [] }).milliseconds).toBe(5000);
    expect(rowOfRun.parse(read).tookMs).toBe(5000);
  });

  it('nothing is left to a run, or taken from it', async () => {
    const { database, run, clock } = await begun(step);
    const read = (await sqlitePorts({ database, clock }).runs.state(run.id)) ?? run;
    expect(ageOf(read, clock)).toBe(5000);
    expect(timeLeft(read, clock)).toBe(Date.parse(run.deadlineAt) - Date.parse(run.createdAt) - 5000);
    expect(momentOf(read, clock).getTime()).toBe(Date.parse(run.createdAt) + 5000);
  });

  it('a process that is started anew goes on with the time of the machine', async () => {
    const before = await begun(step);
    const { read } = await ended('cancelled', { ...before, clock: { ...before.clock, monotonic: () => 0 } });
    expect(read.tookMs).toBe(5000);
  });
});

/** Each way in which a message comes to wait, for 120 s. */
const waits: Readonly<Record<string, (queue: SqliteQueue) => Promise<unknown>>> = {
  'the alarm of a stage': (queue) => queue.send('openai', [{ ...sampleMessage('ada'), stage: 1 }], 120),
  'a webhook that is tried again': (queue) => queue.sendDelivery({ consultationId: 'run-1', webhook: 0, attempt: 2 }, 120),
  'a message that failed': async (queue) => {
    await queue.send('openai', [sampleMessage('ada')]);
    for (const { id } of queue.receive('openai', 1)) queue.giveBack(id, 120_000);
  },
};
const messagesIn = (queue: SqliteQueue) => [...queue.receive('openai', 9), ...queue.receive('webhooks', 9)].length;

describe.each(steps)('while the clock is %s, in the same process and over a restart,', (_, step) => {
  it.each(Object.keys(waits))('%s waits as long as it was to', async (wait) => {
    const clock = fakeClock();
    const database = openDatabase(':memory:');
    const queue = sqliteQueue({ database, clock });
    queue.releaseAll();
    await waits[wait]?.(queue);
    clock.advance(60_000);
    clock.set(step);
    const reopened = sqliteQueue({ database, clock });
    for (const each of [queue, reopened]) each.mendVisibility('openai');
    clock.advance(59_999);
    expect([messagesIn(queue), messagesIn(reopened)]).toEqual([0, 0]);
    clock.advance(1);
    expect(messagesIn(reopened)).toBe(1);
  });
});

describe('a machine that was started anew', () => {
  it.each(steps)('waits for no message longer than any delay is, where its clock is %s', async (_, step) => {
    const clock = fakeClock();
    const database = openDatabase(':memory:');
    const before = sqliteQueue({ database, clock });
    before.releaseAll();
    await waits['a webhook that is tried again']?.(before);
    clock.set(step);
    Object.assign(clock, { machine: () => ({ boot: 'another', ms: 10 + clock.monotonic() }) });
    const queue = sqliteQueue({ database, clock });
    queue.releaseAll();
    queue.mendVisibility('webhooks');
    clock.advance(120_000);
    expect(messagesIn(queue)).toBe(1);
  });

  it.each([
    ['says what the clock on the wall says', 60_000, 65_000],
    ['says nothing below zero', -2 * hour, 0],
  ])('%s', async (_, step, took) => {
    const before = await begun(step);
    const { clock } = before;
    Object.assign(clock, { machine: () => ({ boot: 'another', ms: 10 }) });
    const { read } = await ended('cancelled', before);
    expect(read.tookMs).toBeUndefined();
    expect(durationOf(read)).toBe(took);
    expect(timeLeft(read, clock)).toBe(Date.parse(read.deadlineAt) - clock.now().getTime());
  });

  it('trusts no time of the machine that has gone back', async () => {
    const { run, clock } = await begun(0);
    expect(timeLeft({ ...run, machine: { boot: 'fake', ms: 5001 } }, clock)).toBe(timeLeft(run, clock));
  });
});
