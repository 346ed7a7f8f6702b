import { describe, expect, it } from 'vitest';
import { type Schedule, schedule } from '../../shared/contract/circle.ts';
import type { RunState } from '../../shared/contract/run.ts';
import type { KeptTime } from '../../shared/contract/schedule.ts';
import { scheduledRunId } from '../../shared/domain/schedule-times.ts';
import { readTimes } from '../../shared/steps/schedule-past.ts';

const minutely = schedule.parse({ cron: '* * * * *', consultation: { question: 'Is it?' } });
const before = new Date('2026-03-04T12:00:00.000Z');

/** The last ten times, where the only run is that of so many minutes ago. */
async function tenTimes(minutesAgo: number | undefined) {
  const only = minutesAgo === undefined ? undefined : scheduledRunId('it', new Date(before.getTime() - minutesAgo * 60_000));
  const state = async (id: string) => (id === only ? ({ id, status: 'decided' } as RunState) : undefined);
  const runs = { state } as Parameters<typeof readTimes>[3]['runs'];
  const agenda = { list: async () => [], change: async () => false, keepTime: async () => undefined, times: async () => [] };
  return (await readTimes('it', minutely, { before, count: 10 }, { runs, agenda })).map(({ outcome }) => outcome);
}
const missed = (count: number) => Array.from({ length: count }, () => 'missed');

describe('the last ten times of a schedule', () => {
  it.each([1, 2, 9, 10])('end with its run of %i minutes ago', async (minutes) => {
    expect(await tenTimes(minutes)).toEqual([...missed(minutes - 1), 'ran']);
  });

  it.each([11, 24, 199])('are missed ones and its run, where that is %i minutes ago', async (minutes) => {
    expect(await tenTimes(minutes)).toEqual([...missed(9), 'ran']);
  });

  it('are none where it is not known to have run', async () => {
    expect(await tenTimes(undefined)).toEqual([]);
    expect(await tenTimes(1000)).toEqual([]);
  });
});

/** Every rule for overlaps, every rule for missed times, and other times: what a schedule may be set to later. */
const laterSettings = ['skip', 'queue', 'allow'].flatMap((overlap) =>
  ['tell', 'run'].flatMap((missed) =>
    [
      { cron: '* * * * *', timezone: 'UTC' },
      { cron: '*/7 * * * *', timezone: 'UTC' },
      { cron: '* 3 * * *', timezone: 'Asia/Kathmandu' },
    ].map((timing) => schedule.parse({ ...timing, overlap, missed, consultation: { question: 'Is it?' } })),
  ),
);

describe('what became of a time', () => {
  const minute = (ago: number) => new Date(before.getTime() - ago * 60_000).toISOString();
  const outcomes = ['skipped', 'missed', 'ran', 'skipped', 'missed', 'refused', 'missed', 'skipped', 'skipped', 'ran'] as const;
  const timing = { cron: '* * * * *', timezone: 'UTC' };
  const kept = outcomes.map((outcome, index): KeptTime => ({ schedule: 'it', at: minute(index + 1), outcome, ...timing }));
  // Its runs are there but for the oldest, which was deleted; each took until now.
  const run = (at: string) => ({ id: at, status: 'decided', createdAt: at, endedAt: minute(0) }) as RunState;
  const runs = {
    state: async (id: string) => {
      const time = kept.slice(0, -1).find(({ at }) => scheduledRunId('it', new Date(at)) === id);
      if (time?.outcome === 'ran') return run(time.at);
      return time?.outcome === 'refused' ? { ...run(time.at), failure: { type: 'Refused', message: 'its budget' } } : undefined;
    },
  } as Parameters<typeof readTimes>[3]['runs'];
  const agenda = (times: readonly KeptTime[]) => ({
    list: async () => [],
    change: async () => false,
    keepTime: async () => undefined,
    times: async (_: string, until: string, count: number) => times.filter(({ at }) => at < until).slice(0, count),
  });
  const told = async (settings: Schedule, times: readonly KeptTime[] = kept, count = 10) =>
    (await readTimes('it', settings, { before, count }, { runs, agenda: agenda(times) })).map(({ at, outcome }) => [
      at.toISOString(),
      outcome,
    ]);
  const all = kept.map(({ at, outcome }) => [at, outcome]);

  it.each(laterSettings)('stays what it was when the schedule is set to $cron $timezone, $overlap and $missed', async (settings) => {
    expect(await told(settings)).toEqual(all);
    expect(await told(settings, kept, 4)).toEqual(all.slice(0, 4));
  });

  it('is told beside the times of another cron, however close those lie', async () => {
    const daily = kept.map((time, day) => ({ ...time, at: minute((day + 1) * 1440), cron: '0 12 * * *' }));
    const since = { ...kept[0], schedule: 'it', at: minute(5), outcome: 'skipped', ...timing } as const;
    const recent = [1, 2, 3, 4].map((ago) => [minute(ago), ago === 3 ? 'ran' : 'missed']);
    expect(await told(minutely, [since, ...daily])).toEqual([
      ...recent,
      [since.at, 'skipped'],
      ...daily.slice(0, 5).map(({ at, outcome }) => [at, outcome]),
    ]);
  });

  it.each(['skip', 'queue', 'allow'] as const)('is missed where nothing was kept of it since others are, with %s', async (overlap) => {
    expect(await told({ ...minutely, overlap }, kept.slice(1))).toEqual([[minute(1), 'missed'], ...all.slice(1)]);
  });

  it('is read off its runs, where an earlier version has kept nothing', async () => {
    const words = async (overlap: Schedule['overlap']) => (await told({ ...minutely, overlap }, [])).map(([, outcome]) => outcome);
    expect(await words('skip')).toEqual(['skipped', 'skipped', 'ran', 'skipped', 'skipped', 'refused']);
    expect(await words('allow')).toEqual(['missed', 'missed', 'ran', 'missed', 'missed', 'refused']);
  });
});
