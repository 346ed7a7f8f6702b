/** The Lambda entry point of an expert function. */
import { maxReceives } from '../../shared/contract/workflow.ts';
import type { Model } from '../../shared/ports/model.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import type { CloudPart } from '../../shared/runtime/cloud/part.ts';
import {
  cloudConsensus,
  cloudKnowledge,
  cloudOpinions,
  cloudQueue,
  cloudRuns,
  cloudSecretUses,
  cloudVault,
  cloudWorkflow,
} from '../../shared/runtime/cloud/parts.ts';
import { queueDoor } from '../../shared/runtime/queue-door.ts';
import { handleRecord } from './handle-record.ts';

/** When the visibility of a message is over, a quarter of an hour later, nobody waits for its expert any more. */
const returnSeconds = 1;

/** What every worker has. */
const parts = [cloudConsensus, cloudKnowledge, cloudOpinions, cloudQueue, cloudRuns, cloudSecretUses, cloudVault, cloudWorkflow];
type Part = (typeof parts)[number];

/** The Lambda handler of a provider's queue. */
export function workerOnAws(name: string, model: Model) {
  return workerWith(name, [], () => model);
}

/** The handler of a queue whose model needs a port of its own. */
export function workerWith<Name extends keyof Ports>(
  name: string,
  own: readonly CloudPart<Name>[],
  modelOf: (ports: Pick<Ports, Name>) => Model,
) {
  return queueDoor<Part['port'] | Name>(
    name,
    [...parts, ...own],
    (record, ports) =>
      handleRecord({ ...record, last: record.receives !== undefined && record.receives >= maxReceives }, modelOf(ports), ports),
    { returnSeconds },
  );
}
