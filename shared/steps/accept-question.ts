/** Accepts a question: the run is stored, or nothing is. */

import type { NewConsultation } from '../contract/question.ts';
import type { Run, RunState } from '../contract/run.ts';
import { acceptConsultation } from '../domain/accept.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import type { EarlierRequest, Idempotency } from '../ports/runs.ts';
import { existingRun, existingState } from './require-run.ts';
import { unavailableExperts } from './unavailable-experts.ts';

/** Where a question comes in, for the log. */
export type Door = 'api' | 'chat' | 'workflow' | 'schedule';

/** A body whose schema can be used, which is found out elsewhere: that takes a thread of its own. */
export interface UsableQuestion {
  readonly body: NewConsultation;
  /** The schema as text, where there is one. */
  readonly schema: string | undefined;
}

/** Whose question it is, and how it is told apart from others. */
export interface NewRequest {
  /** Id of the run that is made; the same again is the same request. */
  readonly id: string;
  readonly tenant: string;
  /** Who acts, for the log. */
  readonly subject: string;
  readonly door: Door;
  readonly idempotency?: Idempotency | undefined;
}

type AcceptPorts = Pick<Ports, 'runs' | 'health' | 'webhooks' | 'knowledge' | 'clock' | 'log'>;

/**
 * Stores the run of a body. If the id or the idempotency key was used by the same request, that run is returned, whatever has become of
 * its circle, its budget or its webhooks since. Throws `InvalidInput`, `BudgetExceeded`, or `Conflict` for a key that was used by another
 * request.
 */
export async function acceptQuestion(question: UsableQuestion, request: NewRequest, ports: AcceptPorts): Promise<Run> {
  const { tenant, idempotency } = request;
  const earlier = idempotency && (await ports.runs.findKey(tenant, idempotency));
  if (earlier) return repeated(earlier, ports);
  const result = await createRun(question, request, ports);
  return 'run' in result ? result.run : repeated(result, ports);
}

/**
 * The same for whoever names the run itself, and asks with no key: where somebody else has been faster, the state of that run, without its
 * question, which may be large and is read by few.
 */
export async function acceptNamed(
  question: UsableQuestion,
  request: Omit<NewRequest, 'idempotency'>,
  ports: AcceptPorts,
): Promise<RunState> {
  const result = await createRun(question, request, ports);
  return 'run' in result ? result.run : existingState(result.existingId, ports);
}

async function createRun(
  question: UsableQuestion,
  { id, tenant, subject, door, idempotency }: NewRequest,
  ports: AcceptPorts,
): Promise<{ readonly run: Run } | EarlierRequest> {
  const run = await judgeQuestion(question, { id, tenant }, ports);
  const result = await ports.runs.create(run, idempotency);
  if (!result.created) return result;
  ports.log.info('CONSULTATION_ACCEPTED', { consultationId: id, circle: run.circle, kind: run.kind, door, subject });
  return { run };
}

/** The run that a body asks for, before anything of it is stored. Throws `InvalidInput` or `BudgetExceeded`. */
export async function judgeQuestion(
  { body, schema }: UsableQuestion,
  { id, tenant }: Pick<NewRequest, 'id' | 'tenant'>,
  ports: Pick<AcceptPorts, 'health' | 'webhooks' | 'knowledge' | 'clock'>,
): Promise<Run> {
  const { health, clock, knowledge } = ports;
  const run = acceptConsultation(body, { id, tenant, now: clock.now() }, knowledge, await unavailableExperts(health), schema);
  await requireWebhooks(run, body, ports);
  return run;
}

async function repeated({ existingId, sameRequest }: EarlierRequest, ports: Pick<Ports, 'runs'>): Promise<Run> {
  if (!sameRequest) throw new Conflict('this Idempotency-Key was used for another request within the last 24 hours');
  return existingRun(existingId, ports);
}

/** Webhooks that cannot be notified are refused now: later nobody would see the error. */
async function requireWebhooks({ circle, webhooks = [] }: Run, body: NewConsultation, ports: Pick<Ports, 'webhooks'>): Promise<void> {
  for (const webhook of webhooks) {
    const refused = await ports.webhooks.problemOf(webhook);
    if (!refused) continue;
    const { field, message } = refused;
    if (webhook.url === body.webhook?.url) throw new InvalidInput([{ field: `webhook.${field}`, message }]);
    throw new InvalidInput([{ field: 'circle', message: `a webhook of the circle "${circle}" cannot be used: its ${field} ${message}` }]);
  }
}
