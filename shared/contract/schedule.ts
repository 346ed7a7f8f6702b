/** Schedules as the API lists them: when each runs next, and what became of its last times. */
import * as z from 'zod';
import { overlapRule } from './circle.ts';
import { consultationStatus } from './consultation.ts';
import { consultationId, name } from './question.ts';
import { reviewAnswer } from './review.ts';
import { reviewSubject, seenIn } from './review-list.ts';
import type { Severity } from './severity.ts';

/** Name of the failure of a run that was refused. */
export const refusedType = 'Refused';

/** What became of a time of a schedule. */
export const scheduledOutcome = z.enum(['ran', 'refused', 'skipped', 'missed']);
export type ScheduledOutcome = z.infer<typeof scheduledOutcome>;

/** How far a schedule has come: what has become of its times up to `until` is settled, but for the one that it owes. */
export const agendaEntry = z.strictObject({
  schedule: name,
  until: z.iso.datetime(),
  /** A time whose run waits for the one before it, or is about to begin. */
  owes: z.iso.datetime().optional(),
  /** Since when somebody has been at work on that time; what is deployed may take minutes to read. */
  begun: z.iso.datetime().optional(),
});
export type AgendaEntry = z.infer<typeof agendaEntry>;

/** What became of a time of a schedule, as it was decided then, with the times that the schedule had: both may be others by now. */
export const keptTime = z.strictObject({
  schedule: name,
  at: z.iso.datetime(),
  outcome: scheduledOutcome,
  /** Of one that was left out. */
  reason: z.string().optional(),
  cron: z.string(),
  timezone: z.string(),
});
export type KeptTime = z.infer<typeof keptTime>;

/** A time of a schedule that is over. */
const shownTime = z.strictObject({
  at: z.iso.datetime(),
  outcome: scheduledOutcome.describe(
    '`ran`: there is a consultation; `refused`: its question was refused, and the consultation holds the reason; `skipped`: the run before it had ' +
      'not ended; `missed`: nothing was there to run it.',
  ),
  consultationId: consultationId.nullable().describe('Null where nothing was asked, and where the consultation is deleted.'),
  status: consultationStatus.nullable(),
  reason: z.string().nullable().describe('Why there is no verdict, for people; null where that has no reason of its own.'),
});

const count = z.int().min(0);
const bySeverity = { critical: count, high: count, medium: count, low: count, info: count } satisfies Record<Severity, unknown>;

/** A review of what is deployed, in short. */
const lastReview = z
  .strictObject({
    id: consultationId.describe('`GET /v1/reviews/{id}` has the report.'),
    at: z.iso.datetime().describe('When it was asked for.'),
    verdict: reviewAnswer.nullable(),
    exitCode: z.int().min(0).max(2).describe('That of its report: 0 where nothing stands in the way.'),
    because: z.string().describe('Why, in one sentence.'),
    findings: z.strictObject(bySeverity).describe('How many there are of each severity, without those that are accepted.'),
    notReviewed: z.int().min(0).describe('Files that nobody has read whole; the report names them.'),
    since: seenIn.nullable().describe('The review before it that was heard to its end; null where none of the three before was.'),
    newFindings: z.int().min(0).nullable().describe('Findings of rules that the review before it did not hold; null where there is none.'),
    goneFindings: z
      .int()
      .min(0)
      .nullable()
      .describe('Findings of rules that are gone since the review before it; null where there is none.'),
  })
  .meta({ id: 'LastReview', description: 'The newest review of a schedule that has ended, and what has changed since the one before.' });
export type LastReview = z.infer<typeof lastReview>;

const shownReviewing = z
  .strictObject({
    of: z.string().describe('What is reviewed, in words.'),
    subject: reviewSubject.describe('By this its reviews are listed, and their findings followed.'),
    last: lastReview.nullable().describe('Null where none of the last times has led to one that has ended.'),
  })
  .meta({ id: 'ScheduledReview', description: 'What a schedule reviews of what is deployed.' });
export type ScheduledReview = z.infer<typeof shownReviewing>;

/** One row of `GET /v1/schedules`. */
export const shownSchedule = z
  .strictObject({
    name,
    cron: z.string(),
    timezone: z.string(),
    missed: z.enum(['run', 'tell']).describe('What becomes of runs that were missed: the newest is made up, or they are told.'),
    overlap: overlapRule.describe('What becomes of a run while the one before it has not ended.'),
    circle: name.nullable().describe('The circle that is asked; null where experts are named instead.'),
    question: z.string(),
    nextAt: z.iso.datetime().nullable().describe('Null where no time will come.'),
    lastAt: z.iso
      .datetime()
      .nullable()
      .describe('The last time at which a consultation began; null where none is known among the last times.'),
    review: shownReviewing.nullable().describe('What it reviews of what is deployed; null of a schedule that asks a question.'),
    times: z.array(shownTime).describe('The last times, newest first, as far back as the schedule is known to have run.'),
  })
  .meta({ id: 'ShownSchedule', description: 'A recurring consultation: when it runs next, and what became of its last times.' });
export type ShownSchedule = z.infer<typeof shownSchedule>;
