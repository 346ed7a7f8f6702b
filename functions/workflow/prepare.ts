/** State Prepare: takes an accepted consultation, or accepts a bare question under the execution's name. */

import * as z from 'zod';
import { consultationId } from '../../shared/contract/question.ts';
import type { RunState } from '../../shared/contract/run.ts';
import { readTolerantly } from '../../shared/contract/stored.ts';
import { deadlineSlackSeconds, prepared, prepareInput, startInput } from '../../shared/contract/workflow.ts';
import { operator } from '../../shared/domain/principal.ts';
import { RunEnded } from '../../shared/errors.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { cloudHealth, cloudKnowledge, cloudRuns, cloudWebhooks } from '../../shared/runtime/cloud/parts.ts';
import { defineFunction, parseInput, refuseMisfit } from '../../shared/runtime/define-function.ts';
import { onAws } from '../../shared/runtime/lambda-door.ts';
import { usableQuestion } from '../../shared/runtime/schemas/schema-threads.ts';
import { acceptNamed } from '../../shared/steps/accept-question.ts';
import { existingState } from '../../shared/steps/require-run.ts';
import { timeLeft } from '../../shared/steps/run-time.ts';

type PreparePorts = Pick<Ports, 'runs' | 'health' | 'webhooks' | 'knowledge' | 'clock' | 'log'>;

/** Returns the consultation and the whole seconds that `Ask` may wait. Safe to repeat: the execution's name is the id. */
export const prepare = defineFunction({
  name: 'prepare',
  input: prepareInput,
  output: prepared,
  async run({ input, execution }, ports: PreparePorts) {
    const run = 'consultationId' in input ? await findRun(input, ports) : await acceptBare(input, idOf(execution), ports);
    if (run.status !== 'open' && run.status !== 'closed') throw new RunEnded(run.id);
    const leftMs = timeLeft(run, ports.clock);
    ports.log.info('CONSULTATION_PREPARED', { consultationId: run.id, circle: run.circle, seats: run.experts.length, quorum: run.quorum });
    return { consultationId: run.id, deadlineSeconds: Math.max(1, Math.ceil(leftMs / 1000) + deadlineSlackSeconds) };
  },
});

/** Step Functions allows more in a name than an id may hold. */
function idOf(execution: string): string {
  return parseInput(z.strictObject({ execution: consultationId }), { execution }).execution;
}

async function findRun(input: unknown, ports: Pick<Ports, 'runs'>): Promise<RunState> {
  return existingState(refuseMisfit(() => readTolerantly(startInput.options[0], input)).consultationId, ports);
}

/** A state that is repeated finds its run, even if the circle has changed since. */
async function acceptBare(input: unknown, id: string, ports: PreparePorts): Promise<RunState> {
  const body = parseInput(startInput.options[1], input);
  const earlier = await ports.runs.state(id);
  return (
    earlier ?? acceptNamed(await usableQuestion(body), { id, tenant: operator.tenant, subject: operator.subject, door: 'workflow' }, ports)
  );
}

// called by Step Functions
export const handler = onAws(prepare, [cloudHealth, cloudKnowledge, cloudRuns, cloudWebhooks]);
