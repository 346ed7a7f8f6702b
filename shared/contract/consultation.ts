/** A consultation as the API shows it: one run of a circle on one question. */
import * as z from 'zod';
import { answerSchema, image, sampling, turns } from './context.ts';
import { failure } from './journal.ts';
import { opinion } from './opinion.ts';
import { consultationId, kind, name, priority, queryType, statedPolicy } from './question.ts';
import { shownReview } from './rules.ts';
import { selection } from './selection.ts';
import { verdict } from './verdict.ts';

/** The states a caller sees. */
export const consultationStatus = z.enum(['open', 'decided', 'no-consensus', 'no-quorum', 'failed', 'cancelled']).meta({
  id: 'ConsultationStatus',
  description:
    'Where a consultation stands. `decided`: there is an answer; `no-consensus`: the experts are split; `no-quorum`: too few answered; ' +
    '`failed` and `cancelled`: there is no verdict.',
});
export type ConsultationStatus = z.infer<typeof consultationStatus>;
/** `GET /v1/consultations/{id}` */
export const consultation = z
  .strictObject({
    id: consultationId,
    status: consultationStatus,
    question: z.string(),
    kind,
    options: z.array(z.string()).optional(),
    messages: turns.optional(),
    instructions: z.string().optional(),
    images: z.array(image).optional(),
    schema: answerSchema.optional(),
    review: shownReview.optional(),
    sampling: sampling.optional(),
    circle: name,
    queryType: queryType.optional(),
    priority: priority.optional(),
    selection: selection.optional(),
    stated: statedPolicy.optional(),
    quorum: z.int().describe('How many answers it takes to decide: as the circle declares, unless the request asks for more.'),
    minimum: z.int().optional().describe('Answers that are enough, where circle or request allow fewer than the quorum.'),
    verdict: verdict.nullable().describe('Null while the consultation is open, and where it failed or was cancelled.'),
    opinions: z.array(opinion).describe('One of each expert: the last one that counts.'),
    earlier: z
      .array(opinion)
      .optional()
      .describe(
        'Where experts were asked twice: first answers in whose place a second one stands, and second ones that failed; and what judges, rankings and the writer of a synthesis said.',
      ),
    pending: z
      .array(z.strictObject({ expert: name, reason: z.string().optional() }))
      .describe('Experts whose answer is not in yet; with the reason where an attempt has failed and will be repeated.'),
    cost: z.strictObject({
      usd: z.number().describe('US dollars of the calls whose price is known.'),
      unknown: z.array(name).describe('Experts whose call has a cost that is not known.'),
    }),
    timing: z.strictObject({
      createdAt: z.iso.datetime(),
      deadlineAt: z.iso.datetime(),
      endedAt: z.iso.datetime().nullable(),
      durationMs: z.number().nullable().describe('Milliseconds from acceptance to the end, or null while open.'),
    }),
    metadata: z.record(z.string(), z.string()).optional(),
    failure: failure.optional(),
    notice: z.string().optional().describe('Present when the answers come from the scripted demo circle.'),
  })
  .meta({ id: 'Consultation', description: 'One run of a circle on one question.' });
export type Consultation = z.infer<typeof consultation>;

/** The answer 202 to a new question. */
export const acceptedConsultation = z
  .strictObject({
    id: consultationId,
    status: consultationStatus,
    links: z.strictObject({
      self: z.string().describe('Path of the consultation.'),
      events: z.string().describe('Path of its server-sent events.'),
    }),
    joined: z.literal(true).optional().describe('The request repeated an earlier one, and this is what that one had asked.'),
  })
  .meta({ id: 'AcceptedConsultation', description: 'A consultation that has been accepted, and where to follow it.' });
export type AcceptedConsultation = z.infer<typeof acceptedConsultation>;

/** One row of `GET /v1/consultations`. */
export const consultationSummary = z
  .strictObject({
    id: consultationId,
    status: consultationStatus,
    question: z.string(),
    circle: name,
    createdAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    durationMs: z.number().nullable().describe('Milliseconds from acceptance to the end, or null while open.'),
    costUsd: z.number().describe('US dollars of the calls whose price is known.'),
  })
  .meta({ id: 'ConsultationSummary', description: 'A consultation as a list shows it.' });

/** A page of `GET /v1/consultations`; `cursor` leads to the next one. */
export const consultationPage = z
  .strictObject({ consultations: z.array(consultationSummary), cursor: z.string().nullable().describe('Null on the last page.') })
  .meta({ id: 'ConsultationPage', description: 'Some consultations, newest first; `cursor` leads to the next ones.' });
export type ConsultationPage = z.infer<typeof consultationPage>;
