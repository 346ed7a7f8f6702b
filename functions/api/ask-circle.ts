/** What every interface does with a question: accept it once, start its workflow, and read how it stands. */
import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import * as z from 'zod';
import { type Consultation, consultation } from '../../shared/contract/consultation.ts';
import type { NewConsultation } from '../../shared/contract/question.ts';
import { type Run } from '../../shared/contract/run.ts';
import { viewConsultation, visibleStatus } from '../../shared/domain/consultation-view.ts';
import type { Principal } from '../../shared/domain/principal.ts';
import type { Idempotency } from '../../shared/ports/runs.ts';
import { usableQuestion } from '../../shared/runtime/schemas/schema-threads.ts';
import { acceptQuestion, type Door } from '../../shared/steps/accept-question.ts';
import { failRun } from '../../shared/steps/finish-run.ts';
import { requireRun } from '../../shared/steps/require-run.ts';
import type { ApiPorts } from './options.ts';

/** The header that makes a repeated request one consultation. */
export const idempotencyHeader = z.string().min(1).max(255).optional();

/** Where a consultation is found. */
export function linksOf(consultationId: string): { readonly self: string; readonly events: string } {
  const self = `/v1/consultations/${consultationId}`;
  return { self, events: `${self}/events` };
}

/**
 * The run of a body, stored and under way; the one of an earlier request where `key` says that this is the same one. Throws what
 * `acceptQuestion` throws, and `Unavailable` when the workflow cannot be started.
 */
export async function askCircle(
  principal: Principal,
  body: NewConsultation,
  key: string | undefined,
  door: Door,
  ports: ApiPorts,
): Promise<Run> {
  const idempotency = key === undefined ? undefined : { key, digest: createHash('sha256').update(JSON.stringify(body)).digest('hex') };
  const request = { id: uuidv7(), tenant: principal.tenant, door, idempotency };
  const run = await acceptQuestion(await usableQuestion(body), request, ports);
  if (visibleStatus(run) === 'open' && !run.sent) await startWorkflow(run, idempotency, ports);
  return run;
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
  const [{ opinions, attempts }, verdict] = await Promise.all([ports.opinions.read(id), ports.verdicts.get(id)]);
  return consultation.parse(viewConsultation(run, opinions, attempts, verdict));
}
