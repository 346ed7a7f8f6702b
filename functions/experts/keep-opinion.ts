/** Keeps what an expert has said: it is paid for, so its worker holds on to it until it is stored or the worker's own time is over. */

import { type Opinion, opinion as opinionSchema } from '../../shared/contract/opinion.ts';
import type { RunState } from '../../shared/contract/run.ts';
import { CircleError, messageOf, NotFound } from '../../shared/errors.ts';
import type { MessageDelivery } from './message-delivery.ts';
import { persist } from './persist.ts';
import type { WorkerPorts } from './worker-ports.ts';

type KeepPorts = Pick<WorkerPorts, 'opinions' | 'clock' | 'log'>;

/** Milliseconds of a worker's time that are kept back: to give the message back and to say what was lost. */
const reserveMs = 15_000;

/**
 * Stores an opinion and counts it; returns the run as it is afterwards. Throws what the store threw when the time is nearly over: the
 * message then comes again, and the note that was made when the call began says that its cost is not known.
 */
export async function keepOpinion(
  consultationId: string,
  opinion: Opinion,
  { remainingMs }: Pick<MessageDelivery, 'remainingMs'>,
  ports: KeepPorts,
): Promise<RunState> {
  const { opinions, log } = ports;
  const { expert, status, usage, costUsd } = opinion;
  const leftMs = () => (remainingMs === undefined ? Number.POSITIVE_INFINITY : remainingMs() - reserveMs);
  const onFailure = (error: unknown) => log.warn('OPINION_WAITS', { consultationId, expert, reason: messageOf(error) });
  const record = (kept: Opinion) => persist(() => opinions.record(consultationId, kept), ports, { leftMs, onFailure });
  try {
    const { outcome, run } = await record(opinion).catch((error: unknown) => record(withoutItsWords(opinion, error)));
    log.info('OPINION_RECORDED', {
      consultationId,
      expert,
      status,
      reason: opinion.error?.type,
      outcome,
      latencyMs: opinion.latencyMs,
      costUsd,
    });
    return run;
  } catch (error) {
    log.error('OPINION_LOST', { consultationId, expert, status, usage, costUsd, reason: messageOf(error) });
    throw error;
  }
}

/** What is kept of an opinion whose words cannot be: names and numbers, which say who was asked, when, and what it has cost. */
const withoutWords = opinionSchema
  .pick({
    expert: true,
    round: true,
    provider: true,
    model: true,
    family: true,
    latencyMs: true,
    calls: true,
    usage: true,
    costUsd: true,
    charged: true,
    receivedAt: true,
  })
  .strip();

/**
 * The opinion without what the store may be unable to hold: that it was given, and what it has cost, is kept all the same. Throws the
 * error where that would not help: a store that is away, a run that is gone.
 */
function withoutItsWords(opinion: Opinion, error: unknown): Opinion {
  if ((error instanceof CircleError && error.retryable) || error instanceof NotFound) throw error;
  return {
    ...withoutWords.parse(opinion),
    status: 'failed',
    error: { type: 'not-kept', message: `the answer came, and could not be stored: ${messageOf(error)}`, retryable: true },
  };
}
