/** The times of a schedule in its time zone, over the nights in which its clock is set. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { nextTime, scheduledRunId, timeOf, timesBefore } from '../../shared/domain/schedule-times.ts';

const berlin = (cron: string) => ({ cron, timezone: 'Europe/Berlin' });
const lastTimes = (cron: string, moment: string, count: number) =>
  timesBefore(berlin(cron), new Date(moment), count).map((time) => time.toISOString().slice(5, 16));

describe('the times of a schedule', () => {
  it('are the same by the clock on the wall, whatever the season', () => {
    expect(lastTimes('30 6 * * *', '2026-03-30T12:00:00Z', 3)).toEqual(['03-30T04:30', '03-29T04:30', '03-28T05:30']);
    expect(lastTimes('30 6 * * *', '2026-10-26T12:00:00Z', 3)).toEqual(['10-26T05:30', '10-25T05:30', '10-24T04:30']);
  });

  it('in an hour that is left out come when it is over, once', () => {
    expect(lastTimes('30 2 * * *', '2026-03-30T12:00:00Z', 3)).toEqual(['03-30T00:30', '03-29T01:00', '03-28T01:30']);
  });

  it('in an hour that comes twice come once', () => {
    expect(lastTimes('30 2 * * *', '2026-10-26T12:00:00Z', 3)).toHaveLength(3);
    expect(new Set(lastTimes('30 2 * * *', '2026-10-26T12:00:00Z', 3).map((time) => time.slice(0, 5))).size).toBe(3);
  });

  it.each(['*/15 2 * * *', '30,45 2 * * *', '30 1,2 * * *', '30 2-4 * * *', '0-59/30 */2 * * *', '* 2 * * *'])(
    'come once by the clock on the wall where hours are named: %s',
    (cron) => {
      const wall = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'short' });
      for (const moment of ['2026-10-26T12:00:00Z', '2026-03-30T12:00:00Z']) {
        const times = timesBefore(berlin(cron), new Date(moment), 150).map((time) => wall.format(time));
        expect(new Set(times).size).toBe(times.length);
      }
      // The hour that is left out: what it would have held comes when it is over, once.
      expect(lastTimes(cron, '2026-03-29T01:00:01Z', 1)).toEqual(['03-29T01:00']);
    },
  );

  it('of every hour go on as time does', () => {
    expect(lastTimes('*/30 * * * *', '2026-10-25T01:45:00Z', 4)).toEqual(['10-25T01:30', '10-25T01:00', '10-25T00:30', '10-25T00:00']);
  });

  it.each(['5/10 2 * * *', '0-70 2 * * *', '*/0 2 * * *', '50-10 2 * * *'])('are refused as before where a field is none: %s', (cron) => {
    expect(() => timesBefore(berlin(cron), new Date('2026-03-30T12:00:00Z'), 1)).toThrow();
  });

  const field = (most: number) =>
    fc.oneof(
      fc.constant('*'),
      fc.integer({ min: 0, max: most }).map(String),
      fc.integer({ min: 7, max: 9 }).map((n) => `*/${n}`),
      fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: most })).map(([a, b]) => `${a},${b}`),
      fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 3, max: most })).map(([a, b]) => `${a}-${b}`),
    );
  const cron = fc.tuple(field(59), field(23)).map(([minute, hour]) => `${minute} ${hour} * * *`);
  const moment = fc.date({ min: new Date('2026-03-27T00:00:00Z'), max: new Date('2026-10-27T00:00:00Z'), noInvalidDate: true });

  test.prop([cron, fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata'), moment])(
    'are the same forwards and backwards',
    (written, timezone, at) => {
      const timing = { cron: written, timezone };
      const [newest, earlier] = timesBefore(timing, at, 2);
      if (!newest || !earlier) throw new Error('a time of each day must be found');
      expect(nextTime(timing, earlier)).toEqual(newest);
      expect(nextTime(timing, newest)?.getTime()).toBeGreaterThanOrEqual(at.getTime());
    },
  );

  it('have runs that are named by them in UTC, however late a timer comes', () => {
    const late = timeOf(berlin('0 8 * * *'), new Date('2026-07-01T09:13:00Z'));
    expect(scheduledRunId('daily', late)).toBe('schedule-daily-202607010600');
    expect(timeOf(berlin('0 8 * * *'), new Date('2026-07-01T06:00:00Z')).toISOString()).toBe('2026-07-01T06:00:00.000Z');
  });
});
