/** Requests that a caller may repeat. */
import type { AnswerState, KeptRequest } from '../contract/kept-request.ts';

/** Requests of a fingerprint that are looked at: a question that is asked every second must not make each of its repeats dearer. */
export const mostListed = 100;

/** Requests by fingerprint, each for as long as a repeat may join it. Methods throw `Unavailable` when the store cannot be reached. */
export interface Requests {
  /** Keeps a request; one of the same fingerprint and consultation is replaced. */
  add(fingerprint: string, request: KeptRequest): Promise<void>;
  /** What is kept of a fingerprint in one of `states`, the oldest consultation first; of very many, the newest. Consistent read. */
  list(fingerprint: string, states: readonly AnswerState[]): Promise<readonly KeptRequest[]>;
  /** Replaces what is kept while `holder` holds it; false if somebody else does by now, or nothing is kept any more. */
  change(fingerprint: string, holder: string, request: KeptRequest): Promise<boolean>;
}
