/** How far schedules have come, and what they owe. */
import { expect, it } from 'vitest';
import { scheduledOutcome } from '../../shared/contract/schedule.ts';
import type { StoredPorts } from '../../shared/ports/ports.ts';
import { unique } from './samples.ts';

const [first, second, third] = ['2026-03-01T06:00:00.000Z', '2026-03-02T06:00:00.000Z', '2026-03-03T06:00:00.000Z'] as const;

export function agendaCases(open: () => StoredPorts): void {
  const entryOf = async (name: string) => (await open().agenda.list()).find(({ schedule }) => schedule === name);

  it('is an entry a schedule, which is put in the place of the one before it', async () => {
    const [one, other] = [unique('schedule'), unique('schedule')];
    const owing = { schedule: one, until: first, owes: first };
    expect(await open().agenda.change(one, undefined, owing)).toBe(true);
    expect(await open().agenda.change(other, undefined, { schedule: other, until: second })).toBe(true);
    expect([await entryOf(one), await entryOf(other)]).toEqual([owing, { schedule: other, until: second }]);
    const settled = { schedule: one, until: second };
    expect(await open().agenda.change(one, owing, settled)).toBe(true);
    expect(await entryOf(one)).toEqual(settled);
    expect(await open().agenda.change(one, settled, undefined)).toBe(true);
    expect(await entryOf(one)).toBeUndefined();
  });

  it.each([
    ['none', undefined],
    ['one that has come further', { until: second, owes: first }],
    ['one that owes nothing', { until: first }],
    ['one that owes another time', { until: first, owes: second }],
    ['one at which nobody is at work', { until: first, owes: first }],
    ['one at which somebody else is at work', { until: first, owes: first, begun: first }],
  ])('is not changed by whoever takes it for %s', async (_, taken) => {
    const schedule = unique('schedule');
    const owing = { schedule, until: first, owes: first, begun: second };
    await open().agenda.change(schedule, undefined, owing);
    const before = taken && { schedule, ...taken };
    expect(await open().agenda.change(schedule, before, { schedule, until: second })).toBe(false);
    expect(await open().agenda.change(schedule, before, undefined)).toBe(false);
    expect(await entryOf(schedule)).toEqual(owing);
  });

  it('is changed by one of 20 at once', async () => {
    const schedule = unique('schedule');
    const times = Array.from({ length: 20 }, (_, minute) => new Date(Date.parse(first) + minute * 60_000).toISOString());
    const changed = await Promise.all(times.map((until) => open().agenda.change(schedule, undefined, { schedule, until })));
    expect(changed.filter(Boolean)).toHaveLength(1);
    expect(await entryOf(schedule)).toEqual({ schedule, until: times[changed.indexOf(true)] });
  });

  it('keeps what became of the last times of a schedule, newest first, and of no other schedule', async () => {
    const [one, other] = [unique('schedule'), unique('schedule')];
    const timing = { cron: '0 6 * * *', timezone: 'Europe/Berlin' };
    const ran = { schedule: one, at: first, outcome: 'ran', ...timing } as const;
    const skipped = { schedule: one, at: second, outcome: 'skipped', reason: 'the run before it has not ended', ...timing } as const;
    const { agenda } = open();
    for (const time of [skipped, ran, { ...ran, schedule: other }]) await agenda.keepTime(time);
    expect(await agenda.times(one, third, 10)).toEqual([skipped, ran]);
    expect(await agenda.times(one, third, 1)).toEqual([skipped]);
    expect(await agenda.times(one, second, 10)).toEqual([ran]);
    expect(await agenda.times(unique('schedule'), third, 10)).toEqual([]);
  });

  it.each(scheduledOutcome.options)(
    'keeps the last word on a time that was %s, but does not call it missed once more is known',
    async (outcome) => {
      const schedule = unique('schedule');
      const { agenda } = open();
      const time = { schedule, at: first, cron: '0 6 * * *', timezone: 'UTC' };
      const kept = async () => (await agenda.times(schedule, second, 1))[0]?.outcome;
      await agenda.keepTime({ ...time, outcome: 'missed' });
      await agenda.keepTime({ ...time, outcome });
      expect(await kept()).toBe(outcome);
      await agenda.keepTime({ ...time, outcome: 'missed' });
      expect(await kept()).toBe(outcome);
      await agenda.keepTime({ ...time, outcome: 'refused' });
      expect(await kept()).toBe('refused');
    },
  );
}
