/** What travels between the states of `infra/consultation.asl.json`, on the queues and on the bus. */
import * as z from 'zod';
import { namesAllowed } from './allowed.ts';
import { consultationStatus } from './consultation.ts';
import { consultationId, name, newConsultation } from './question.ts';

/** Input of an execution: an accepted consultation (API), or a bare question (schedule, console). */
export const startInput = z.union([z.strictObject({ consultationId }), newConsultation], namesAllowed);
export type StartInput = z.infer<typeof startInput>;

/** Prepare gets the execution's input and its name; a bare question takes the name as its consultation id. */
export const prepareInput = z.strictObject({ input: z.record(z.string(), z.unknown()), execution: z.string() });
export const prepared = z.strictObject({
  consultationId,
  /** Whole seconds from now until the workflow itself gives up waiting (deadline plus slack). */
  deadlineSeconds: z.int().min(1),
});

export const askInput = z.strictObject({ consultationId, deadlineSeconds: z.int(), taskToken: z.string() });
/** Conclude gets a run that may be closed. */
export const concludeInput = z.strictObject({ consultationId });

export const published = z.strictObject({ consultationId, status: consultationStatus });

/** Fail gets the whole state, since it may be reached from any place; `error` is what Step Functions caught. */
export const failInput = z.strictObject({
  execution: z.string(),
  state: z.looseObject({
    consultationId: z.string().optional(),
    Payload: z.looseObject({ consultationId: z.string().optional() }).optional(),
    error: z.looseObject({ Error: z.string().optional(), Cause: z.string().optional() }).optional(),
  }),
});
export const failed = z.strictObject({ consultationId: consultationId.nullable(), failure: z.string() });

/** One seat's message on its provider's queue: a reference, since the question is read from the run. */
export const seatMessage = z.strictObject({
  consultationId,
  expert: name,
  tenant: z.string(),
  deadlineAt: z.iso.datetime(),
  /** An alarm: that the stage of this number begins now, unless it has begun or the run has ended. */
  stage: z.int().min(1).optional(),
  /** The round in which the expert is asked: absent where that is the first one. */
  round: z.int().min(2).optional(),
});
export type SeatMessage = z.infer<typeof seatMessage>;

/** Tries of a message that keeps failing until it becomes a dead letter. */
export const maxReceives = 3;

/** Published on the bus when a consultation has ended. */
export const consultationEnded = z.strictObject({
  /** `ConsultationEnded` has a verdict and no answer: no consensus, or no quorum. */
  type: z.enum(['ConsultationDecided', 'ConsultationEnded', 'ConsultationFailed', 'ConsultationCancelled']),
  consultationId,
  tenant: z.string(),
  circle: name,
  status: consultationStatus,
  agreement: z.number().nullable(),
  confidence: z.number().nullable(),
  /** As in the verdict; null where there is none or where it is not measurable. */
  stability: z.strictObject({ unchanged: z.number() }).nullable(),
  independent: z.number().nullable(),
  reliability: z.strictObject({ weighs: z.boolean() }).nullable(),
  costUsd: z.number().nullable().describe('US dollars of the calls whose price is known; null where that is none.'),
  costUnknown: z.array(name).describe('Experts whose call has a cost that is not known.'),
  endedAt: z.iso.datetime(),
});
export type ConsultationEnded = z.infer<typeof consultationEnded>;

/** Seconds that the state machine waits beyond the deadline, so that workers that stop at it can record their end. */
export const deadlineSlackSeconds = 3;
