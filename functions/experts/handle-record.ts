/** One record of a provider's queue, the same in both modes. */
import { seatMessage } from '../../shared/contract/workflow.ts';
import type { Model } from '../../shared/ports/model.ts';
import { parseRecord, type QueueRecord } from '../../shared/runtime/queue-record.ts';
import { consult, soundAlarm } from './consult.ts';
import { setAside } from './set-aside.ts';
import type { WorkerPorts } from './worker-ports.ts';

/**
 * Handles one record. Throws if it should come again. The last time that it may come it becomes a dead letter, and its expert has
 * failed by name, at once.
 */
export async function handleRecord(record: QueueRecord, model: Model, ports: WorkerPorts): Promise<void> {
  const message = parseRecord(seatMessage, record.body, ports);
  const delivery = { redelivered: record.receives !== 1, remainingMs: record.remainingMs };
  try {
    if (record.stalled) throw new Error('each worker that took it stopped before it was done');
    if (message.stage === undefined) await consult(message, delivery, model, ports);
    else await soundAlarm(message.consultationId, message.stage, ports);
  } catch (error) {
    if (record.last) await setAside(message, error, delivery, ports);
    throw error;
  }
}
