/** The time by which messages wait: it begins with the clock on the wall and goes on with the machine, so that whoever sets the clock delays nothing and hurries nothing. */
import type { Clock } from '../../ports/clock.ts';
import type { Database } from './sqlite-database.ts';

/** The time of the queues. */
export interface QueueTime {
  /** Epoch milliseconds, as the clock on the wall had them when the first process since the start of the machine opened the queues. */
  now(): number;
  /** Writes down where this time began, for the processes that come after this one. */
  keep(): void;
}

/**
 * Opens the time of the queues. A machine that is started anew has nothing but its clock, so there it begins once more; so it does where
 * no machine says how long it has been on.
 */
export function queueTime(db: Database, clock: Clock): QueueTime {
  const machine = clock.machine();
  if (machine === undefined) return { now: () => clock.now().getTime(), keep: () => undefined };
  const kept = db.sql('SELECT zero FROM queueTime WHERE boot = ?').get(machine.boot)?.['zero'];
  const zero = typeof kept === 'number' ? kept : clock.now().getTime() - machine.ms;
  return {
    now: () => zero + (clock.machine() ?? machine).ms,
    keep() {
      if (kept === zero) return;
      db.sql('DELETE FROM queueTime').run();
      db.sql('INSERT INTO queueTime (boot, zero) VALUES (?, ?)').run(machine.boot, zero);
    },
  };
}
