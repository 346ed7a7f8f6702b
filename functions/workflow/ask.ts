/** State Ask: keeps the token with the run and sends one message a seat. Whoever completes the quorum releases the token. */
import * as z from 'zod';
import { type QueuedProviderKind, queuedProviderKinds } from '../../shared/contract/expert.ts';
import type { Run } from '../../shared/contract/run.ts';
import { askInput } from '../../shared/contract/workflow.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { cloudConsensus, cloudQueue, cloudRuns, cloudWorkflow } from '../../shared/runtime/cloud/parts.ts';
import { defineFunction } from '../../shared/runtime/define-function.ts';
import { onAws } from '../../shared/runtime/lambda-door.ts';
import { releaseIfDone } from '../../shared/steps/release-token.ts';
import { existingRun, existingState } from '../../shared/steps/require-run.ts';

/** Safe to repeat: each attempt overwrites the token, and messages are sent once all went out. */
export const ask = defineFunction({
  name: 'ask',
  input: askInput,
  output: z.strictObject({}),
  async run({ consultationId, taskToken }, ports: Pick<Ports, 'runs' | 'queue' | 'workflow' | 'consensus' | 'log'>) {
    const run = await ports.runs.saveToken(consultationId, taskToken);
    if (run.status === 'open' && !run.sent) await sendSeats(await existingRun(consultationId, ports), ports);
    // The last answer may have come while no valid token was stored (a retry, a restart): nobody else would release this one.
    await releaseIfDone(await existingState(consultationId, ports), ports, taskToken);
    return {};
  },
});

async function sendSeats(run: Run, { queue, runs, log }: Pick<Ports, 'runs' | 'queue' | 'log'>): Promise<void> {
  for (const provider of queuedProviderKinds) {
    const messages = messagesFor(run, provider);
    if (messages.length > 0) await queue.send(provider, messages);
  }
  await runs.markSent(run.id);
  log.info('CONSULTATION_ASKED', { consultationId: run.id, seats: run.seats.length });
}

function messagesFor(run: Run, provider: QueuedProviderKind) {
  return run.seats
    .filter((seat) => seat.provider === provider)
    .map(({ expert }) => ({ consultationId: run.id, expert, tenant: run.tenant, deadlineAt: run.deadlineAt }));
}

// called by Step Functions, which then waits for the token
export const handler = onAws(ask, [cloudConsensus, cloudQueue, cloudRuns, cloudWorkflow]);
