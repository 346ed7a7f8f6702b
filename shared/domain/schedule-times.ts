/** The times of a schedule: its cron in its time zone, by croner. */
import { Cron, type CronOptions } from 'croner';
import type { Schedule } from '../contract/circle.ts';

type Timing = Pick<Schedule, 'cron' | 'timezone'>;

/** Name of the run of a schedule at a time, to the minute; also the id of its consultation. */
export function scheduledRunId(name: string, at: Date): string {
  return `schedule-${name}-${at.toISOString().slice(0, 16).replaceAll(/\D/g, '')}`;
}

/** The last times of a schedule before a moment, newest first. */
export function timesBefore({ cron, timezone }: Timing, moment: Date, count: number): readonly Date[] {
  return pausedCron(cron, timezone).previousRuns(count, moment);
}

/** The next time of a schedule after a moment; undefined if there is none. */
export function nextTime({ cron, timezone }: Timing, moment: Date): Date | undefined {
  return pausedCron(cron, timezone).nextRun(moment) ?? undefined;
}

/** The time of a schedule that a moment belongs to: timers come late, and a machine that slept comes very late. */
export function timeOf(timing: Timing, moment: Date): Date {
  // A time is before the second that follows it.
  return timesBefore(timing, new Date(moment.getTime() + 1000), 1)[0] ?? moment;
}

/**
 * A timer of a schedule. In an hour that comes twice a time comes once, and in one that is left out when it is over, where the schedule names
 * its hours; one of every hour goes on as time does.
 */
export function timerOf({ cron, timezone }: Timing, options: Pick<CronOptions, 'paused' | 'catch'>, run?: () => Promise<void>): Cron {
  return new Cron(withoutSteps(cron), { ...options, timezone, fixedTimeRule: 'no-wildcard' }, run);
}

function pausedCron(cron: string, timezone: string): Cron {
  return timerOf({ cron, timezone }, { paused: true });
}

/** The same times with lists in place of steps and wildcards, of which croner would make times of every hour. */
function withoutSteps(cron: string): string {
  const [minute = '', hour = '', ...days] = cron.split(' ');
  return hour === '*' ? cron : [listed(minute, 59), listed(hour, 23), ...days].join(' ');
}

/** A field as a list; what croner refuses, or reads in another way, stays as it is. */
function listed(field: string, most: number): string {
  return field
    .split(',')
    .map((part) => {
      const steps = /^(?:\*|(\d{1,2})-(\d{1,2}))(?:\/(\d{1,2}))?$/.exec(part);
      if (!steps) return part;
      const [first, last, step] = [Number(steps[1] ?? 0), Number(steps[2] ?? most), Number(steps[3] ?? 1)];
      return step > 0 && first <= last && last <= most ? every(first, last, step) : part;
    })
    .join(',');
}

function every(first: number, last: number, step: number): string {
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step).join(',');
}
