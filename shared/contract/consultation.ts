/** One run of a circle on one question: as it is stored, and as the API shows it. */
import * as z from 'zod';
import { lateRule, stopRule } from './circle.ts';
import { answerSchema, image, sampling, turns } from './context.ts';
import { seat } from './expert.ts';
import { opinion } from './opinion.ts';
import { consultationId, kind, name } from './question.ts';
import { learning } from './reliability.ts';
import { endedBy, verdict } from './verdict.ts';
import { webhook } from './webhook.ts';

/** The states a caller sees. */
export const consultationStatus = z.enum(['open', 'decided', 'no-consensus', 'no-quorum', 'failed', 'cancelled']).meta({
  id: 'ConsultationStatus',
  description:
    'Where a consultation stands. `decided`: there is an answer; `no-consensus`: the experts are split; `no-quorum`: too few answered; ' +
    '`failed` and `cancelled`: there is no verdict.',
});
export type ConsultationStatus = z.infer<typeof consultationStatus>;
/** `closed`: the opinions are frozen and the verdict is being made. A caller sees it as `open`. */
export const runStatus = z.enum([...consultationStatus.options, 'closed']);
export type RunStatus = z.infer<typeof runStatus>;

/** The named failure of a run that could not reach a verdict. */
export const failure = z.strictObject({ type: z.string().describe('A stable name.'), message: z.string().describe('For people.') }).meta({
  id: 'Failure',
  description: 'Why a consultation has no verdict.',
});
export type Failure = z.infer<typeof failure>;

export const run = z.strictObject({
  id: consultationId,
  tenant: z.string(),
  status: runStatus,
  question: z.string(),
  kind,
  options: z.array(z.string()).optional(),
  /** The options stand on a scale, the lowest first. */
  ordered: z.boolean().optional(),
  /** Agreement from which a text is decided without a majority of one conclusion. */
  leastAgreement: z.number().min(0).max(1).optional(),
  messages: turns.optional(),
  instructions: z.string().optional(),
  images: z.array(image).optional(),
  /** A JSON Schema as JSON text: an item nests 32 levels at most, and its numbers are narrower than JSON's. */
  schema: z.string().optional(),
  /** As the caller asked; the seats hold what came of it. */
  sampling: sampling.optional(),
  /** Whether an answer counts only where all of the question was read. */
  requireWhole: z.boolean().optional(),
  circle: name,
  /** What the circle did with learnt reliability when the question was asked. */
  learning: learning.default('auto'),
  seats: z.array(seat).min(1),
  quorum: z.int().min(1),
  /** Answers on which the run may decide where no more can be had, where that is fewer than the quorum. */
  minimum: z.int().min(1).optional(),
  /** What the circle declares, where the request's quorum is below it. */
  declaredQuorum: z.int().min(1).optional(),
  /** Runs of earlier versions ended at their quorum. */
  stop: stopRule.default('quorum'),
  late: lateRule.default('keep'),
  deadlineSeconds: z.number(),
  budgetUsd: z.number().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  demo: z.boolean().optional(),
  /** The webhooks that are notified of the end: the circle's webhooks, then the caller's. */
  webhooks: z.array(webhook).optional(),
  createdAt: z.iso.datetime(),
  deadlineAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  endedBy: endedBy.optional(),
  /** Opinions counted while the run was open. */
  answered: z.int().min(0),
  failed: z.int().min(0),
  /** Experts in the order in which their opinions were stored, late ones included. Runs of earlier versions have none. */
  arrivals: z.array(name).default([]),
  /** US dollars of all opinions with a known price, late ones included. */
  costUsd: z.number().min(0),
  /** The task token of the state `Ask`; in the run only, never in a message or a log. */
  token: z.string().optional(),
  /** Whether every seat's message has been sent. */
  sent: z.boolean(),
  failure: failure.optional(),
});
export type Run = z.infer<typeof run>;

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
    sampling: sampling.optional(),
    circle: name,
    quorum: z.int().describe('How many answers it takes to decide: as the circle declares, unless the request asks for more.'),
    minimum: z.int().optional().describe('Answers that are enough, where circle or request allow fewer than the quorum.'),
    verdict: verdict.nullable().describe('Null while the consultation is open, and where it failed or was cancelled.'),
    opinions: z.array(opinion),
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
    costUsd: z.number().describe('US dollars of the calls whose price is known.'),
  })
  .meta({ id: 'ConsultationSummary', description: 'A consultation as a list shows it.' });

/** A page of `GET /v1/consultations`; `cursor` leads to the next one. */
export const consultationPage = z
  .strictObject({ consultations: z.array(consultationSummary), cursor: z.string().nullable().describe('Null on the last page.') })
  .meta({ id: 'ConsultationPage', description: 'Some consultations, newest first; `cursor` leads to the next ones.' });
export type ConsultationPage = z.infer<typeof consultationPage>;
