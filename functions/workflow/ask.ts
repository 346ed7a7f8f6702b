/** State Ask: keeps the token with the run and sends one message a seat, or those of the first stage. Whoever completes the quorum releases the token. */
import * as z from 'zod';
import { askInput } from '../../shared/contract/workflow.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import {
  cloudConsensus,
  cloudKnowledge,
  cloudQueue,
  cloudReliability,
  cloudRuns,
  cloudWorkflow,
} from '../../shared/runtime/cloud/parts.ts';
import { defineFunction } from '../../shared/runtime/define-function.ts';
import { onAws } from '../../shared/runtime/lambda-door.ts';
import { goOn } from '../../shared/steps/go-on.ts';
import { planRun } from '../../shared/steps/plan-stages.ts';
import { existingRun, existingState } from '../../shared/steps/require-run.ts';
import { sendStages } from '../../shared/steps/send-stages.ts';

type AskPorts = Pick<Ports, 'runs' | 'queue' | 'workflow' | 'reliability' | 'consensus' | 'knowledge' | 'clock' | 'log'>;

/** Safe to repeat: each attempt overwrites the token, and messages are sent once all went out. */
export const ask = defineFunction({
  name: 'ask',
  input: askInput,
  output: z.strictObject({}),
  async run({ consultationId, taskToken }, ports: AskPorts) {
    const run = await ports.runs.saveToken(consultationId, taskToken);
    if (run.status === 'open' && !run.sent) await sendStages(await planRun(await existingRun(consultationId, ports), ports), ports);
    // The last answer may have come while no valid token was stored (a retry, a restart): nobody else would release this one.
    await goOn(await existingState(consultationId, ports), ports, { held: taskToken, again: true });
    return {};
  },
});

// called by Step Functions, which then waits for the token
export const handler = onAws(ask, [cloudConsensus, cloudKnowledge, cloudQueue, cloudReliability, cloudRuns, cloudWorkflow]);
