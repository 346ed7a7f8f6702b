/** When a server on a data folder was last at work: the time of an empty file. Whatever was missed before that has been told by that server. */
import { closeSync, openSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { Cron } from 'croner';
import type { Clock } from '../../shared/ports/clock.ts';

/** Each minute: schedules know no shorter time. */
const every = '15 * * * * *';

/** What is known of an earlier server, and the file kept up to date from now on. */
export interface LastAlive {
  /** When the server before this one was last at work; undefined where that is not known. */
  readonly before: Date | undefined;
  stop(): void;
}

/** Reads the time in a data folder, and keeps it. A time that cannot be kept costs no more than that something is told twice. */
export function openLastAlive(folder: string, clock: Pick<Clock, 'now'>): LastAlive {
  const file = join(folder, 'last-alive');
  const found = statSync(file, { throwIfNoEntry: false })?.mtime;
  // A clock that was set back: nothing is known of the time in between.
  const before = found !== undefined && found <= clock.now() ? found : undefined;
  const keep = () => {
    try {
      closeSync(openSync(file, 'a', 0o600));
      utimesSync(file, clock.now(), clock.now());
    } catch {
      // A full or read-only disk is told by those who have something to lose on it.
    }
  };
  keep();
  const cron = new Cron(every, keep);
  return {
    before,
    stop() {
      cron.stop();
      keep();
    },
  };
}
