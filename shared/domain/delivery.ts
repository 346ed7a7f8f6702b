/** The life of a delivery: attempts that begin and end, each change made from what is stored and written under its version. */

import type { Delivery, DeliveryMessage, ShownDelivery, WebhookPayload, WebhookReply } from '../contract/delivery.ts';
import type { Run } from '../contract/run.ts';
import type { ConsultationEnded } from '../contract/workflow.ts';
import { endedEvent, type ToldOfEnd } from './ended-event.ts';
import { shownAddress } from './shown-address.ts';
import { longestWait, secondsOfRetryAfter, webhookWaitSeconds } from './webhook-retry.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Seconds in which a receiver has to answer. */
export const webhookTimeoutSeconds = 10;
/** Seconds after which an attempt that has not ended has lost its worker: three times what the longest one takes. */
export const attemptLeaseSeconds = 3 * webhookTimeoutSeconds;

/** Seconds past the time of its next attempt after which no message of a delivery is under way any more: the longest wait of one, and an attempt. */
const lostAfterSeconds = longestWait + attemptLeaseSeconds;

/** The `webhook-id`: the same for every attempt, so that a receiver can drop repeats. */
export function webhookIdOf(consultationId: string, webhook: number): string {
  return `msg_${consultationId}_${webhook}`;
}

const payloadTypes: Readonly<Record<ConsultationEnded['type'], WebhookPayload['type']>> = {
  ConsultationDecided: 'consultation.decided',
  ConsultationEnded: 'consultation.ended',
  ConsultationFailed: 'consultation.failed',
  ConsultationCancelled: 'consultation.cancelled',
};

/** What a message tells beside the event: the address of the API, where that is known. */
export interface ToldReceiver extends ToldOfEnd {
  readonly publicUrl?: string | undefined;
}

/** The message to a receiver about a run that ended at `endedAt`. */
export function webhookPayloadOf(run: Run, endedAt: string, { publicUrl = '', ...told }: ToldReceiver): WebhookPayload {
  const event = endedEvent(run, endedAt, told);
  return {
    type: payloadTypes[event.type],
    timestamp: endedAt,
    data: {
      ...event,
      ...(run.metadata && { metadata: run.metadata }),
      links: { self: `${publicUrl.replace(/(?<!\/)\/+$/, '')}/v1/consultations/${run.id}` },
    },
  };
}

/**
 * What a message means now: `attempt` with the delivery to store first, `wait` for an attempt that is under way elsewhere, `queued` when
 * the next attempt is due in some seconds, or `over`.
 */
export type DeliveryStep =
  | { readonly step: 'attempt'; readonly begun: Delivery }
  | { readonly step: 'wait'; readonly seconds: number }
  | { readonly step: 'queued'; readonly seconds: number }
  | { readonly step: 'over' };

/** Decides on a message from what is stored. */
export function nextStep(stored: Delivery | undefined, { consultationId, webhook, attempt }: DeliveryMessage, now: Date): DeliveryStep {
  const known: Delivery = stored ?? { consultationId, webhook, version: 0, state: 'pending', attempts: [] };
  if (known.state !== 'pending') return { step: 'over' };
  if (attempt < known.attempts.length) return { step: 'over' };
  if (known.attemptSince !== undefined) {
    const seconds = attemptLeaseSeconds - secondsBetween(known.attemptSince, now);
    // A clock that was set back makes no wait longer than it is.
    if (seconds > 0) return { step: 'wait', seconds: Math.min(attemptLeaseSeconds, Math.ceil(seconds)) };
  } else if (attempt === known.attempts.length) {
    const seconds = known.nextAttemptAt === undefined ? 0 : -secondsBetween(known.nextAttemptAt, now);
    return { step: 'queued', seconds: Math.min(longestWait, Math.max(0, Math.ceil(seconds))) };
  }
  return { step: 'attempt', begun: begin(known, now) };
}

/** The delivery with an attempt under way. One that has lost its worker is over; it is nowhere said how it went. */
function begin(stored: Delivery, now: Date): Delivery {
  const { nextAttemptAt: _, attemptSince, ...known } = stored;
  const lost = attemptSince === undefined ? [] : [{ at: attemptSince, reason: 'interrupted' as const }];
  return { ...known, version: known.version + 1, attempts: [...known.attempts, ...lost], attemptSince: now.toISOString() };
}

/** The delivery after its attempt. `chance` is a random number from 0 to 1. */
export function endAttempt(begun: Delivery, reply: WebhookReply, now: Date, chance: number): Delivery {
  const { attemptSince = now.toISOString(), ...rest } = begun;
  const attempts = [...begun.attempts, { at: attemptSince, ...outcomeOf(reply) }];
  const ended = { ...rest, version: begun.version + 1, attempts };
  if ('status' in reply && isAccepted(reply.status)) return { ...ended, state: 'delivered' };
  const retryAfter = 'status' in reply ? secondsOfRetryAfter(reply.retryAfter, now) : undefined;
  const wait = isGone(reply) ? undefined : webhookWaitSeconds(attempts.length, retryAfter, chance);
  if (wait === undefined) return { ...ended, state: 'given-up' };
  return { ...ended, nextAttemptAt: new Date(now.getTime() + wait * 1000).toISOString() };
}

/** A delivery that is over, with one more attempt due: where that fails, it is given up again. */
export function sendAgain(stored: Delivery, now: Date): Delivery {
  return { ...stored, version: stored.version + 1, state: 'pending', nextAttemptAt: now.toISOString() };
}

/**
 * Whether the message that should go on with a pending delivery is lost: it could not be queued, or became a dead letter. `endedAt` is the end of the run, when
 * the first one was due.
 */
export function hasLostMessage(stored: Delivery | undefined, endedAt: string | undefined, now: Date): boolean {
  const due = stored?.attemptSince ?? stored?.nextAttemptAt ?? endedAt;
  return due !== undefined && secondsBetween(due, now) > lostAfterSeconds;
}

/** What is told of a reply: no address, whose path or query may hold a secret of the receiver. */
export function outcomeOf(reply: WebhookReply): Omit<Delivery['attempts'][number], 'at'> {
  if ('status' in reply) return { status: reply.status };
  return { reason: reply.reason, ...withoutUndefined({ proxyStatus: reply.proxyStatus }) };
}

function isAccepted(status: number): boolean {
  return status >= 200 && status < 300;
}

/** 410: the receiver says that it will never be there again. */
function isGone(reply: WebhookReply): boolean {
  return 'status' in reply && reply.status === 410;
}

/** The deliveries of a run as a caller sees them, in the order of its webhooks; one that nothing has begun yet is pending. */
export function showDeliveries({ id, webhooks = [] }: Run, stored: readonly Delivery[]): ShownDelivery[] {
  return webhooks.map(({ url }, webhook) => {
    const known = stored.find((candidate) => candidate.webhook === webhook);
    return {
      webhookId: webhookIdOf(id, webhook),
      url: shownAddress(url),
      state: known?.state ?? 'pending',
      attempts: known?.attempts ?? [],
      nextAttemptAt: known?.nextAttemptAt ?? null,
    };
  });
}

function secondsBetween(earlier: string, later: Date): number {
  return (later.getTime() - Date.parse(earlier)) / 1000;
}
