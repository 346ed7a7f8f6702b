/** The schedules of embedded mode: their timers, what was missed, and runs that wait for one another. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runSchedules } from '../../infra/local/schedules.ts';
import { schedule } from '../../shared/contract/circle.ts';
import { scheduledRunId } from '../../shared/domain/schedule-times.ts';
import { openPorts, type TestPorts } from '../support/ports.ts';
import { accept } from '../support/samples.ts';

const noon = new Date('2026-03-04T12:00:10.000Z');
let ports: TestPorts;
let stop: () => void = () => undefined;
beforeEach(() => {
  vi.useFakeTimers({ now: noon, toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  ports = openPorts();
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

/** Starts one schedule, over runs that are there: `open`, or ended. */
async function start(
  settings: Readonly<Record<string, string>>,
  there: Readonly<Record<string, 'open' | 'ended'>> = {},
  aliveUntil?: Date,
  had = false,
): Promise<void> {
  const daily = schedule.parse({ cron: '0 6 * * *', ...settings, consultation: { question: 'Is it?', options: ['yes', 'no'] } });
  for (const [id, state] of Object.entries(there)) {
    await accept(ports, {}, id);
    if (state === 'ended')
      await ports.runs.fail(id, { type: 'X', message: 'x' }, new Date(ports.clock.now().getTime() - 86_400_000 * 4).toISOString());
  }
  const clock = { ...ports.clock, now: () => new Date(), sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)) };
  stop = runSchedules({ ...ports, clock, knowledge: { ...ports.knowledge, schedules: { daily } } }, aliveUntil, () => had);
  await pass(10);
}

/** Lets time pass second by second; after each, what the store writes is committed, which takes real turns of the event loop. */
async function pass(milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 1000) {
    await vi.advanceTimersByTimeAsync(Math.min(left, 1000));
    for (let turn = 0; turn < 10; turn += 1) await nextTurn();
  }
}

const at = (time: string) => scheduledRunId('daily', new Date(time));
const started = () => ports.workflow.started.map(({ name }) => name);
const told = () => ports.log.entries.filter(({ code }) => /^SCHEDULE_(MISSED|SKIPPED|REFUSED)$/.test(code));

describe('runs that were missed while the server was off', () => {
  const there = { [at('2026-03-01T06:00:00Z')]: 'ended' } as const;

  it('are told by number and time', async () => {
    await start({}, there);
    expect(started()).toEqual([]);
    expect(told()).toMatchObject([{ code: 'SCHEDULE_MISSED', fields: { runs: 3, since: '2026-03-02T06:00:00.000Z', madeUp: false } }]);
  });

  it('are told once: not those that the server before has told', async () => {
    await start({}, there, new Date('2026-03-03T18:00:00Z'));
    expect(told()).toMatchObject([{ fields: { runs: 1, since: '2026-03-04T06:00:00.000Z' } }]);
  });

  it('are told of a schedule that has never run, where the server before has had it', async () => {
    await start({}, {}, new Date('2026-03-02T18:00:00Z'), true);
    expect(told()).toMatchObject([{ fields: { runs: 2, since: '2026-03-03T06:00:00.000Z', madeUp: false } }]);
  });

  it('are not told of a schedule that is new', async () => {
    await start({}, {}, new Date('2026-03-02T18:00:00Z'));
    expect(told()).toEqual([]);
  });

  it('are told to nobody again, where nothing was missed since the server before', async () => {
    await start({}, there, new Date('2026-03-04T11:00:00Z'));
    expect(told()).toEqual([]);
  });

  it('are made up whenever they were missed, where the schedule says so', async () => {
    await start({ missed: 'run' }, there, new Date('2026-03-04T11:00:00Z'));
    expect(started()).toEqual([at('2026-03-04T06:00:00Z')]);
  });

  it('are told however many they are, up to two hundred', async () => {
    await start({ cron: '0 * * * *' }, there);
    expect(told()).toMatchObject([{ fields: { runs: 78, since: '2026-03-01T07:00:00.000Z' } }]);
  });

  it('are made up once, where the schedule says so, and told once', async () => {
    await start({ missed: 'run' }, there);
    expect(started()).toEqual([at('2026-03-04T06:00:00Z')]);
    expect(told()).toMatchObject([{ fields: { runs: 3, madeUp: true } }]);
  });

  it('are counted in the time zone of the schedule, over a change of its clock', async () => {
    vi.setSystemTime('2026-03-30T12:00:00Z');
    await start({ missed: 'run', timezone: 'Europe/Berlin' }, { [at('2026-03-28T05:00:00Z')]: 'ended' });
    expect(started()).toEqual([at('2026-03-30T04:00:00Z')]);
    expect(told()).toMatchObject([{ fields: { runs: 2, since: '2026-03-29T04:00:00.000Z' } }]);
  });

  it.each([
    ['nothing was missed', { [at('2026-03-04T06:00:00Z')]: 'ended' } as const],
    ['it has never run', {}],
  ])('are none where %s', async (_, runs) => {
    await start({ missed: 'run' }, runs);
    expect(started()).toEqual([]);
    expect(told()).toEqual([]);
  });
});

describe('a timer', () => {
  it('that comes late asks under the time that it was set for', async () => {
    await start({ cron: '5 12 * * *' });
    vi.setSystemTime('2026-03-04T15:30:20Z');
    await pass(31_000);
    expect(started()).toEqual([at('2026-03-04T12:05:00Z')]);
  });

  it('asks at each time, whatever runs, unless the schedule says otherwise', async () => {
    await start({ cron: '* * * * *' });
    await pass(120_000);
    expect(started()).toEqual([at('2026-03-04T12:01:00Z'), at('2026-03-04T12:02:00Z')]);
    expect(told()).toEqual([]);
  });
});

describe('a run that must not overlap', () => {
  const open = { [at('2026-03-04T12:00:00Z')]: 'open' } as const;
  const end = (id: string) => ports.runs.fail(id, { type: 'X', message: 'x' }, new Date().toISOString());

  it('is left out and told with skip, after a restart too', async () => {
    await start({ cron: '* * * * *', overlap: 'skip' }, open);
    await pass(60_000);
    expect(started()).toEqual([]);
    expect(told()).toMatchObject([{ code: 'SCHEDULE_SKIPPED', fields: { running: at('2026-03-04T12:00:00Z') } }]);
  });

  it('waits with queue and starts then; one waits, and those behind it are told', async () => {
    await start({ cron: '* * * * *', overlap: 'queue' }, open);
    await pass(130_000);
    expect(started()).toEqual([]);
    expect(told()).toMatchObject([{ code: 'SCHEDULE_SKIPPED', fields: { at: '2026-03-04T12:02:00.000Z' } }]);
    await end(at('2026-03-04T12:00:00Z'));
    await pass(6000);
    expect(started()).toEqual([at('2026-03-04T12:01:00Z')]);
  });
});
