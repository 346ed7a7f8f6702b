/** Requests that a caller may repeat. */
import type { KeptRequest } from '../contract/kept-request.ts';

/** Requests by fingerprint, each for as long as a repeat may join it. Methods throw `Unavailable` when the store cannot be reached. */
export interface Requests {
  /** Keeps a request; one of the same fingerprint and consultation is replaced. */
  add(fingerprint: string, request: KeptRequest): Promise<void>;
  /** What is kept of a fingerprint, the oldest consultation first. Consistent read. */
  list(fingerprint: string): Promise<readonly KeptRequest[]>;
  /** Replaces what is kept while `holder` holds it; false if somebody else does by now, or nothing is kept any more. */
  change(fingerprint: string, holder: string, request: KeptRequest): Promise<boolean>;
}
