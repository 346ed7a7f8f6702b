/** The latest reviews of a subject, read as their findings are followed. */
import { setImmediate } from 'node:timers/promises';
import { reviewedFiles, reviewTags } from '../../shared/contract/review-list.ts';
import type { RunRow } from '../../shared/contract/run.ts';
import { visibleStatus } from '../../shared/domain/consultation-view.ts';
import type { Principal } from '../../shared/domain/principal.ts';
import type { PastReview } from '../../shared/review/past-review.ts';
import { requireRun } from '../../shared/steps/require-run.ts';
import { readConsultation } from './ask-circle.ts';
import type { ApiPorts } from './options.ts';
import { pastReview } from './review-view.ts';

/** Which reviews. */
export interface PastQuery {
  readonly principal: Principal;
  readonly tag: string;
  /** Reviews of the listing that are looked at. */
  readonly reviews: number;
  readonly cursor: string | undefined;
  /** Whoever has gone reads nothing. */
  readonly signal: AbortSignal;
}

/** Reviews from the earliest on, with a cursor to those before them. */
export interface PastReviews {
  readonly past: readonly PastReview[];
  readonly cursor: string | undefined;
}

/** Reviews that are listed at once: few enough that a page can end between them, since each is as large as what was reviewed. */
const listed = 5;
/** After so long a page ends where it is, as a report does: a gateway gives up after 29 seconds. */
const longEnoughMs = 5000;

/** Whether a listed consultation is a review by its metadata. */
export function wasGivenFiles({ metadata = {} }: RunRow): boolean {
  return metadata[reviewTags.files] === reviewedFiles;
}

/** Reads from the newest on, until there are enough, it has taken long enough, or nobody waits any more. */
export async function readPastReviews(query: PastQuery, ports: ApiPorts): Promise<PastReviews> {
  const { principal, tag, reviews, signal } = query;
  const begun = ports.clock.monotonic();
  const isOver = () => signal.aborted || ports.clock.monotonic() - begun >= longEnoughMs;
  const past: PastReview[] = [];
  let { cursor } = query;
  let looked = 0;
  do {
    const page = await ports.listings.page({ tenant: principal.tenant, tag, limit: Math.min(listed, reviews - looked), cursor });
    for (const { id } of page.runs.filter((row) => wasGivenFiles(row) && visibleStatus(row) !== 'open')) {
      // Others are served between two reviews.
      await setImmediate();
      if (signal.aborted) break;
      const run = await requireRun(principal, id, ports);
      past.push(...pastReview(run, await readConsultation(principal, id, ports)));
    }
    looked += page.runs.length;
    cursor = page.cursor;
  } while (cursor !== undefined && looked < reviews && !isOver());
  return { past: past.toReversed(), cursor };
}
