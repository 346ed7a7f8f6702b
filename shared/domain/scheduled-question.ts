/** What a schedule asks, as far as it is known before anything is read. */
import type { Schedule } from '../contract/circle.ts';
import { type DeployedReview, saySource, scheduleSubject } from '../contract/deployed-review.ts';
import { reviewCircle } from '../contract/new-review.ts';
import type { NewConsultation } from '../contract/question.ts';
import { reviewOptions } from '../contract/review.ts';
import { reviewedFiles, reviewTags } from '../contract/review-list.ts';
import { withoutUndefined } from './without-undefined.ts';

/** The question, or that of its review without the files. */
export function questionOfSchedule(name: string, { consultation, review }: Pick<Schedule, 'consultation' | 'review'>): NewConsultation {
  if (consultation !== undefined) return consultation;
  if (review === undefined) throw new RangeError(`the schedule "${name}" asks nothing`);
  return {
    ...policyOfReview(review),
    question: `May what is deployed stay as it is? ${saySource(review)}`,
    kind: 'choice',
    options: [...reviewOptions],
    ordered: true,
    // A run that is refused is a review all the same, of which nothing was read.
    review: { files: [], unread: [{ path: saySource(review), reason: 'was not read' }] },
    metadata: { [reviewTags.subject]: scheduleSubject(name), [reviewTags.files]: reviewedFiles },
  };
}

/** Whom a review asks, and within which bounds. Experts who are named sit in the usual circle. */
export function policyOfReview(review: DeployedReview): Omit<NewConsultation, 'question'> {
  const { experts, quorum, minimum, deadlineSeconds, budgetUsd, limits, webhook } = review;
  const circle = review.circle ?? (experts === undefined ? reviewCircle : undefined);
  return withoutUndefined({ circle, experts, quorum, minimum, deadlineSeconds, budgetUsd, limits, webhook });
}
