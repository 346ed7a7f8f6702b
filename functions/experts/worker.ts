/** The Lambda door of an expert function. */
import type { Model } from '../../shared/ports.ts';
import { cloudConsensus, cloudKnowledge, cloudStore, cloudVault, cloudWorkflow } from '../../shared/runtime/cloud/parts.ts';
import { queueDoor } from '../../shared/runtime/queue-door.ts';
import { handleRecord } from './handle-record.ts';

/** The Lambda handler of a provider's queue. */
export function workerOnAws(name: string, model: Model) {
  return queueDoor(name, [cloudConsensus, cloudKnowledge, cloudStore, cloudVault, cloudWorkflow], (record, ports) =>
    handleRecord(record, model, ports),
  );
}
