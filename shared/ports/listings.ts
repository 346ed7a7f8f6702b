/** Runs in lists. */
import type { ConsultationStatus } from '../contract/consultation.ts';
import type { RunRow, RunState } from '../contract/run.ts';

/** Filter of a listing; `cursor` continues an earlier page. Times are ISO 8601. */
export interface RunQuery {
  readonly tenant: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly status?: ConsultationStatus | undefined;
  readonly circle?: string | undefined;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  /** `key:value` of the metadata. */
  readonly tag?: string | undefined;
}

/** Listings of runs. Methods throw `Unavailable` when the store cannot be reached. */
export interface Listings {
  /**
   * A page, newest first. A filter with few hits may give fewer than `limit`, even none, with a cursor behind what was looked at: only a page without one is
   * the last. Throws `InvalidInput` for a cursor that is not of this listing.
   */
  page(query: RunQuery): Promise<{ readonly runs: readonly RunRow[]; readonly cursor?: string }>;
  /** Runs that are open or closed and whose deadline lies before `before`. */
  overdue(before: string, limit: number): Promise<readonly RunState[]>;
}
