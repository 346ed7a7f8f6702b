/** How the end of a consultation reaches a webhook: the message on the queue, what is sent, and the log of the attempts. */
import * as z from 'zod';
import { consultationId } from './question.ts';
import { consultationEnded } from './workflow.ts';

/** A delivery's message on its queue: references only. `webhook` is the place in the run's list, `attempt` starts at 1. */
export const deliveryMessage = z.strictObject({ consultationId, webhook: z.int().min(0), attempt: z.int().min(1) });
export type DeliveryMessage = z.infer<typeof deliveryMessage>;

/** The body that a receiver gets: the event of the bus, numbers and the caller's own metadata, and no word of question or answers. */
export const webhookPayload = z
  .strictObject({
    type: z
      .enum(['consultation.decided', 'consultation.ended', 'consultation.failed', 'consultation.cancelled'])
      .describe('`consultation.decided` has an answer; `consultation.ended` has a verdict without one: no consensus, or no quorum.'),
    timestamp: z.iso.datetime().describe('When the consultation ended.'),
    data: consultationEnded
      .extend({
        metadata: z.record(z.string(), z.string()).optional().describe("The caller's."),
        links: z.strictObject({
          self: z.string().describe('The consultation: under the public address where the operator has set one, else a path.'),
        }),
      })
      .meta({ id: 'WebhookData', description: 'The numbers of the verdict.' }),
  })
  .meta({ id: 'WebhookMessage', description: 'What a webhook is sent at the end of a consultation.' });
export type WebhookPayload = z.infer<typeof webhookPayload>;

/** Why an attempt got no answer. */
export const webhookFailure = z.enum([
  /** The signing key is not set. */
  'key-missing',
  /** The signing key is no Base64, or shorter than 24 bytes. */
  'key-unusable',
  /** The address is, or its name leads to, a place that is not open to webhooks. */
  'address-refused',
  'name-not-found',
  'connection-refused',
  /** The certificate is not good, or the two ends do not agree on TLS. */
  'tls',
  'timeout',
  'connection-lost',
  /** The worker ended before it could write down how the attempt went; the receiver may have had it. */
  'interrupted',
]);
export type WebhookFailure = z.infer<typeof webhookFailure>;

/** The head of a receiver's answer, or why there is none. `retryAfter` is the header as it came. */
export type WebhookReply =
  | { readonly status: number; readonly retryAfter?: string | undefined }
  | { readonly reason: WebhookFailure; readonly proxyStatus?: number | undefined };

/** One attempt that is over: the status of the answer, or the reason why there is none. */
const deliveryAttempt = z.strictObject({
  at: z.iso.datetime(),
  status: z.int().optional().describe('What the receiver answered.'),
  reason: webhookFailure.optional(),
  proxyStatus: z.int().optional().describe('What the proxy on the way answered, which let nothing through: no word of the receiver.'),
});

const deliveryState = z.enum(['pending', 'delivered', 'given-up']);

/** What became of one webhook of a run, as it is stored. */
export const delivery = z.strictObject({
  consultationId,
  webhook: z.int().min(0),
  /** Raised by one with each change: two copies of a message cannot both begin an attempt. */
  version: z.int().min(1),
  state: deliveryState,
  attempts: z.array(deliveryAttempt),
  /** When the attempt began that is not over. */
  attemptSince: z.iso.datetime().optional(),
  nextAttemptAt: z.iso.datetime().optional(),
});
export type Delivery = z.infer<typeof delivery>;

/** A row of `GET /v1/consultations/{id}/deliveries`. */
export const shownDelivery = z
  .strictObject({
    /** The `webhook-id` of every attempt. */
    webhookId: z.string(),
    /** Without its query, which may hold a secret of the receiver. */
    url: z.string(),
    state: deliveryState,
    attempts: z.array(deliveryAttempt),
    nextAttemptAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ShownDelivery' });
export type ShownDelivery = z.infer<typeof shownDelivery>;

export const shownDeliveries = z
  .strictObject({ deliveries: z.array(shownDelivery) })
  .meta({ id: 'DeliveryList', description: 'The webhooks of a consultation, each with its attempts.' });

/** `POST /v1/consultations/{id}/deliveries`: the webhook that is to be sent once more. */
export const resentDelivery = z
  .strictObject({ webhookId: z.string().min(1).max(200).describe('As the list of deliveries names it.') })
  .meta({ id: 'ResentDelivery', description: 'A webhook that is to be sent once more.' });
