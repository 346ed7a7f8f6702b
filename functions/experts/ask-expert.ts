/** Asks one expert inside its time: attempts, waiting hints and the end of the run, until there is an answer or a named reason. */

import type { Seat } from '../../shared/contract/expert.ts';
import type { AttemptNote, Opinion, Usage } from '../../shared/contract/opinion.ts';
import type { Run } from '../../shared/contract/run.ts';
import { formOf, inWords, keepsToSchemas } from '../../shared/domain/answer-form.ts';
import { partlyRead } from '../../shared/domain/read-in-full.ts';
import { nextAttemptMs } from '../../shared/domain/retry.ts';
import { turnMs } from '../../shared/domain/turns.ts';
import { withoutUndefined } from '../../shared/domain/without-undefined.ts';
import { ExpertFailure, expertFailures } from '../../shared/errors.ts';
import type { Model, ModelRequest } from '../../shared/ports/model.ts';
import { timeLeft } from '../../shared/steps/run-time.ts';
import { type AskPorts, type Call, leftMs, RunOver, requireOpen, type Shown } from './call.ts';
import { askInForm } from './call-model.ts';
import { conforming } from './conform.ts';
import { unknownUsage } from './interrupted.ts';
import { questionFor } from './judged-findings.ts';
import { opinionOfReply, type ReadReply, readReply } from './read-reply.ts';
import { wordOn } from './read-word.ts';
import { saidBy } from './said-by.ts';
import { openSpending } from './spending.ts';
import { watchEnd } from './watch-end.ts';

/**
 * The opinion of an expert: answered, unreadable, failed with a reason, timed out, cancelled or abandoned. Errors of our own parts are thrown.
 * `earlier` is what a worker that stopped has left of asking the expert before; `shown` is what it is shown beyond the first round.
 */
export async function askExpert(
  run: Run,
  seat: Seat,
  model: Model,
  ports: AskPorts,
  { earlier, shown }: { readonly earlier?: AttemptNote | undefined; readonly shown?: Shown | undefined } = {},
): Promise<Opinion> {
  const { clock } = ports;
  const startedAt = clock.monotonic();
  // The deadline is a moment; what is left of it is a time, which no setting of a clock changes any more.
  const untilDeadline = timeLeft(run, clock);
  const turn = { expert: seat.expert, round: shown?.round };
  const endsAt = startedAt + Math.min(turnMs(run, turn, untilDeadline), seat.timeoutSeconds * 1000);
  const [abort, ended] = [new AbortController(), new AbortController()];
  const stopWatching = watchEnd(run.id, ports, (status) => {
    ended.abort(new RunOver(status, false));
    // Nobody wants the answer of a cancelled run; any other one is paid for, so its circle says what becomes of it.
    if (status === 'cancelled' || run.late === 'abort') abort.abort(new RunOver(status, true));
  });
  const round = shown?.round;
  const spending = openSpending(run, seat, { earlier, round }, ports);
  try {
    const question = await questionFor(run, seat, ports, () => endsAt - clock.monotonic());
    const call: Call = { run, seat, question, shown, model, ports, spending, signal: abort.signal, ended: ended.signal, endsAt };
    const read = await attemptUntilDone(call);
    spending.add(read.reply.usage);
    return opinionOf({ seat, round, ports, spending }, startedAt, opinionOfReply(read, run));
  } catch (error) {
    return opinionOf({ seat, round, ports, spending }, startedAt, failureOf(error));
  } finally {
    stopWatching();
  }
}

async function attemptUntilDone(call: Call): Promise<ReadReply> {
  let flaw: string | undefined;
  let counted = 0;
  for (let attempts = 1; ; attempts++) {
    try {
      return await attemptOnce(call, flaw);
    } catch (error) {
      call.spending.add(usageOf(error));
      if (!(error instanceof ExpertFailure)) throw error;
      if (!error.passes) counted += 1;
      const waitMs = waitBeforeNext(call, { attempts, counted }, error);
      // Nobody waits for a call that no limit has room for.
      if (waitMs === undefined || !call.spending.hasRoom()) throw error;
      flaw = error.type === 'schema-mismatch' ? error.message : flaw;
      await call.spending.failed(error);
      await call.ports.clock.sleep(waitMs, call.ended);
      await requireOpen(call);
    }
  }
}

/** What a failed attempt has used: unknown where the provider may bill it without having reported it. */
function usageOf(error: unknown): Usage | undefined {
  if (error instanceof RunOver) return error.midCall ? unknownUsage : undefined;
  if (!(error instanceof ExpertFailure)) return undefined;
  return error.usage ?? (expertFailures[error.type].billable ? unknownUsage : undefined);
}

/** Milliseconds until the next attempt, or undefined if there is none. */
function waitBeforeNext(call: Call, soFar: { attempts: number; counted: number }, failure: ExpertFailure): number | undefined {
  const { passes, retryAfterSeconds, type } = failure;
  // An expert that used up its time has had its chance.
  const retryable = failure.retryable && type !== 'timeout';
  return nextAttemptMs(
    { ...soFar, retryable, passes, well: type === 'schema-mismatch', retryAfterSeconds, leftMs: leftMs(call) },
    Math.random(),
  );
}

async function attemptOnce(call: Call, flaw: string | undefined): Promise<ReadReply> {
  const { run, seat, shown, ports } = call;
  refuseUnseenImages(call);
  const word = shown && !('debate' in shown) ? wordOn(shown) : undefined;
  const form: ModelRequest['schema'] = word ? (keepsToSchemas(seat) ? word.form : undefined) : formOf(run, seat);
  const { request, reply } = await askInForm(call, flaw, form);
  const notice = withoutUndefined({ notice: partlyRead(`${request.instructions}\n${request.prompt}`, reply.usage.inputTokens) });
  if (word) return { ...word.read(reply), ...notice };
  const read = await readReply(form === undefined ? reply : { ...reply, text: inWords(reply.text, run) }, run, ports);
  return { ...(await conforming(read, run, seat)), ...notice };
}

/** An expert that cannot see would answer another question than was asked. */
function refuseUnseenImages({ run, seat, shown }: Call): void {
  if (run.images === undefined || seat.images || (shown && 'ledger' in shown)) return;
  throw new ExpertFailure('images-not-taken', `${seat.expert} takes no images`);
}

/** An expert's failure as part of an opinion; anything else is ours and goes up. */
function failureOf(error: unknown): Pick<Opinion, 'status' | 'error'> {
  if (error instanceof RunOver) return overOf(error);
  if (!(error instanceof ExpertFailure)) throw error;
  const { type, message, retryable } = error;
  return { status: type === 'timeout' ? 'timeout' : 'failed', error: { type, message, retryable } };
}

function overOf({ status, midCall }: RunOver): Pick<Opinion, 'status' | 'error'> {
  if (status === 'cancelled') {
    return { status, error: { type: 'cancelled', message: 'the caller cancelled the consultation', retryable: false } };
  }
  const message = midCall
    ? 'the consultation ended while the expert was at work, and its call was given up'
    : 'the consultation ended before the expert could be asked again';
  return { status: 'abandoned', error: { type: 'abandoned', message, retryable: false } };
}

function opinionOf(
  { seat, round, ports, spending }: Pick<Call, 'seat' | 'ports' | 'spending'> & { readonly round: number | undefined },
  startedAt: number,
  outcome: Pick<
    Opinion,
    'status' | 'answer' | 'reasoning' | 'conclusion' | 'vote' | 'choice' | 'order' | 'synthesis' | 'truncated' | 'notice' | 'error'
  >,
): Opinion {
  return {
    ...saidBy(seat, round),
    ...outcome,
    latencyMs: Math.round(ports.clock.monotonic() - startedAt),
    ...spending.total(),
    receivedAt: ports.clock.now().toISOString(),
  };
}
