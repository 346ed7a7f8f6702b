/** One record of a provider's queue, the same in both modes. */
import { seatMessage } from '../../shared/contract/workflow.ts';
import type { Model } from '../../shared/ports.ts';
import { parseRecord, type QueueRecord } from '../../shared/runtime/queue-record.ts';
import { consult } from './consult.ts';
import type { WorkerPorts } from './worker-ports.ts';

/** Handles one record. Throws if it should come again; after three times it becomes a dead letter. */
export async function handleRecord(record: QueueRecord, model: Model, ports: WorkerPorts): Promise<void> {
  await consult(parseRecord(seatMessage, record.body, ports), record.receives !== 1, model, ports);
}
