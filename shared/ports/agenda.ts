/** How far each schedule has come, and what it owes: written down before it is acted on, so that no death of a process and no lost call takes it away. */
import type { AgendaEntry } from '../contract/schedule.ts';

/** One entry a schedule, of those that promise that no time is lost. Methods throw `Unavailable` when the store cannot be reached. */
export interface Agenda {
  /** All entries. Consistent read. */
  list(): Promise<readonly AgendaEntry[]>;
  /** Puts `after` in the place of `before`, of the same schedule; undefined stands for no entry. False where another entry is there by now. */
  change(schedule: string, before: AgendaEntry | undefined, after: AgendaEntry | undefined): Promise<boolean>;
}
