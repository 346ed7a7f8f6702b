/**
 * When a server on a data folder was last at work, the time of a file, and which schedules it had, a line each in it. Whatever was missed
 * before that has been told by that server.
 */
import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cron } from 'croner';
import type { Schedule } from '../../shared/contract/circle.ts';
import type { Clock } from '../../shared/ports/clock.ts';

/** Each minute: schedules know no shorter time. */
const every = '15 * * * * *';

/** What is known of an earlier server, and the file kept up to date from now on. */
export interface LastAlive {
  /** When the server before this one was last at work; undefined where that is not known. */
  readonly before: Date | undefined;
  /** Whether the server before this one had the schedule, with these times. */
  had(name: string, schedule: Schedule): boolean;
  stop(): void;
}

type Schedules = Readonly<Record<string, Schedule>>;

/** Reads the time in a data folder, and keeps it. A time that cannot be kept costs no more than that something is told twice. */
export function openLastAlive(folder: string, clock: Pick<Clock, 'now'>, schedules: Schedules): LastAlive {
  const file = join(folder, 'last-alive');
  const found = statSync(file, { throwIfNoEntry: false })?.mtime;
  // A clock that was set back: nothing is known of the time in between.
  const before = found !== undefined && found <= clock.now() ? found : undefined;
  const earlier = new Set(linesOf(file));
  const lines = Object.entries(schedules).map(([name, schedule]) => `${lineOf(name, schedule)}\n`);
  const keep = () => {
    try {
      writeFileSync(file, lines.join(''), { mode: 0o600 });
      utimesSync(file, clock.now(), clock.now());
    } catch {
      // A full or read-only disk is told by those who have something to lose on it.
    }
  };
  keep();
  const cron = new Cron(every, keep);
  return {
    before,
    had: (name, schedule) => earlier.has(lineOf(name, schedule)),
    stop() {
      cron.stop();
      keep();
    },
  };
}

function lineOf(name: string, { cron, timezone }: Schedule): string {
  return [name, timezone, cron].join(' ');
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    // There was no server before this one, or it is not known what it had.
    return [];
  }
}
