/** Hands the end of a run to its webhooks. */
import type { RunState } from '../contract/run.ts';
import type { Ports } from '../ports/ports.ts';

/** Seconds until a delivery is looked at first: the end, which is written after its message, is then usually there. */
const headStartSeconds = 1;

/**
 * Queues a message for each webhook of a run that is about to end. It comes before the end is written: a process that dies in between
 * leaves a message that waits for the end, and never an end without a notification. May be repeated: the delivery log recognises copies.
 */
export async function queueDeliveries({ id, notified }: Pick<RunState, 'id' | 'notified'>, { queue }: Pick<Ports, 'queue'>): Promise<void> {
  const webhooks = Array.from({ length: notified }, (_, place) => place);
  await Promise.all(webhooks.map((webhook) => queue.sendDelivery({ consultationId: id, webhook, attempt: 1 }, headStartSeconds)));
}
