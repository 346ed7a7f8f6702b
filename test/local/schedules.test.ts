/** The schedules of embedded mode: what was missed, and runs that overlap. */
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { runSchedules, scheduledRunId } from '../../infra/local/schedules.ts';
import { schedule } from '../../shared/contract/circle.ts';
import type { Run } from '../../shared/contract/run.ts';
import { sampleRun } from '../ports/samples.ts';
import { openPorts } from '../support/ports.ts';

const now = new Date('2026-03-04T12:00:00.000Z');
const everySecond = '* * * * * *';
let stop: () => void = () => undefined;
afterEach(() => stop());

/** Runs one schedule for a while, over runs that are there; says what it has started and told. */
async function runFor(
  milliseconds: number,
  settings: { readonly cron?: string; readonly timezone?: string; readonly missed?: string; readonly overlap?: string },
  there: Readonly<Record<string, Run['status']>> = {},
) {
  const ports = openPorts();
  const started: string[] = [];
  const status = new Map(Object.entries(there));
  const parsed = schedule.parse({
    cron: '0 6 * * *',
    ...settings,
    ...(settings.cron === everySecond && { cron: '0 6 * * *' }),
    consultation: { question: 'Is it?' },
  });
  stop = runSchedules(
    { daily: { ...parsed, cron: settings.cron ?? parsed.cron } },
    {
      ...ports,
      clock: { ...ports.clock, now: () => (settings.cron === everySecond ? new Date() : now), sleep: () => setTimeout(20) },
      runs: {
        ...ports.runs,
        state: async (id) => {
          const found = status.get(id);
          return found === undefined ? undefined : sampleRun({ id, status: found });
        },
      },
      workflow: {
        ...ports.workflow,
        start: async (id) => {
          started.push(id);
          status.set(id, 'open');
        },
      },
    },
  );
  await setTimeout(milliseconds);
  stop();
  const lines = ports.log.entries.filter(({ code }) => code.startsWith('SCHEDULE_'));
  return { started, lines };
}

const at = (time: string) => scheduledRunId('daily', new Date(time));

describe('runs that were missed while the server was off', () => {
  const there = { [at('2026-03-01T06:00:00Z')]: 'decided' } as const;

  it('are told by number and time', async () => {
    const { started, lines } = await runFor(50, {}, there);
    expect(started).toEqual([]);
    expect(lines).toMatchObject([
      { code: 'SCHEDULE_MISSED', fields: { schedule: 'daily', runs: 3, since: '2026-03-02T06:00:00.000Z', madeUp: false } },
    ]);
  });

  it('are made up once, where the schedule says so', async () => {
    const { started, lines } = await runFor(50, { missed: 'run' }, there);
    expect(started).toEqual([at('2026-03-04T06:00:00Z')]);
    expect(lines).toMatchObject([{ fields: { runs: 3, madeUp: true } }]);
  });

  it('are counted in the time zone of the schedule, over a change of its clock', async () => {
    const spring = { [at('2026-03-03T05:00:00Z')]: 'decided' } as const;
    const { started } = await runFor(50, { missed: 'run', timezone: 'Europe/Berlin' }, spring);
    expect(started).toEqual([at('2026-03-04T05:00:00Z')]);
  });

  it.each([
    ['nothing was missed', { [at('2026-03-04T06:00:00Z')]: 'decided' } as const],
    ['it has never run', {}],
  ])('are none where %s', async (_, runs) => {
    expect(await runFor(50, { missed: 'run' }, runs)).toMatchObject({ started: [], lines: [] });
  });
});

describe('runs that overlap', () => {
  it('start all the same, unless the schedule says otherwise', async () => {
    const { started, lines } = await runFor(2600, { cron: everySecond });
    expect(started.length).toBeGreaterThanOrEqual(2);
    expect(lines).toEqual([]);
  });

  it('are left out and told with skip', async () => {
    const { started, lines } = await runFor(2600, { cron: everySecond, overlap: 'skip' });
    expect(started).toHaveLength(1);
    expect(lines[0]).toMatchObject({ code: 'SCHEDULE_SKIPPED', fields: { schedule: 'daily', running: started[0] } });
  });

  it('wait with queue, one of them, and the others are told', async () => {
    const { started, lines } = await runFor(3600, { cron: everySecond, overlap: 'queue' });
    expect(started).toHaveLength(1);
    expect(lines[0]).toMatchObject({ code: 'SCHEDULE_SKIPPED', fields: { reason: 'another run waits for the one before it' } });
  });

  it('are seen after a restart too', async () => {
    const minute = scheduledRunId('daily', new Date());
    const before = scheduledRunId('daily', new Date(Date.now() - 60_000));
    const { started } = await runFor(1500, { cron: everySecond, overlap: 'skip' }, { [minute]: 'open', [before]: 'open' });
    expect(started).toEqual([]);
  });
});
