/** The body of the webhooks function: one message becomes one attempt to notify a receiver of a consultation's end. */

import { type Delivery, type DeliveryMessage, type WebhookReply, webhookPayload } from '../../shared/contract/delivery.ts';
import type { Run } from '../../shared/contract/run.ts';
import type { Webhook } from '../../shared/contract/webhook.ts';
import { viewConsultation } from '../../shared/domain/consultation-view.ts';
import { endAttempt, nextStep, outcomeOf, webhookIdOf, webhookPayloadOf, webhookTimeoutSeconds } from '../../shared/domain/delivery.ts';
import { longestWait } from '../../shared/domain/webhook-retry.ts';
import { InvalidInput } from '../../shared/errors.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { existingRun } from '../../shared/steps/require-run.ts';
import { canSign, signedHeaders } from './sign.ts';

/** What the function works on; its entry point lists the same. */
export type DeliverPorts = Pick<Ports, 'runs' | 'opinions' | 'verdicts' | 'deliveries' | 'queue' | 'vault' | 'webhooks' | 'clock' | 'log'>;

/** Seconds until a run that is about to end is looked at again. */
const notEndedSeconds = 15;
/** Seconds past its deadline after which a run will not end any more: the sweeper gives each one up before that. */
const neverEndsSeconds = 1800;

/** A webhook and the run that ended. */
interface Ended {
  readonly run: Run;
  readonly endedAt: string;
  readonly webhook: Webhook;
  /** Where callers reach the API, if the operator has said so. */
  readonly publicUrl: string | undefined;
}

/**
 * Handles a message; `redelivered` says that it may have been handled before, by a worker that died.
 * Throws only if the message should come again: an attempt that fails is part of the delivery log, and no error.
 */
export async function deliver(message: DeliveryMessage, redelivered: boolean, ports: DeliverPorts, publicUrl?: string): Promise<void> {
  const { deliveries, queue, clock, log } = ports;
  const { run, webhook } = await findWebhook(message, ports);
  if (run.endedAt === undefined) return waitForEnd(run, message, ports);
  const stored = (await deliveries.read(run.id)).find((delivery) => delivery.webhook === message.webhook);
  const next = nextStep(stored, message, clock.now());
  if (next.step === 'attempt') {
    // Another worker may have begun in this moment: the copy then waits until it shows what became of that.
    if (!(await deliveries.save(next.begun))) return queue.sendDelivery(message, notEndedSeconds);
    return attempt({ run, endedAt: run.endedAt, webhook, publicUrl }, next.begun, ports);
  }
  log.info('WEBHOOK_REPEATED', { consultationId: run.id, webhook: message.webhook, attempt: message.attempt, step: next.step });
  if (next.step === 'wait') return queue.sendDelivery(message, next.seconds);
  if (next.step === 'over') return;
  // The worker that made this attempt may have died before it queued the next one.
  if (redelivered || next.seconds === 0) return queue.sendDelivery({ ...message, attempt: message.attempt + 1 }, next.seconds);
  // A copy, or a message that a person has moved back, which counts as new: it comes again when the next attempt should have been made.
  return queue.sendDelivery(message, Math.min(longestWait, next.seconds + notEndedSeconds));
}

async function findWebhook(
  { consultationId, webhook: place }: DeliveryMessage,
  ports: Pick<Ports, 'runs'>,
): Promise<Pick<Ended, 'run' | 'webhook'>> {
  const run = await existingRun(consultationId, ports);
  const webhook = run.webhooks?.[place];
  if (!webhook) throw new InvalidInput([{ field: 'webhook', message: `consultation ${consultationId} has no webhook ${place}` }]);
  return { run, webhook };
}

/** The message is queued before the end that it reports. */
async function waitForEnd(run: Run, message: DeliveryMessage, { queue, clock, log }: DeliverPorts): Promise<void> {
  const deadline = new Date(run.deadlineAt);
  // A clock that was set forward makes no end come sooner, and the message would be missing when it comes.
  const overdueMs = clock.now().getTime() - deadline.getTime() - clock.away(deadline);
  if (overdueMs < neverEndsSeconds * 1000) return queue.sendDelivery(message, notEndedSeconds);
  log.warn('WEBHOOK_LEFT', { consultationId: run.id, webhook: message.webhook });
}

async function attempt(ended: Ended, begun: Delivery, ports: DeliverPorts): Promise<void> {
  const { deliveries, queue, clock, log } = ports;
  const { consultationId, webhook } = begun;
  const reply = await post(ended, begun, ports);
  const now = clock.now();
  const after = endAttempt(begun, reply, now, Math.random());
  const fields = { consultationId, webhook, attempts: after.attempts.length, ...outcomeOf(reply) };
  if (!(await deliveries.save(after))) {
    // This attempt took so long that another worker thought it dead and made it again.
    log.info('WEBHOOK_REPEATED', fields);
  } else if (after.state === 'delivered') {
    log.info('WEBHOOK_DELIVERED', fields);
  } else if (after.nextAttemptAt === undefined) {
    log.warn('WEBHOOK_GIVEN_UP', fields);
  } else {
    log.info('WEBHOOK_ATTEMPT_FAILED', fields);
    const seconds = Math.ceil((Date.parse(after.nextAttemptAt) - now.getTime()) / 1000);
    await queue.sendDelivery({ consultationId, webhook, attempt: after.attempts.length + 1 }, seconds);
  }
}

async function post({ run, endedAt, webhook, publicUrl }: Ended, begun: Delivery, ports: DeliverPorts): Promise<WebhookReply> {
  const { verdicts, opinions: heard, vault, webhooks, clock, log } = ports;
  const webhookId = webhookIdOf(run.id, begun.webhook);
  const purpose = { purpose: `sign ${webhookId}`, tenant: run.tenant, consultationId: run.id };
  const key = (await vault.use(webhook.key, purpose))?.trim();
  if (key === undefined) return { reason: 'key-missing' };
  log.info('SECRET_USED', { consultationId: run.id, secret: webhook.key, webhook: begun.webhook });
  if (!canSign(key)) return { reason: 'key-unusable' };
  const [verdict, { opinions, rounds, attempts }] = await Promise.all([verdicts.get(run.id), heard.read(run.id)]);
  const { cost } = viewConsultation(run, opinions, attempts, verdict, rounds);
  const body = JSON.stringify(webhookPayload.parse(webhookPayloadOf(run, endedAt, { verdict, cost, publicUrl })));
  const headers = signedHeaders(webhookId, body, key, clock.now());
  return webhooks.post({ url: webhook.url, headers, body, timeoutMs: webhookTimeoutSeconds * 1000, declared: !isOfCaller(run, webhook) });
}

/** What a caller names may be anywhere, also where a circle happens to send to. */
function isOfCaller({ stated }: Run, { url }: Webhook): boolean {
  return stated?.webhook?.url === url;
}
