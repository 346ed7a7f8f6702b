/** One record of the queue of webhooks, the same in both modes. */
import { deliveryMessage } from '../../shared/contract/delivery.ts';
import { parseRecord, type QueueRecord } from '../../shared/runtime/queue-record.ts';
import { type DeliverPorts, deliver } from './deliver.ts';

/** Handles one record; links in the message lie below `publicUrl`. Throws if it should come again; after a few times it becomes a dead letter. */
export async function handleRecord(record: QueueRecord, ports: DeliverPorts, publicUrl?: string): Promise<void> {
  await deliver(parseRecord(deliveryMessage, record.body, ports), record.receives !== 1, ports, publicUrl);
}
