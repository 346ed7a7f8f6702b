/** Sends a webhook once more whose delivery is over (given up while its receiver was away, or lost by it), or has lost the message that should go on with it. */
import type { Delivery } from '../contract/delivery.ts';
import { hasLostMessage, sendAgain, webhookIdOf } from '../domain/delivery.ts';
import { Conflict, NotFound } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';

type ResendPorts = Pick<Ports, 'deliveries' | 'queue' | 'clock'>;

/**
 * Queues one more attempt. Throws `NotFound` for a webhook that the run does not have, `Conflict` for one that is still being tried, and what the queue throws:
 * the delivery is then as it was.
 */
export async function resendWebhook(
  run: { readonly id: string; readonly notified: number; readonly endedAt?: string | undefined },
  webhookId: string,
  ports: ResendPorts,
): Promise<void> {
  const { deliveries, queue, clock } = ports;
  const place = Array.from({ length: run.notified }, (_, index) => webhookIdOf(run.id, index)).indexOf(webhookId);
  if (place === -1) throw new NotFound(`webhook ${webhookId} of consultation ${run.id}`);
  const stored = (await deliveries.read(run.id)).find(({ webhook }) => webhook === place);
  const message = { consultationId: run.id, webhook: place, attempt: (stored?.attempts.length ?? 0) + 1 };
  if (!stored || stored.state === 'pending') {
    if (!hasLostMessage(stored, run.endedAt, clock.now())) throw new Conflict(`webhook ${webhookId} is still being delivered`);
    // A second message of one attempt does no harm: which of them makes it is settled in the store.
    return queue.sendDelivery(message, 0);
  }
  // Stored first: a message that finds a delivery that is over does nothing.
  const pending = sendAgain(stored, clock.now());
  if (!(await deliveries.save(pending))) throw new Conflict(`webhook ${webhookId} is being sent by somebody else`);
  await queue.sendDelivery(message, 0).catch((error: unknown) => takeBack(stored, pending, error, ports));
}

/** Nobody would go on with a pending delivery without a message. Where this is lost too, it may be sent again once its message cannot be under way. */
async function takeBack(stored: Delivery, pending: Delivery, error: unknown, { deliveries }: ResendPorts): Promise<never> {
  await deliveries.save({ ...stored, version: pending.version + 1 }).catch(() => false);
  throw error;
}
