/** The queues. */
import type { DeliveryMessage } from '../contract/delivery.ts';
import type { QueuedProviderKind } from '../contract/expert.ts';
import type { SeatMessage } from '../contract/workflow.ts';

/** A queue: one a provider kind, and one for the deliveries of webhooks. */
export type QueueName = QueuedProviderKind | 'webhooks';

/** The queues, each at least once, with a dead-letter queue. */
export interface Queue {
  /** Resolves when every message is durably queued. Nobody receives one before `delaySeconds`, a whole number up to 900, are over. */
  send(provider: QueuedProviderKind, messages: readonly SeatMessage[], delaySeconds?: number): Promise<void>;
  /** Resolves when the message is durably queued. Nobody receives it before `delaySeconds`, a whole number up to 900, are over. */
  sendDelivery(message: DeliveryMessage, delaySeconds: number): Promise<void>;
}
