/** Asks one expert inside its time: attempts, waiting hints and cancellation, until there is an answer or a named reason. */
import type { Run } from '../../shared/contract/consultation.ts';
import type { Seat } from '../../shared/contract/expert.ts';
import { answerMaxBytes, type Opinion, type Usage } from '../../shared/contract/opinion.ts';
import { schemaForExperts } from '../../shared/domain/answer-schema.ts';
import { costOf, priceOf } from '../../shared/domain/budget.ts';
import { promptFor } from '../../shared/domain/prompt.ts';
import { backoffMs, maxAttempts } from '../../shared/domain/retry.ts';
import { ExpertFailure, expertFailures, messageOf } from '../../shared/errors.ts';
import type { Model, ModelReply, ModelRequest } from '../../shared/ports.ts';
import { conforming } from './conform.ts';
import { watchCancellation } from './watch-cancellation.ts';
import type { WorkerPorts } from './worker-ports.ts';

/** Releasing the token is not this part's work. */
type AskPorts = Omit<WorkerPorts, 'workflow'>;

/** What an attempt needs beside the run. */
interface Call {
  readonly run: Run;
  readonly seat: Seat;
  readonly model: Model;
  readonly ports: AskPorts;
  readonly signal: AbortSignal;
  /** Epoch milliseconds: the run's deadline or the expert's own limit, whichever comes first. */
  readonly endsAt: number;
}

/** The usage of a call that was never made. */
const nothing: Usage = { inputTokens: 0, outputTokens: 0 };

/** Thrown inside when the caller cancels; the opinion then says so. */
class Cancelled extends Error {}

/** The opinion of an expert: answered, failed with a reason, timed out or cancelled. Errors of our own parts are thrown. */
export async function askExpert(run: Run, seat: Seat, model: Model, ports: AskPorts): Promise<Opinion> {
  const startedAt = ports.clock.now().getTime();
  const endsAt = Math.min(Date.parse(run.deadlineAt), startedAt + seat.timeoutSeconds * 1000);
  const abort = new AbortController();
  const stopWatching = watchCancellation(run.id, ports, () => abort.abort(new Cancelled()));
  const spent: Usage[] = [];
  const call: Call = { run, seat, model, ports, signal: abort.signal, endsAt };
  try {
    const reply = await attemptUntilDone(call, spent);
    spent.push(reply.usage);
    requireSize(reply);
    return opinionOf(call, startedAt, spent, { status: 'answered', answer: reply.text, ...(reply.truncated && { truncated: true }) });
  } catch (error) {
    return opinionOf(call, startedAt, spent, failureOf(error));
  } finally {
    stopWatching();
  }
}

async function attemptUntilDone(call: Call, spent: Usage[]): Promise<ModelReply> {
  let flaw: string | undefined;
  for (let attempts = 1; ; attempts++) {
    try {
      return await attemptOnce(call, flaw);
    } catch (error) {
      const used = usageOf(error);
      if (used) spent.push(used);
      if (!(error instanceof ExpertFailure)) throw error;
      const waitMs = waitBeforeNext(call, attempts, error);
      if (waitMs === undefined) throw error;
      flaw = error.type === 'schema-mismatch' ? error.message : flaw;
      await noteAttempt(call, attempts, error);
      await call.ports.clock.sleep(waitMs, call.signal);
      call.signal.throwIfAborted();
    }
  }
}

/** What a failed attempt has used: unknown where the provider may bill it without having told us. */
function usageOf(error: unknown): Usage | undefined {
  const unknown = { inputTokens: null, outputTokens: null };
  if (error instanceof Cancelled) return unknown;
  if (!(error instanceof ExpertFailure)) return undefined;
  return error.usage ?? (expertFailures[error.type].billable ? unknown : undefined);
}

/** Milliseconds until the next attempt, or undefined if there is no use in one or no time for it. */
function waitBeforeNext({ endsAt, ports }: Call, attempts: number, failure: ExpertFailure): number | undefined {
  // An expert that used up its time has had its chance.
  if (!failure.retryable || failure.type === 'timeout' || attempts >= maxAttempts) return undefined;
  // The provider is well: there is nothing to wait for.
  if (failure.type === 'schema-mismatch') return ports.clock.now().getTime() < endsAt ? 0 : undefined;
  const waitMs = backoffMs(attempts, failure.retryAfterSeconds, Math.random());
  return waitMs < endsAt - ports.clock.now().getTime() ? waitMs : undefined;
}

async function attemptOnce(call: Call, flaw: string | undefined): Promise<ModelReply> {
  const { run, seat } = call;
  requireSight(call);
  return conforming(await askModel(call, requestOf(call, flaw)), run, seat);
}

function requestOf({ run, seat, ports, signal }: Call, flaw: string | undefined): Omit<ModelRequest, 'key' | 'timeoutMs'> {
  return {
    seat,
    ...promptFor(run, seat.persona && ports.knowledge.personas[seat.persona], flaw),
    question: run.question,
    kind: run.kind,
    options: run.options,
    images: run.images,
    schema: run.schema === undefined ? undefined : schemaForExperts(run.schema),
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

async function askModel(call: Call, request: Omit<ModelRequest, 'key' | 'timeoutMs'>): Promise<ModelReply> {
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
    return model.ask({ ...request, key: fresh, timeoutMs: requireTime(call) });
  }
}

/** Milliseconds that are left. Reading a key and a rejected call take their share, so it is asked before each call. */
function requireTime({ endsAt, ports }: Call): number {
  const leftMs = endsAt - ports.clock.now().getTime();
  if (leftMs <= 0) throw new ExpertFailure('timeout', 'the time was over before the expert could be asked', { usage: nothing });
  return leftMs;
}

async function useKey({ run, seat, ports }: Call, fresh: boolean): Promise<string | undefined> {
  if (seat.key === undefined) return undefined;
  const purpose = { purpose: `ask ${seat.expert}`, tenant: run.tenant, consultationId: run.id };
  const key = await ports.vault.use(seat.key, purpose, { fresh });
  if (key === undefined) throw new ExpertFailure('key-missing', `the key ${seat.key} is not set`);
  ports.log.info('SECRET_USED', { consultationId: run.id, secret: seat.key, expert: seat.expert });
  return key;
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

function requireSize(reply: ModelReply): void {
  const bytes = Buffer.byteLength(reply.text);
  if (bytes > answerMaxBytes)
    throw new ExpertFailure('answer-too-large', `the answer has ${bytes} bytes; at most ${answerMaxBytes} are kept`);
}

/** An expert's failure as part of an opinion; anything else is ours and goes up. */
function failureOf(error: unknown): Pick<Opinion, 'status' | 'error'> {
  if (error instanceof Cancelled) {
    return { status: 'cancelled', error: { type: 'cancelled', message: 'the caller cancelled the consultation', retryable: false } };
  }
  if (!(error instanceof ExpertFailure)) throw error;
  const { type, message, retryable } = error;
  return { status: type === 'timeout' ? 'timeout' : 'failed', error: { type, message, retryable } };
}

function opinionOf(
  { seat, ports }: Call,
  startedAt: number,
  spent: readonly Usage[],
  outcome: Pick<Opinion, 'status' | 'answer' | 'truncated' | 'error'>,
): Opinion {
  const receivedAt = ports.clock.now();
  const usage = sumUsage(spent);
  const costUsd = usage || outcome.status === 'answered' ? costOf(usage, priceOf(seat, ports.knowledge)) : undefined;
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
