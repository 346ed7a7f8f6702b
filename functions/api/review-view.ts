/** A consultation as the review that it is. */
import type { Consultation } from '../../shared/contract/consultation.ts';
import { type Reviewed, reviewed } from '../../shared/contract/new-review.ts';
import { factsOf } from '../../shared/contract/provider-kinds.ts';
import { type ReviewReport, reviewOptions } from '../../shared/contract/review.ts';
import type { ReviewFiles } from '../../shared/contract/rules.ts';
import type { Run } from '../../shared/contract/run.ts';
import { isReview } from '../../shared/domain/rule-task.ts';
import { InvalidInput, NotFound } from '../../shared/errors.ts';
import { type AskedReview, reportOfConsultation } from '../../shared/review/consultation-report.ts';
import { type PastReview, pastReviewOf } from '../../shared/review/past-review.ts';
import { linksOf } from './ask-circle.ts';

/** Where a review leads. */
export function linksTo(id: string): Reviewed['links'] {
  const { self: consultation, events } = linksOf(id);
  return { self: `/v1/reviews/${id}`, consultation, events };
}

/** What a review was given. Throws `NotFound` for a consultation that was given nothing to review, or asked for something else. */
export function requireReview(run: Run): ReviewFiles {
  const { id, review } = run;
  if (review === undefined) throw new NotFound(`consultation ${id} was given no files to review`);
  if (!isReview(run)) throw new NotFound(`consultation ${id} is no review: its options are not ${reviewOptions.join(', ')}`);
  return review;
}

/** Throws `NotFound` for a consultation that was given nothing to review, or asked for something else. */
export async function viewOf(run: Run, ended: Consultation): Promise<Reviewed> {
  const { id } = run;
  const asked = { review: requireReview(run), ...rulesIn(run) };
  return reviewed.parse({
    id,
    status: ended.status,
    links: linksTo(id),
    report: ended.status === 'open' ? null : await requireReport(ended, asked),
  });
}

/** A review as its findings are followed; none where it was given what cannot be read. */
export function pastReview(run: Run, ended: Consultation): readonly PastReview[] {
  const { id, createdAt, review } = run;
  if (review === undefined || !isReview(run)) return [];
  try {
    return [pastReviewOf({ id, review, createdAt, opinions: ended.opinions, status: ended.status })];
  } catch (error) {
    if (error instanceof InvalidInput) return [];
    throw error;
  }
}

/** A question that came in by a schedule may hold a diff that is none. */
async function requireReport(ended: Consultation, asked: AskedReview): Promise<ReviewReport> {
  try {
    return await reportOfConsultation(ended, asked);
  } catch (error) {
    if (error instanceof InvalidInput) throw new NotFound(`consultation ${ended.id} was given a diff that cannot be read`);
    throw error;
  }
}

function rulesIn({ seats }: Run): Omit<AskedReview, 'review'> {
  const ruleExperts = seats.filter(({ provider }) => factsOf(provider).judge === 'rules').map(({ expert }) => expert);
  if (ruleExperts.length === seats.length) return { rulesSit: 'alone', ruleExperts };
  return { rulesSit: ruleExperts.length === 0 ? 'nowhere' : 'beside', ruleExperts };
}
