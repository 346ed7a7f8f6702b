/** `POST /v1/reviews`: files or a diff for a circle that reviews, and the report that comes of it. */
import * as z from 'zod';
import { sentBaseline } from './baseline.ts';
import { consultationStatus } from './consultation.ts';
import { orEmpty } from './or-empty.ts';
import { consultationId, newConsultation } from './question.ts';
import { reviewReport } from './review.ts';
import { reviewSubject } from './review-list.ts';
import { bytesOf, reviewDiff, reviewFile, reviewMaxBytes, reviewMaxFiles, reviewThreshold } from './rules.ts';

/** The circle that reviews unless a request names one. */
export const reviewCircle = 'rules';

const { circle, experts, quorum, minimum, deadlineSeconds, budgetUsd, limits, metadata, repeats, onDisconnect, webhook } =
  newConsultation.shape;

export const newReview = z
  .strictObject({
    files: orEmpty(
      z
        .array(
          reviewFile
            .omit({ changed: true })
            .meta({ id: 'FileToReview', description: 'A file to review; with what it was before, a change.' }),
        )
        .max(reviewMaxFiles)
        .refine((files) => new Set(files.map(({ path }) => path)).size === files.length, 'must not list a path twice'),
    ).describe('The files, each once. Give each whole, and `before` of those that are changed: only what is new counts then.'),
    diff: reviewDiff.optional().describe('A unified diff instead of files. It shows no file whole but new ones, and rules read no others.'),
    subject: reviewSubject.optional().describe('What is reviewed, such as a repository: the findings of its reviews have one history.'),
    circle: circle.describe(`The circle that reviews. Default: \`${reviewCircle}\`, or the usual one where \`experts\` are named.`),
    experts,
    quorum,
    minimum,
    severity: reviewThreshold
      .optional()
      .describe('The mildest finding that forbids an approval; `none`: no finding by itself. Default: `medium`.'),
    baseline: sentBaseline.optional(),
    deadlineSeconds,
    budgetUsd,
    limits,
    metadata,
    repeats,
    onDisconnect,
    webhook,
  })
  .refine(({ files, diff }) => (files === undefined) !== (diff === undefined), {
    path: ['files'],
    message: 'or a diff must be given, and not both',
  })
  .superRefine(({ files = [], diff, baseline }, context) => {
    const bytes = bytesOf({ files, diff, baseline });
    if (bytes <= reviewMaxBytes) return;
    const message = `may have ${reviewMaxBytes} bytes of text with what was before, and the baseline, not ${bytes}`;
    context.addIssue({ code: 'custom', path: [diff === undefined ? 'files' : 'diff'], message });
  })
  .meta({ id: 'ReviewRequest', description: 'Files or a diff, one of the two, for a circle that reviews.' });
export type NewReview = z.infer<typeof newReview>;

const links = z.strictObject({
  self: z.string().describe('Path of the review.'),
  consultation: z.string().describe('Path of its consultation, which has every opinion.'),
  events: z.string().describe('Path of its server-sent events.'),
});

/** The answer 202 to a new review. */
export const acceptedReview = z
  .strictObject({
    id: consultationId,
    status: consultationStatus,
    links,
    joined: z.literal(true).optional().describe('The request repeated an earlier one, and this is what that one had asked.'),
  })
  .meta({ id: 'AcceptedReview', description: 'A review that has been accepted, and where to follow it.' });

/** `GET /v1/reviews/{id}` */
export const reviewed = z
  .strictObject({
    id: consultationId,
    status: consultationStatus,
    links,
    report: reviewReport
      .nullable()
      .describe('The report in the form that `circle review --json` writes; null while the consultation is open.'),
  })
  .meta({ id: 'Review', description: 'A review, with its report once the consultation has ended.' });
export type Reviewed = z.infer<typeof reviewed>;
