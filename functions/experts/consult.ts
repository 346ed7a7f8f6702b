/** The body of every expert function: one seat's message becomes one stored opinion, counted once. */
import type { Run } from '../../shared/contract/consultation.ts';
import type { Seat } from '../../shared/contract/expert.ts';
import type { Opinion } from '../../shared/contract/opinion.ts';
import type { SeatMessage } from '../../shared/contract/workflow.ts';
import { costOf, priceOf } from '../../shared/domain/budget.ts';
import { InvalidInput, NotFound } from '../../shared/errors.ts';
import type { Model } from '../../shared/ports.ts';
import { releaseIfDone } from '../../shared/steps/release-token.ts';
import { askExpert } from './ask-expert.ts';
import { interrupted, unknownUsage } from './interrupted.ts';
import type { WorkerPorts } from './worker-ports.ts';

/**
 * Handles a message; `redelivered` says that it may have been handled before.
 * Throws only if the message should come again: an expert's failure is an opinion, not an error.
 */
export async function consult(message: SeatMessage, redelivered: boolean, model: Model, ports: WorkerPorts): Promise<void> {
  const { store, log } = ports;
  const { consultationId, expert } = message;
  const run = await store.getRun(consultationId);
  if (!run) throw new NotFound(`consultation ${consultationId}`);
  const seat = run.seats.find((candidate) => candidate.expert === expert);
  if (!seat) throw new InvalidInput([{ field: 'expert', message: `${expert} has no seat in consultation ${consultationId}` }]);

  if (redelivered && (await hasOpinion(consultationId, expert, ports))) {
    // A worker may have died between storing the opinion and releasing the token.
    log.info('OPINION_DUPLICATE', { consultationId, expert });
    return releaseIfDone(run, run.token, ports);
  }
  const opinion = run.status === 'open' ? await askExpert(run, seat, model, ports, redelivered) : notAsked(run, seat, redelivered, ports);
  const { outcome, run: after } = await store.recordOpinion(consultationId, opinion);
  log.info('OPINION_RECORDED', {
    consultationId,
    expert,
    status: opinion.status,
    reason: opinion.error?.type,
    outcome,
    latencyMs: opinion.latencyMs,
  });
  if (after.status === 'open') await releaseIfDone(after, after.token, ports);
}

async function hasOpinion(consultationId: string, expert: string, { store }: Pick<WorkerPorts, 'store'>): Promise<boolean> {
  const { opinions } = await store.readOpinions(consultationId);
  return opinions.some((opinion) => opinion.expert === expert);
}

/** No money is spent on a run that no longer waits. */
function notAsked(run: Run, seat: Seat, redelivered: boolean, { clock, knowledge }: Pick<WorkerPorts, 'clock' | 'knowledge'>): Opinion {
  const cancelled = run.status === 'cancelled';
  const ended = cancelled ? 'was cancelled' : 'ended';
  return {
    expert: seat.expert,
    provider: seat.provider,
    model: seat.model,
    family: seat.family,
    status: cancelled ? 'cancelled' : 'abandoned',
    ...(redelivered
      ? {
          error: {
            type: 'interrupted',
            message: `${interrupted}; the consultation ${ended} before it could be asked again`,
            retryable: false,
          },
          usage: unknownUsage,
          costUsd: costOf(unknownUsage, priceOf(seat, knowledge)),
        }
      : {
          error: { type: 'not-asked', message: `the consultation ${ended} before this expert was asked`, retryable: false },
          costUsd: 0,
        }),
    latencyMs: 0,
    receivedAt: clock.now().toISOString(),
  };
}
