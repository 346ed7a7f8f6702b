/** Job sweep, every minute: ends runs whose deadline has passed without a verdict, whatever was lost on the way. */
import * as z from 'zod';
import type { RunState } from '../../shared/contract/run.ts';
import { deadlineSlackSeconds } from '../../shared/contract/workflow.ts';
import { messageOf } from '../../shared/errors.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import {
  cloudBus,
  cloudConsensus,
  cloudKnowledge,
  cloudListings,
  cloudOpinions,
  cloudQueue,
  cloudReliability,
  cloudRuns,
  cloudVerdicts,
  cloudWorkflow,
} from '../../shared/runtime/cloud/parts.ts';
import { defineFunction } from '../../shared/runtime/define-function.ts';
import { onAws } from '../../shared/runtime/lambda-door.ts';
import { concludeRun, failRun } from '../../shared/steps/finish-run.ts';

type SweepPorts = Pick<
  Ports,
  'runs' | 'opinions' | 'verdicts' | 'listings' | 'reliability' | 'queue' | 'workflow' | 'consensus' | 'knowledge' | 'bus' | 'clock' | 'log'
>;

/** Runs of one sweep; the next one takes the rest. */
const batch = 100;
/** Seconds past the deadline in which the workflow itself is still about to end the run: its slack, and time to close and weigh. */
const graceSeconds = deadlineSlackSeconds + 5;
/** Seconds past the deadline after which a run that cannot be weighed is failed by name, so that nobody waits for ever. */
const giveUpSeconds = 600;

/** Returns how many runs it ended and how many it must leave to the next sweep. */
export const sweep = defineFunction({
  name: 'sweep',
  input: z.looseObject({}),
  output: z.strictObject({ ended: z.int(), left: z.int() }),
  async run(_, ports: SweepPorts) {
    const before = new Date(ports.clock.now().getTime() - graceSeconds * 1000).toISOString();
    const overdue = await ports.listings.overdue(before, batch);
    let ended = 0;
    for (const run of overdue) if (await endOrReport(run, ports)) ended += 1;
    return { ended, left: overdue.length - ended };
  },
});

/** One run that cannot be ended must not keep the others waiting. */
async function endOrReport(run: RunState, ports: SweepPorts): Promise<boolean> {
  const report = (error: unknown) => {
    ports.log.error('FUNCTION_FAILED', { function: 'sweep', consultationId: run.id, reason: messageOf(error) });
    return false;
  };
  return (await endOverdue(run, ports).catch(report)) || (await giveUp(run, ports).catch(report));
}

async function endOverdue(run: RunState, ports: SweepPorts): Promise<boolean> {
  if (run.status === 'open' && (await releaseWaiting(run, ports))) return true;
  // The workflow died, or it has given up.
  await concludeRun(run.id, ports);
  ports.log.warn('CONSULTATION_SWEPT', { consultationId: run.id });
  return true;
}

/** Fails a run by name once it has been tried for long enough. */
async function giveUp(run: RunState, ports: SweepPorts): Promise<boolean> {
  const deadline = new Date(run.deadlineAt);
  // A night, or a clock that was set forward, is no time in which it was tried.
  const overdueMs = ports.clock.now().getTime() - deadline.getTime() - ports.clock.away(deadline);
  if (overdueMs < giveUpSeconds * 1000) return false;
  await failRun(run, { type: 'NotFinished', message: `no verdict could be made within ${giveUpSeconds} s after the deadline` }, ports);
  return true;
}

/** The waiting state, if there is one, goes on by itself. */
async function releaseWaiting({ id }: RunState, { runs, workflow }: Pick<Ports, 'runs' | 'workflow'>): Promise<boolean> {
  const token = await runs.token(id);
  return token !== undefined && (await workflow.finish(token, { consultationId: id })) === 'released';
}

// called by EventBridge Scheduler
export const handler = onAws(sweep, [
  cloudBus,
  cloudConsensus,
  cloudKnowledge,
  cloudQueue,
  cloudListings,
  cloudOpinions,
  cloudReliability,
  cloudRuns,
  cloudVerdicts,
  cloudWorkflow,
]);
