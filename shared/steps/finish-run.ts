/** How a run ends: frozen and given its verdict, or failed by name. Each step may be repeated. */

import type { ConsultationStatus } from '../contract/consultation.ts';
import type { Failure } from '../contract/journal.ts';
import type { RunState } from '../contract/run.ts';
import type { Weighing } from '../contract/verdict.ts';
import { costOf, visibleStatus } from '../domain/consultation-view.ts';
import { isDebated } from '../domain/debate.ts';
import { deliberationInWords } from '../domain/deliberation-words.ts';
import { endedEvent } from '../domain/ended-event.ts';
import { outcomeOf } from '../domain/outcome.ts';
import { closingRule } from '../domain/quorum.ts';
import { hasVerdict } from '../domain/reliability.ts';
import { strategyInWords } from '../domain/strategy-words.ts';
import { makeVerdict, statusOf } from '../domain/verdict.ts';
import { RunEnded } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import { holdToLedger } from './hold-to-ledger.ts';
import { keptByLimit } from './kept-by-limit.ts';
import { learnFromVerdict } from './learn.ts';
import { queueDeliveries } from './queue-deliveries.ts';
import { replayStrategies } from './replay-strategies.ts';
import { existingRun, existingState } from './require-run.ts';
import { momentOf } from './run-time.ts';

/** The ports that end a run and publish the end; of the opinions, what they have cost. */
export type EndingPorts = Pick<Ports, 'runs' | 'verdicts' | 'queue' | 'bus' | 'clock' | 'log'> & {
  readonly opinions: Pick<Ports['opinions'], 'read'>;
};

/** What was heard of a run. */
type Heard = Awaited<ReturnType<EndingPorts['opinions']['read']>>;

/** What it takes to publish a verdict. */
type PublishPorts = EndingPorts & Pick<Ports, 'opinions' | 'reliability' | 'consensus' | 'knowledge'>;

/** Freezes the opinions. Throws `RunEnded` for a run that was cancelled or has ended. */
export async function closeRun(consultationId: string, { runs, clock, log }: Pick<Ports, 'runs' | 'clock' | 'log'>): Promise<RunState> {
  const run = await runs.close(consultationId, (open) => closingRule(open, momentOf(open, clock)));
  if (run.status !== 'closed') throw new RunEnded(consultationId);
  log.info('CONSULTATION_CLOSED', { consultationId, endedBy: run.endedBy, answered: run.answered, failed: run.failed });
  return run;
}

/** Writes the verdict of a closed run, once, notifies webhooks and bus, and learns from it. Returns the status that the run has. */
export async function publishVerdict(consultationId: string, weighing: Weighing, ports: PublishPorts): Promise<ConsultationStatus> {
  const { opinions: heard, verdicts, consensus, clock, log } = ports;
  const run = await existingRun(consultationId, ports);
  const told = await heard.read(consultationId);
  const { opinions, attempts } = told;
  const kept = await keptByLimit(run, ports);
  const compared = isDebated(run)
    ? { first: await consensus.weigh(run.id, undefined, 'first'), alike: await consensus.alike(run.id) }
    : undefined;
  const { outcome, decidedBy } = outcomeOf(run, weighing, told);
  const verdict = makeVerdict(run, outcome, opinions, attempts, {
    sleptMs: clock.slept(new Date(run.createdAt), run.machine),
    kept,
    strategy: strategyInWords(run, weighing, opinions, ports.knowledge, kept),
    deliberation: deliberationInWords(run, weighing, told, { compared, decidedBy }),
    synthesis: await holdToLedger(run, outcome, told, ports),
    decidedBy,
    replays: await replayStrategies(run, weighing, opinions, ports),
  });
  const status = statusOf(run, outcome);
  await queueDeliveries(run, ports);
  const isFirst = await verdicts.publish(consultationId, status, verdict, clock.now().toISOString());
  if (isFirst) {
    log.info('CONSULTATION_ENDED', { consultationId, status, endedBy: verdict.endedBy, method: verdict.method, costUsd: run.costUsd });
  }
  const ended = await announceEnd(consultationId, ports, told);
  // Taught by the one that has ended it, so once; what is lost between the two, `relearn` makes up for. What experts say after they have seen one
  // another says little of each.
  if (isFirst && hasVerdict({ status: ended })) await learnFromVerdict(run, compared?.first ?? weighing, ports);
  return ended;
}

/**
 * Closes a run, has the core weigh its opinions, and publishes the verdict. Safe to repeat from its start, since each part is.
 * Throws `RunEnded` for a cancelled or ended run, `Unavailable` without the core. Returns the status that the run has.
 */
export async function concludeRun(consultationId: string, ports: PublishPorts): Promise<ConsultationStatus> {
  await closeRun(consultationId, ports);
  return publishVerdict(consultationId, await ports.consensus.weigh(consultationId), ports);
}

/** Ends a run by a named failure, once, and notifies webhooks and bus. */
export async function failRun(run: RunState, failure: Failure, ports: EndingPorts): Promise<void> {
  await queueDeliveries(run, ports);
  if (await ports.runs.fail(run.id, failure, ports.clock.now().toISOString())) {
    ports.log.error('CONSULTATION_FAILED', { consultationId: run.id, failure: failure.type });
  }
  await announceEnd(run.id, ports);
}

/** Ends a run at its caller's request; repeated, it is the same cancellation. False if the run has ended otherwise or is being weighed. */
export async function cancelRun(run: RunState, ports: EndingPorts & Pick<Ports, 'workflow'>): Promise<boolean> {
  await queueDeliveries(run, ports);
  const first = await ports.runs.cancel(run.id, ports.clock.now().toISOString());
  if (!first && (await existingState(run.id, ports)).status !== 'cancelled') return false;
  if (first) ports.log.info('CONSULTATION_CANCELLED', { consultationId: run.id });
  await ports.workflow.stop(run.id);
  await announceEnd(run.id, ports);
  return true;
}

/**
 * Publishes how a run has ended on the bus, from what is stored. A repeated step publishes it again: the process may have died between the
 * end and its event, so listeners get each end at least once.
 */
async function announceEnd(consultationId: string, ports: EndingPorts, known?: Heard): Promise<ConsultationStatus> {
  const run = await existingState(consultationId, ports);
  const status = visibleStatus(run);
  if (run.endedAt === undefined) return status;
  const [verdict, { opinions, rounds = opinions, attempts }] = await Promise.all([
    ports.verdicts.get(consultationId),
    known ?? ports.opinions.read(consultationId),
  ]);
  await ports.bus.publish(endedEvent(run, run.endedAt, { verdict, cost: costOf(run, rounds, attempts) }));
  return status;
}
