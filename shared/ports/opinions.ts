/** What the experts of a run have said, and the attempts that failed. */

import type { AttemptNote, Opinion } from '../contract/opinion.ts';
import type { ReadOpinions } from '../contract/rounds.ts';
import type { RunState } from '../contract/run.ts';

/** What became of an opinion: `counted` while open, `duplicate` if one was there, `late` if the run had closed. */
export type RecordOutcome = 'counted' | 'duplicate' | 'late';

/** Opinions. Methods throw `Unavailable` when the store cannot be reached, and `NotFound` for a run that does not exist. */
export interface Opinions {
  /**
   * Stores an opinion and counts it, once each: `answered` raises the answered count, `failed`, `timeout` and `unreadable` the failed count,
   * `cancelled` and `abandoned` none. If the run is no longer open an answer is stored as `late` and never counted. Repeated after a break it
   * finishes what was begun. Nobody reads an answer as `answered` that is not counted. An opinion of a later round is stored beside the first one
   * and raises no count of the run; its round has begun.
   */
  record(consultationId: string, opinion: Opinion): Promise<{ readonly outcome: RecordOutcome; readonly run: RunState }>;
  /**
   * Puts an answer in the place of the one that the same expert has given, while the run is open; the counts stay. Says whether it did: not once
   * the run has closed, and not where no answer is counted.
   */
  correct(consultationId: string, opinion: Opinion): Promise<boolean>;
  /** Keeps how far the asking of an expert is, in place of its earlier note: a call that begins, or one that failed and will be repeated. */
  noteAttempt(note: AttemptNote): Promise<void>;
  /** Consistent read of all opinions and of the notes on experts that have no opinion of their round yet, by expert name. */
  read(consultationId: string): Promise<ReadOpinions & { readonly attempts: readonly AttemptNote[] }>;
}
