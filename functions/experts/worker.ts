/** The Lambda entry point of an expert function. */
import { maxReceives } from '../../shared/contract/workflow.ts';
import type { Model } from '../../shared/ports/model.ts';
import {
  cloudConsensus,
  cloudKnowledge,
  cloudOpinions,
  cloudRuns,
  cloudSecretUses,
  cloudVault,
  cloudWorkflow,
} from '../../shared/runtime/cloud/parts.ts';
import { queueDoor } from '../../shared/runtime/queue-door.ts';
import { handleRecord } from './handle-record.ts';

/** When the visibility of a message is over, a quarter of an hour later, nobody waits for its expert any more. */
const returnSeconds = 1;

/** The Lambda handler of a provider's queue. */
export function workerOnAws(name: string, model: Model) {
  return queueDoor(
    name,
    [cloudConsensus, cloudKnowledge, cloudOpinions, cloudRuns, cloudSecretUses, cloudVault, cloudWorkflow],
    (record, ports) => handleRecord({ ...record, last: record.receives !== undefined && record.receives >= maxReceives }, model, ports),
    { returnSeconds },
  );
}
