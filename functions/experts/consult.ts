/** The body of every expert function: one seat's message becomes one stored opinion, counted once. */

import type { Seat } from '../../shared/contract/expert.ts';
import { isOfJudge, isRanking, isSynthesis } from '../../shared/contract/judge-round.ts';
import type { AttemptNote, Opinion } from '../../shared/contract/opinion.ts';
import { isStored, opinionIn, opinionName, type ReadOpinions } from '../../shared/contract/rounds.ts';
import type { Run } from '../../shared/contract/run.ts';
import type { SeatMessage } from '../../shared/contract/workflow.ts';
import { debateOf } from '../../shared/domain/debate.ts';
import { judgedAnswers } from '../../shared/domain/judge.ts';
import { rankedAnswers } from '../../shared/domain/peer-ranking.ts';
import { seatsIn } from '../../shared/domain/seats-in-round.ts';
import { ledgerOf } from '../../shared/domain/synthesis.ts';
import { InvalidInput } from '../../shared/errors.ts';
import type { Model } from '../../shared/ports/model.ts';
import { goOn } from '../../shared/steps/go-on.ts';
import { existingRun } from '../../shared/steps/require-run.ts';
import { timeLeft } from '../../shared/steps/run-time.ts';
import { askExpert } from './ask-expert.ts';
import type { Shown } from './call.ts';
import { interrupted, spentBefore } from './interrupted.ts';
import { keepOpinion } from './keep-opinion.ts';
import type { MessageDelivery } from './message-delivery.ts';
import { persist } from './persist.ts';
import { saidBy } from './said-by.ts';
import type { WorkerPorts } from './worker-ports.ts';

const nothingKept: Awaited<ReturnType<WorkerPorts['opinions']['read']>> = { opinions: [], attempts: [] };

/** Throws only if the message should come again: an expert's failure is an opinion, not an error. */
export async function consult(message: SeatMessage, delivery: MessageDelivery, model: Model, ports: WorkerPorts): Promise<void> {
  const { log } = ports;
  const { consultationId, expert, round } = message;
  const leftOf = (leftMs: number) => Math.min(delivery.remainingMs?.() ?? Number.POSITIVE_INFINITY, leftMs);
  const untilDeadline = () => leftOf(Date.parse(message.deadlineAt) - ports.clock.now().getTime());
  const { run, seat } = await persist(() => seatOf(message, ports), ports, { leftMs: untilDeadline });
  const leftMs = () => leftOf(timeLeft(run, ports.clock));
  // A state machine that is resumed sends its messages again, and an expert that was quick has answered the first one.
  const mayBeKept = delivery.redelivered || round !== undefined || isStored(run, message) || run.limits !== undefined;
  const before = mayBeKept ? await persist(() => ports.opinions.read(consultationId), ports, { leftMs }) : nothingKept;

  const kept = opinionIn(before, message);
  if (kept) {
    // A worker may have died between storing the opinion, counting it and releasing the token.
    log.info('OPINION_DUPLICATE', { consultationId, expert });
    const { run: after } = await ports.opinions.record(consultationId, kept);
    return goOn(after, ports, { again: true });
  }
  const known = {
    earlier: before.attempts.find((note) => opinionName(note) === opinionName(message)),
    shown: await shownIn(message, run, before, { ports, leftMs }),
  };
  const opinion =
    run.status === 'open' ? await askExpert(run, seat, model, ports, known) : notAsked(message, { run, seat }, known.earlier, ports);
  const after = await keepOpinion(consultationId, opinion, delivery, ports);
  if (after.status === 'open') await goOn(after, ports);
}

/** What the expert of a message is shown beyond the first round. Throws `InvalidInput` for one that has nothing to think over. */
async function shownIn(
  { round, expert }: SeatMessage,
  run: Run,
  before: ReadOpinions,
  { ports, leftMs }: { readonly ports: WorkerPorts; readonly leftMs: () => number },
): Promise<Shown | undefined> {
  if (round === undefined || run.status !== 'open') return undefined;
  if (isSynthesis({ round })) {
    const weighing = await persist(() => ports.consensus.weighSoFar(run.id), ports, { leftMs });
    return { round, ledger: ledgerOf(run, weighing, before) };
  }
  if (isOfJudge({ round })) return { round, answers: judgedAnswers(run, before, round) };
  if (isRanking({ round })) return { round, answers: rankedAnswers(run, before, expert) ?? noAnswer(run, expert) };
  return { round, debate: debateOf(run, before, expert) ?? noAnswer(run, expert) };
}

function noAnswer({ id }: Run, expert: string): never {
  throw new InvalidInput([{ field: 'expert', message: `${expert} has given no answer in consultation ${id}` }]);
}

/** The time of a stage has come. A run that has ended or is gone needs none. */
export async function soundAlarm(consultationId: string, late: number, ports: WorkerPorts): Promise<void> {
  const run = await ports.runs.state(consultationId);
  if (run?.status === 'open') await goOn(run, ports, { again: true, late });
}

/** The run of a message and its expert's seat. Throws `NotFound` or `InvalidInput` where there is none. */
export async function seatOf(
  { consultationId, expert, round }: SeatMessage,
  ports: Pick<WorkerPorts, 'runs'>,
): Promise<{ readonly run: Run; readonly seat: Seat }> {
  const run = await existingRun(consultationId, ports);
  const seat = seatsIn(run, { round }).find((candidate) => candidate.expert === expert);
  const isAsked = round === undefined || run.rounds?.some((begun) => begun.round === round && begun.experts.includes(expert));
  if (!seat || !isAsked) throw new InvalidInput([{ field: 'expert', message: `${expert} has no seat in consultation ${consultationId}` }]);
  return { run, seat };
}

/** No money is spent on a run that no longer waits. */
function notAsked(
  { round }: SeatMessage,
  { run, seat }: { readonly run: Run; readonly seat: Seat },
  earlier: AttemptNote | undefined,
  { clock }: Pick<WorkerPorts, 'clock'>,
): Opinion {
  const cancelled = run.status === 'cancelled';
  const ended = cancelled ? 'was cancelled' : 'ended';
  const error = earlier
    ? { type: 'interrupted', message: `${whatHadHappened(earlier)}; the consultation ${ended} before it could be asked again` }
    : { type: 'not-asked', message: `the consultation ${ended} before this expert was asked` };
  return {
    ...saidBy(seat, round),
    status: cancelled ? 'cancelled' : 'abandoned',
    error: { ...error, retryable: false },
    ...spentBefore(earlier, run),
    latencyMs: 0,
    receivedAt: clock.now().toISOString(),
  };
}

function whatHadHappened({ underWay, error }: AttemptNote): string {
  return underWay || !error ? interrupted : `the last attempt failed: ${error.message}`;
}
