/**
 * How far each schedule has come, and what it owes: written down before it is acted on, so that no death of a process and no lost call takes it
 * away. And what became of its times, as it was decided: no later setting changes that.
 */
import type { AgendaEntry, KeptTime } from '../contract/schedule.ts';

/** One entry a schedule of those that promise that no time is lost, and the times of all. Methods throw `Unavailable` when the store cannot be reached. */
export interface Agenda {
  /** All entries. Consistent read. */
  list(): Promise<readonly AgendaEntry[]>;
  /** Puts `after` in the place of `before`, of the same schedule; undefined stands for no entry. False where another entry is there by now. */
  change(schedule: string, before: AgendaEntry | undefined, after: AgendaEntry | undefined): Promise<boolean>;
  /** Keeps what became of a time, for as long as consultations are kept. The last word counts, but `missed` takes the place of no other. */
  keepTime(time: KeptTime): Promise<void>;
  /** What became of the last `count` times of a schedule before a moment, newest first. Consistent read. */
  times(schedule: string, before: string, count: number): Promise<readonly KeptTime[]>;
}
