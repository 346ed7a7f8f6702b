/** Accepts a question: the run is stored, or nothing is. */
import type { Run } from '../contract/consultation.ts';
import type { NewConsultation } from '../contract/question.ts';
import { acceptConsultation } from '../domain/accept.ts';
import { Conflict, InvalidInput, Unavailable } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import type { Idempotency } from '../ports/runs.ts';
import { unavailableExperts } from './unavailable-experts.ts';

/** Where a question comes in, for the log. */
export type Door = 'api' | 'chat' | 'workflow';

/** A body whose schema can be used, which is found out elsewhere: that takes a thread of its own. */
export interface UsableQuestion {
  readonly body: NewConsultation;
  /** The schema as text, where there is one. */
  readonly schema: string | undefined;
}

/**
 * Stores the run of a body under `id`. If the id or the idempotency key was used by the same request, that run is returned.
 * Throws `InvalidInput`, `BudgetExceeded`, or `Conflict` for a key that was used by another request.
 */
export async function acceptQuestion(
  { body, schema }: UsableQuestion,
  id: string,
  door: Door,
  ports: Pick<Ports, 'runs' | 'health' | 'webhooks' | 'knowledge' | 'clock' | 'log'>,
  idempotency?: Idempotency,
): Promise<Run> {
  const { runs, health, clock, knowledge, log } = ports;
  const run = acceptConsultation(body, id, clock.now(), knowledge, await unavailableExperts(health), schema);
  await requireWebhooks(run, body, ports);
  const result = await runs.create(run, idempotency);
  if (result.created) {
    log.info('CONSULTATION_ACCEPTED', { consultationId: id, circle: run.circle, kind: run.kind, door });
    return run;
  }
  if (!result.sameRequest) throw new Conflict('this Idempotency-Key was used for another request within the last 24 hours');
  const existing = await runs.get(result.existingId);
  if (!existing) throw new Unavailable('the run of this Idempotency-Key');
  return existing;
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
