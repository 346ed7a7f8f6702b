import { describe, expect, it } from 'vitest';
import { schedule } from '../../shared/contract/circle.ts';
import type { RunState } from '../../shared/contract/run.ts';
import { scheduledRunId } from '../../shared/domain/schedule-times.ts';
import { readTimes } from '../../shared/steps/schedule-past.ts';

const minutely = schedule.parse({ cron: '* * * * *', consultation: { question: 'Is it?' } });
const before = new Date('2026-03-04T12:00:00.000Z');

/** The last ten times, where the only run is that of so many minutes ago. */
async function tenTimes(minutesAgo: number | undefined) {
  const only = minutesAgo === undefined ? undefined : scheduledRunId('it', new Date(before.getTime() - minutesAgo * 60_000));
  const state = async (id: string) => (id === only ? ({ id, status: 'decided' } as RunState) : undefined);
  const runs = { state } as Parameters<typeof readTimes>[3]['runs'];
  return (
    await readTimes('it', minutely, { before, count: 10 }, { runs, agenda: { list: async () => [], change: async () => false } })
  ).map(({ outcome }) => outcome);
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
