/** The times of a schedule: its cron in its time zone, by croner. */
import { Cron } from 'croner';
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

function pausedCron(cron: string, timezone: string): Cron {
  return new Cron(cron, { timezone, paused: true });
}
