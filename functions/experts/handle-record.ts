/** One record of a provider's queue, the same in both modes. */
import { type SeatMessage, seatMessage } from '../../shared/contract/workflow.ts';
import { InvalidInput } from '../../shared/errors.ts';
import type { Model } from '../../shared/ports.ts';
import { parseInput } from '../../shared/runtime/define-function.ts';
import { consult } from './consult.ts';
import type { WorkerPorts } from './worker-ports.ts';

/** What a worker needs of a queue's record. */
export interface QueueRecord {
  readonly body: string;
  /** How often it has been received; unknown where a queue does not tell. */
  readonly receives: number | undefined;
}

/** Handles one record. Throws if it should come again; after three times it becomes a dead letter. */
export async function handleRecord(record: QueueRecord, model: Model, ports: WorkerPorts): Promise<void> {
  await consult(readMessage(record.body, ports), record.receives !== 1, model, ports);
}

function readMessage(body: string, { log }: Pick<WorkerPorts, 'log'>): SeatMessage {
  try {
    return parseInput(seatMessage, JSON.parse(body));
  } catch (cause) {
    log.error('MESSAGE_REJECTED', { bytes: Buffer.byteLength(body) });
    throw cause instanceof InvalidInput ? cause : new InvalidInput([{ field: '', message: 'the message is not JSON' }], { cause });
  }
}
