/** State Conclude: closes the run, has the core weigh its opinions, and publishes the verdict. One state, since each one is billed by itself. */
import { concludeInput, published } from '../../shared/contract/workflow.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import {
  cloudBus,
  cloudConsensus,
  cloudKnowledge,
  cloudOpinions,
  cloudQueue,
  cloudReliability,
  cloudRuns,
  cloudVerdicts,
} from '../../shared/runtime/cloud/parts.ts';
import { defineFunction } from '../../shared/runtime/define-function.ts';
import { onAws } from '../../shared/runtime/lambda-door.ts';
import { concludeRun } from '../../shared/steps/finish-run.ts';

/** Safe to repeat from its start, since each of its steps is. Throws `RunEnded` for a cancelled or ended run, `Unavailable` without the core. */
export const conclude = defineFunction({
  name: 'conclude',
  input: concludeInput,
  output: published,
  async run(
    { consultationId },
    ports: Pick<Ports, 'runs' | 'opinions' | 'verdicts' | 'reliability' | 'consensus' | 'knowledge' | 'queue' | 'bus' | 'clock' | 'log'>,
  ) {
    return { consultationId, status: await concludeRun(consultationId, ports) };
  },
});

// called by Step Functions
export const handler = onAws(conclude, [
  cloudBus,
  cloudConsensus,
  cloudKnowledge,
  cloudOpinions,
  cloudQueue,
  cloudReliability,
  cloudRuns,
  cloudVerdicts,
]);
