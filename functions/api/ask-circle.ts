/** What every interface does with a question: accept it once, start its workflow, and read how it stands. */
import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import * as z from 'zod';
import { type Consultation, consultation } from '../../shared/contract/consultation.ts';
import type { Estimate } from '../../shared/contract/estimate.ts';
import { type DoorPolicy, defaultPolicy } from '../../shared/contract/policy.ts';
import type { NewConsultation } from '../../shared/contract/question.ts';
import { type Run } from '../../shared/contract/run.ts';
import { viewConsultation, visibleStatus } from '../../shared/domain/consultation-view.ts';
import { asksWhoIsThere, findCircle } from '../../shared/domain/pick-circle.ts';
import type { Principal } from '../../shared/domain/principal.ts';
import { withoutUndefined } from '../../shared/domain/without-undefined.ts';
import { InvalidInput } from '../../shared/errors.ts';
import type { Idempotency } from '../../shared/ports/runs.ts';
import { requireDiff } from '../../shared/review/asked-review.ts';
import { usableQuestion } from '../../shared/runtime/schemas/schema-threads.ts';
import { acceptQuestion, type Door, judgeQuestion } from '../../shared/steps/accept-question.ts';
import { estimateConsultation } from '../../shared/steps/estimate-consultation.ts';
import { fingerprintOf } from '../../shared/steps/fingerprint.ts';
import { failRun } from '../../shared/steps/finish-run.ts';
import { awaitAnswer, joinRepeat, keyToJoin, type Place } from '../../shared/steps/join-repeat.ts';
import { requireRun } from '../../shared/steps/require-run.ts';
import { unavailableExperts } from '../../shared/steps/unavailable-experts.ts';
import type { ApiOptions, ApiPorts } from './options.ts';
import { saysRepeat } from './says-repeat.ts';

/** The header that makes a repeated request one consultation. */
export const idempotencyHeader = z.string().min(1).max(255).optional();

/** Where a consultation is found. */
export function linksOf(consultationId: string): { readonly self: string; readonly events: string } {
  const self = `/v1/consultations/${consultationId}`;
  return { self, events: `${self}/events` };
}

/** A question as it came in. */
export interface Asking {
  readonly principal: Principal;
  readonly body: NewConsultation;
  /** The idempotency key, where there is one. */
  readonly key: string | undefined;
  readonly door: Door;
  readonly headers: Headers;
  /** The answer is held for the verdict. */
  readonly waits: boolean;
}

/** The run of a question, and where its answer is waited for. */
export interface Asked {
  readonly run: Run;
  /** The request repeats an earlier one, which has made the run. */
  readonly joined: boolean;
  /** Absent where nobody may join. */
  readonly place: Place | undefined;
  readonly policy: DoorPolicy;
}

/**
 * The run of a question, stored and under way; that of an earlier request where this one repeats it, as its key or what is known of
 * the earlier answer says. Throws what `acceptQuestion` throws, and `Unavailable` when the workflow cannot be started.
 */
export async function askCircle(asking: Asking, options: ApiOptions): Promise<Asked> {
  const { principal, body, key, door, headers } = asking;
  const { ports } = options;
  const policy = await policyOf(body, options);
  // A key says by itself what a repeat is.
  const fingerprint =
    body.repeats === 'join' || (key === undefined && policy.repeats === 'join') ? fingerprintOf(principal, door, body) : undefined;
  if (fingerprint === undefined) {
    const { run } = await acceptAndStart(asking, idempotencyOf(asking), ports);
    return { run, joined: false, place: undefined, policy };
  }
  const said = body.repeats === 'join' ? 'join' : saysRepeat(headers) ? 'again' : undefined;
  const found = await joinRepeat(fingerprint, { said, seesHangUp: options.connection !== undefined }, ports);
  const asked = found.joined
    ? { ...found.joined, joined: true }
    : await askUnlessAsked(asking, { fingerprint, newest: found.newest }, options);
  if (asked.joined) ports.log.info('CONSULTATION_JOINED', { consultationId: asked.run.id, door });
  return { ...asked, policy };
}

/** The run of a question that repeats none which is known, or that somebody else asks for at the same moment. */
async function askUnlessAsked(
  asking: Asking,
  { fingerprint, newest }: { readonly fingerprint: string; readonly newest: string | undefined },
  { ports, connection }: ApiOptions,
): Promise<Omit<Asked, 'policy'>> {
  const { principal, body, key } = asking;
  const joins = body.repeats === 'join' && key === undefined;
  const idempotency = joins ? await keyToJoin(principal.tenant, fingerprint, newest, ports) : idempotencyOf(asking);
  const { run, isNew } = await acceptAndStart(asking, idempotency, ports);
  // Where a caller can be seen to hang up, the answer is told when the connection ends.
  const toldAtOnce = !asking.waits && connection === undefined;
  return { run, joined: joins && !isNew, place: await awaitAnswer(fingerprint, run, toldAtOnce, ports) };
}

/** What a question would use; it is judged as one that is asked, and nothing of it is stored. Throws what `acceptQuestion` throws. */
export async function estimateQuestion({ principal, body }: Pick<Asking, 'principal' | 'body'>, options: ApiOptions): Promise<Estimate> {
  await policyOf(body, options);
  requireReadable(body);
  const run = await judgeQuestion(await usableQuestion(body), { id: uuidv7(), tenant: principal.tenant }, options.ports);
  return estimateConsultation(run, options.ports);
}

/** What makes a request that is sent again one consultation, where its caller names it. */
function idempotencyOf({ key, body }: Asking): Idempotency | undefined {
  return key === undefined ? undefined : { key, digest: createHash('sha256').update(JSON.stringify(body)).digest('hex') };
}

/** What the request says, or its circle, or the server. Throws `InvalidInput` for what nobody here could keep to. */
async function policyOf(body: NewConsultation, { ports, policy = defaultPolicy, connection }: ApiOptions): Promise<DoorPolicy> {
  if (body.onDisconnect === 'cancel' && connection === undefined) throw new InvalidInput([{ field: 'onDisconnect', message: unseen }]);
  const unavailable = asksWhoIsThere(body) ? await unavailableExperts(ports.health) : new Set<string>();
  const { repeats, onDisconnect, append } = findCircle(body, ports.knowledge, unavailable)?.circle ?? {};
  const asked = { repeats: body.repeats, onDisconnect: body.onDisconnect };
  return { ...policy, ...withoutUndefined({ repeats, onDisconnect, append }), ...withoutUndefined(asked) };
}

const unseen = 'cannot be "cancel" here: behind API Gateway nobody sees a caller hang up; DELETE /v1/consultations/{id} cancels';

async function acceptAndStart(
  { principal, body, door }: Asking,
  idempotency: Idempotency | undefined,
  ports: ApiPorts,
): Promise<{ readonly run: Run; readonly isNew: boolean }> {
  requireReadable(body);
  const request = { id: uuidv7(), tenant: principal.tenant, subject: principal.subject, door, idempotency };
  const run = await acceptQuestion(await usableQuestion(body), request, ports);
  if (visibleStatus(run) === 'open' && !run.sent) await startWorkflow(run, idempotency, ports);
  return { run, isNew: run.id === request.id };
}

/** A diff is read before anybody is asked. */
function requireReadable({ review }: NewConsultation): void {
  if (review?.diff !== undefined) requireDiff(review.diff, 'review.diff');
}

/** A run whose workflow cannot start is failed by name, unless the caller's key lets the same request start it again. */
async function startWorkflow(run: Run, idempotency: Idempotency | undefined, ports: ApiPorts): Promise<void> {
  try {
    await ports.workflow.start(run.id, { consultationId: run.id });
  } catch (error) {
    if (!idempotency) await failRun(run, { type: 'WorkflowUnavailable', message: 'the workflow could not be started' }, ports);
    throw error;
  }
}

/** The consultation as it stands. Throws `NotFound`. */
export async function readConsultation(
  principal: Principal,
  id: string,
  ports: Pick<ApiPorts, 'runs' | 'opinions' | 'verdicts'>,
): Promise<Consultation> {
  const run = await requireRun(principal, id, ports);
  const [{ opinions, rounds, attempts }, verdict] = await Promise.all([ports.opinions.read(id), ports.verdicts.get(id)]);
  return consultation.parse(viewConsultation(run, opinions, attempts, verdict, rounds));
}
