/** What happens in a consultation, one event after the other: the data of `GET /v1/consultations/{id}/events`. */
import * as z from 'zod';
import { consultation } from './consultation.ts';
import { attempt, opinion } from './opinion.ts';

const id = z.int().min(1).describe('Never falls within a consultation; a stream is taken up again behind the last one seen.');

export const consultationEvent = z
  .discriminatedUnion('type', [
    z
      .strictObject({ type: z.literal('accepted'), id, consultation })
      .meta({ id: 'AcceptedEvent', description: 'The question was accepted: the consultation before any answer.' }),
    z
      .strictObject({ type: z.literal('opinion'), id, opinion })
      .meta({ id: 'OpinionEvent', description: 'An expert has answered, failed, or answered late.' }),
    z.strictObject({ type: z.literal('attempt'), id, attempt }).meta({
      id: 'AttemptEvent',
      description:
        'An expert has failed and will be asked again. A notice for observers: it has the id of the event before it, and is not repeated.',
    }),
    z
      .strictObject({ type: z.literal('verdict'), id, consultation })
      .meta({ id: 'VerdictEvent', description: 'The end: decided, no consensus or no quorum. Nothing follows.' }),
    z
      .strictObject({ type: z.literal('failure'), id, consultation })
      .meta({ id: 'FailureEvent', description: 'The end without a verdict: failed or cancelled. Nothing follows.' }),
  ])
  .meta({ id: 'ConsultationEvent', description: 'What happens in a consultation, one after the other.' });
export type ConsultationEvent = z.infer<typeof consultationEvent>;
