/** Asks one expert inside its time: attempts, waiting hints and the end of the run, until there is an answer or a named reason. */
import type { Run, RunStatus } from '../../shared/contract/consultation.ts';
import type { Seat } from '../../shared/contract/expert.ts';
import type { Opinion, Usage } from '../../shared/contract/opinion.ts';
import { formOf, inWords } from '../../shared/domain/answer-form.ts';
import { schemaForExperts } from '../../shared/domain/answer-schema.ts';
import { costOf, priceOf } from '../../shared/domain/budget.ts';
import { promptFor } from '../../shared/domain/prompt.ts';
import { partlyRead } from '../../shared/domain/read-in-full.ts';
import { nextAttemptMs } from '../../shared/domain/retry.ts';
import { ExpertFailure, expertFailures, InvalidConfiguration, messageOf } from '../../shared/errors.ts';
import type { Model, ModelReply, ModelRequest } from '../../shared/ports.ts';
import { conforming } from './conform.ts';
import { interrupted, unknownUsage } from './interrupted.ts';
import { opinionOfReply, type ReadReply, readReply } from './read-reply.ts';
import { endOf, watchEnd } from './watch-end.ts';
import type { WorkerPorts } from './worker-ports.ts';

/** Releasing the token is not this part's work. */
type AskPorts = Omit<WorkerPorts, 'workflow'>;

/** What an attempt needs beside the run. */
interface Call {
  readonly run: Run;
  readonly seat: Seat;
  readonly model: Model;
  readonly ports: AskPorts;
  /** Gives the call under way up. */
  readonly signal: AbortSignal;
  /** The run has ended: nothing new is asked. */
  readonly ended: AbortSignal;
  /** Epoch milliseconds: the run's deadline or the expert's own limit, whichever comes first. */
  readonly endsAt: number;
  /** A worker that stopped may have asked the expert before.
   */
  readonly redelivered: boolean;
}

/** The usage of a call that was never made. */
const nothing: Usage = { inputTokens: 0, outputTokens: 0 };

/** Thrown inside when the run has ended; the opinion then says so. */
class RunOver extends Error {
  readonly status: RunStatus;
  /** Whether a call was given up, which its provider may bill. */
  readonly midCall: boolean;

  constructor(status: RunStatus, midCall: boolean) {
    super(`the run is ${status}`);
    this.status = status;
    this.midCall = midCall;
  }
}

/**
 * The opinion of an expert: answered, unreadable, failed with a reason, timed out, cancelled or abandoned. Errors of our own parts are thrown.
 * `redelivered` says that a worker that stopped may have asked the expert before.
 */
export async function askExpert(run: Run, seat: Seat, model: Model, ports: AskPorts, redelivered = false): Promise<Opinion> {
  const startedAt = ports.clock.now().getTime();
  const endsAt = Math.min(Date.parse(run.deadlineAt), startedAt + seat.timeoutSeconds * 1000);
  const [abort, ended] = [new AbortController(), new AbortController()];
  const stopWatching = watchEnd(run.id, ports, (status) => {
    ended.abort(new RunOver(status, false));
    // Nobody wants the answer of a cancelled run; any other one is paid for, so its circle says what becomes of it.
    if (status === 'cancelled' || run.late === 'abort') abort.abort(new RunOver(status, true));
  });
  const spent: Usage[] = [];
  const call: Call = { run, seat, model, ports, signal: abort.signal, ended: ended.signal, endsAt, redelivered };
  try {
    const read = await attemptUntilDone(call, spent);
    spent.push(read.reply.usage);
    return opinionOf(call, startedAt, spent, opinionOfReply(read, run));
  } catch (error) {
    return opinionOf(call, startedAt, spent, failureOf(error));
  } finally {
    stopWatching();
  }
}

async function attemptUntilDone(call: Call, spent: Usage[]): Promise<ReadReply> {
  let flaw: string | undefined;
  let counted = 0;
  for (let attempts = 1; ; attempts++) {
    try {
      return await attemptOnce(call, flaw);
    } catch (error) {
      const used = usageOf(error);
      if (used) spent.push(used);
      if (!(error instanceof ExpertFailure)) throw error;
      if (!error.passes) counted += 1;
      const waitMs = waitBeforeNext(call, { attempts, counted }, error);
      if (waitMs === undefined) throw error;
      flaw = error.type === 'schema-mismatch' ? error.message : flaw;
      await noteAttempt(call, attempts, error);
      await call.ports.clock.sleep(waitMs, call.ended);
      await requireOpen(call);
    }
  }
}

/** After the end of a run nothing new is asked. Throws `RunOver`. */
async function requireOpen({ run, ports, ended }: Call): Promise<void> {
  ended.throwIfAborted();
  const status = await endOf(run.id, ports);
  if (status !== undefined) throw new RunOver(status, false);
}

/** What a failed attempt has used: unknown where the provider may bill it without having told us. */
function usageOf(error: unknown): Usage | undefined {
  if (error instanceof RunOver) return error.midCall ? unknownUsage : undefined;
  if (!(error instanceof ExpertFailure)) return undefined;
  return error.usage ?? (expertFailures[error.type].billable ? unknownUsage : undefined);
}

/** Milliseconds until the next attempt, or undefined if there is none. */
function waitBeforeNext({ endsAt, ports }: Call, soFar: { attempts: number; counted: number }, failure: ExpertFailure): number | undefined {
  const { passes, retryAfterSeconds, type } = failure;
  // An expert that used up its time has had its chance.
  const retryable = failure.retryable && type !== 'timeout';
  const leftMs = endsAt - ports.clock.now().getTime();
  return nextAttemptMs({ ...soFar, retryable, passes, well: type === 'schema-mismatch', retryAfterSeconds, leftMs }, Math.random());
}

async function attemptOnce(call: Call, flaw: string | undefined): Promise<ReadReply> {
  const { run, seat, ports } = call;
  requireSight(call);
  const form = formOf(run, seat);
  const { request, reply } = await askInForm(call, flaw, form);
  const notice = partlyRead(`${request.instructions}\n${request.prompt}`, reply.usage.inputTokens);
  const read = await readReply(form === undefined ? reply : { ...reply, text: inWords(reply.text, run) }, run, ports);
  return { ...conforming(read, run, seat), ...(notice !== undefined && { notice }) };
}

type Request = Omit<ModelRequest, 'key' | 'timeoutMs'>;

/** Asks by the form's schema. A provider that refuses to be asked like that, which costs nothing, is asked in words. */
async function askInForm(call: Call, flaw: string | undefined, form: ModelRequest['schema']) {
  const request = requestOf(call, flaw, form);
  try {
    return { request, reply: await askModel(call, request) };
  } catch (error) {
    if (form === undefined || !(error instanceof ExpertFailure) || !refusesForm(error)) throw error;
    const inPlainWords = requestOf(call, flaw, undefined);
    return { request: inPlainWords, reply: await askModel(call, inPlainWords) };
  }
}

function refusesForm({ type, message }: ExpertFailure): boolean {
  return type === 'request-rejected' && /schema|format|json|structured|tool|support/i.test(message);
}

function requestOf({ run, seat, ports, signal }: Call, flaw: string | undefined, form: ModelRequest['schema']): Request {
  return {
    seat,
    ...promptFor(run, seat.persona && ports.knowledge.personas[seat.persona], flaw, form !== undefined),
    question: run.question,
    kind: run.kind,
    options: run.options,
    images: run.images,
    schema: run.schema === undefined ? form : schemaForExperts(run.schema),
    stop: run.sampling?.stop,
    signal,
    knowledgeFolder: ports.knowledge.folder,
  };
}

/** An expert that cannot see would answer another question than was asked. */
function requireSight({ run, seat }: Call): void {
  if (run.images === undefined || seat.images) return;
  throw new ExpertFailure('images-not-taken', `${seat.expert} takes no images`);
}

async function askModel(call: Call, request: Request): Promise<ModelReply> {
  const { model } = call;
  requireTime(call);
  const key = await useKey(call, false);
  try {
    return await model.ask({ ...request, key, timeoutMs: requireTime(call) });
  } catch (error) {
    // The key may have been rotated since it was cached: read it afresh once before giving up.
    if (!(error instanceof ExpertFailure) || error.type !== 'key-rejected' || key === undefined) throw error;
    const fresh = await useKey(call, true);
    if (fresh === key) throw error;
    await requireOpen(call);
    return model.ask({ ...request, key: fresh, timeoutMs: requireTime(call) });
  }
}

/** Milliseconds that are left. Reading a key and a rejected call take their share, so it is asked before each call. */
function requireTime({ endsAt, ports, redelivered }: Call): number {
  const leftMs = endsAt - ports.clock.now().getTime();
  if (leftMs > 0) return leftMs;
  if (redelivered) throw new ExpertFailure('timeout', `${interrupted}; the time is over`, { usage: unknownUsage });
  throw new ExpertFailure('timeout', 'the time was over before the expert could be asked', { usage: nothing });
}

async function useKey({ run, seat, ports }: Call, fresh: boolean): Promise<string | undefined> {
  if (seat.key === undefined) return undefined;
  const purpose = { purpose: `ask ${seat.expert}`, tenant: run.tenant, consultationId: run.id };
  const key = await ports.vault.use(seat.key, purpose, { fresh }).catch(asMissing);
  if (key === undefined) throw new ExpertFailure('key-missing', `the key ${seat.key} is not set`);
  ports.log.info('SECRET_USED', { consultationId: run.id, secret: seat.key, expert: seat.expert });
  return key;
}

/** A place for keys that is set up wrongly stays so until somebody mends it: the reason is the expert's, and no attempt more helps. */
function asMissing(error: unknown): never {
  if (error instanceof InvalidConfiguration) throw new ExpertFailure('key-missing', error.message, { cause: error });
  throw error;
}

/** Best effort: a note that cannot be written must not cost the answer. */
async function noteAttempt({ run, seat, ports }: Call, attempts: number, failure: ExpertFailure): Promise<void> {
  ports.log.warn('EXPERT_ATTEMPT_FAILED', { consultationId: run.id, expert: seat.expert, reason: failure.type, attempts });
  const { type, message, retryable } = failure;
  const at = ports.clock.now().toISOString();
  await ports.store
    .noteAttempt({ consultationId: run.id, expert: seat.expert, attempts, error: { type, message, retryable }, at })
    .catch((error: unknown) =>
      ports.log.warn('FUNCTION_FAILED', { consultationId: run.id, function: 'note-attempt', reason: messageOf(error) }),
    );
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
  { seat, ports }: Call,
  startedAt: number,
  spent: readonly Usage[],
  outcome: Pick<Opinion, 'status' | 'answer' | 'reasoning' | 'conclusion' | 'vote' | 'truncated' | 'notice' | 'error'>,
): Opinion {
  const receivedAt = ports.clock.now();
  const usage = sumUsage(spent);
  const costUsd = usage ? costOf(usage, priceOf(seat, ports.knowledge)) : undefined;
  return {
    expert: seat.expert,
    provider: seat.provider,
    model: seat.model,
    family: seat.family,
    ...outcome,
    latencyMs: receivedAt.getTime() - startedAt,
    ...(usage ? { usage } : {}),
    ...(costUsd === undefined ? {} : { costUsd }),
    receivedAt: receivedAt.toISOString(),
  };
}

/** All attempts together; one unknown part makes the sum unknown. */
function sumUsage(spent: readonly Usage[]): Usage | undefined {
  if (spent.length === 0) return undefined;
  const sum = (field: keyof Usage) =>
    spent.reduce<number | null>((total, usage) => (total === null || usage[field] === null ? null : total + usage[field]), 0);
  return { inputTokens: sum('inputTokens'), outputTokens: sum('outputTokens') };
}
