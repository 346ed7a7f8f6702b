/** Reviews in lists, the lines of a review's findings, and what became of findings from one review of a subject to the next. */
import * as z from 'zod';
import { baselineEntry } from './baseline.ts';
import { consultationStatus } from './consultation.ts';
import { consultationId, name } from './question.ts';
import { severity } from './severity.ts';

/** Metadata by which reviews are found: that it was given files, and what of. */
export const reviewTags = { files: 'review', subject: 'subject' } as const;
/** The value of `reviewTags.files`. */
export const reviewedFiles = 'files';

/** What is reviewed time and again: a repository, a stack. */
export const reviewSubject = z.string().min(1).max(200).regex(/\S/, 'must not be blank');

const summary = z
  .strictObject({
    id: consultationId,
    status: consultationStatus,
    circle: name,
    subject: z.string().nullable().describe('What was reviewed; null where nobody has said it.'),
    question: z.string().describe('The beginning of what was asked.'),
    createdAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    costUsd: z.number().describe('US dollars of the calls whose price is known.'),
  })
  .meta({ id: 'ReviewSummary', description: 'A review as a list shows it.' });
export type ReviewSummary = z.infer<typeof summary>;

/** A page of `GET /v1/reviews`. */
export const reviewPage = z
  .strictObject({ reviews: z.array(summary), cursor: z.string().nullable().describe('Null on the last page.') })
  .meta({ id: 'ReviewPage', description: 'Some reviews, newest first; `cursor` leads to the next ones.' });
export type ReviewPage = z.infer<typeof reviewPage>;

const excerptLine = z
  .strictObject({
    number: z.int().nullable().describe('Null of a line that the change takes out.'),
    mark: z.enum([' ', '+', '-']).describe('As in a diff.'),
    text: z.string().describe('The line, with what cannot be seen made visible and credentials masked; its first 300 characters.'),
  })
  .meta({ id: 'ExcerptLine', description: 'A line of what was reviewed.' });

const excerpt = z
  .strictObject({
    fingerprint: z.string().describe('The finding of the report that stands there.'),
    lines: z.array(excerptLine).describe('Its lines with those around them; none where its place is not known.'),
    entries: z.array(baselineEntry).describe('What accepts it in a baseline; none where only models hold it.'),
  })
  .meta({ id: 'FindingExcerpt', description: 'The place of a finding, and the entries of a baseline that accept it.' });
export type FindingExcerpt = z.infer<typeof excerpt>;

/** `GET /v1/reviews/{id}/excerpts` */
export const reviewExcerpts = z
  .strictObject({ excerpts: z.array(excerpt) })
  .meta({ id: 'ReviewExcerpts', description: 'The lines of the findings of a review, in the order of its report; of its first 200.' });
export type ReviewExcerpts = z.infer<typeof reviewExcerpts>;

/** Where something was seen. */
export const seenIn = z
  .strictObject({ review: consultationId, at: z.iso.datetime() })
  .meta({ id: 'SeenIn', description: 'A review, and when it was asked for.' });

/** A finding over time. */
export const findingHistory = z
  .strictObject({
    fingerprint: z.string(),
    severity,
    title: z.string(),
    file: z.string().nullable(),
    line: z.int().nullable().describe('Where it was seen last.'),
    rules: z.array(z.string()),
    firstSeen: seenIn,
    lastSeen: seenIn,
    goneSince: seenIn
      .nullable()
      .describe('The first review since that has read its file by its rules and does not hold it; null while it is there.'),
    accepted: z.boolean().describe('Whether a baseline or a comment accepts it in the review that has seen it last.'),
    reviews: z.int().min(1).describe('Reviews that hold it.'),
  })
  .meta({ id: 'FindingHistory', description: 'A finding of rules over the reviews of a subject.' });
export type FindingHistory = z.infer<typeof findingHistory>;

/** `GET /v1/findings` */
export const findingPage = z
  .strictObject({
    findings: z
      .array(findingHistory)
      .describe('Those that are there first, then those that are gone; each the worst first, and 2,000 at most.'),
    reviews: z.int().min(0).describe('Reviews that were looked at.'),
    since: z.iso.datetime().nullable().describe('When the earliest of them was asked for: what is older is not in `firstSeen`.'),
    cursor: z.string().nullable().describe('Leads to what earlier reviews held; null where there are none.'),
  })
  .meta({ id: 'FindingPage', description: 'What became of the findings of a subject, over some of its reviews.' });
export type FindingPage = z.infer<typeof findingPage>;
