/** Sends a webhook once more whose delivery is over: given up while its receiver was away, or lost by it. */
import { sendAgain, webhookIdOf } from '../domain/delivery.ts';
import { Conflict, NotFound } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';

/** Queues one more attempt. Throws `NotFound` for a webhook that the run does not have, `Conflict` for one that is still being tried. */
export async function resendWebhook(
  run: { readonly id: string; readonly notified: number },
  webhookId: string,
  { deliveries, queue, clock }: Pick<Ports, 'deliveries' | 'queue' | 'clock'>,
): Promise<void> {
  const place = Array.from({ length: run.notified }, (_, index) => webhookIdOf(run.id, index)).indexOf(webhookId);
  if (place === -1) throw new NotFound(`webhook ${webhookId} of consultation ${run.id}`);
  const stored = (await deliveries.read(run.id)).find(({ webhook }) => webhook === place);
  if (!stored || stored.state === 'pending') throw new Conflict(`webhook ${webhookId} is still being delivered`);
  // Stored first: a message that finds a delivery that is over does nothing.
  if (!(await deliveries.save(sendAgain(stored, clock.now())))) throw new Conflict(`webhook ${webhookId} is being sent by somebody else`);
  await queue.sendDelivery({ consultationId: run.id, webhook: place, attempt: stored.attempts.length + 1 }, 0);
}
