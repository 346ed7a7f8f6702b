/** A question that nobody waits for and that was refused: it is kept as a run that has failed, so that its reason can be found. */
import { refusedType } from '../contract/schedule.ts';
import { acceptConsultation } from '../domain/accept.ts';
import { BudgetExceeded, InvalidInput } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import type { NewRequest, UsableQuestion } from './accept-question.ts';
import { failRun } from './finish-run.ts';

type RefusedPorts = Pick<Ports, 'runs' | 'verdicts' | 'queue' | 'bus' | 'knowledge' | 'clock' | 'log'>;

/** Nobody was asked, and nothing spent. */
const nobody = { read: async () => ({ opinions: [], attempts: [] }) };

/** Whether a caller of the API would have been refused. */
export function isRefusal(error: unknown): error is InvalidInput | BudgetExceeded {
  return error instanceof InvalidInput || error instanceof BudgetExceeded;
}

/** Keeps the refused question with its panel, whatever it costs and whoever can be asked; webhooks and bus are told of its end. */
export async function keepRefused(
  { body, schema }: UsableQuestion,
  { id, tenant }: NewRequest,
  refusal: Error,
  ports: RefusedPorts,
): Promise<void> {
  const { budgetUsd: _, limits: _limits, ...asked } = body;
  const circles = Object.entries(ports.knowledge.circles).map(([name, { budgetUsd: _limit, limits: _limits, ...circle }]) => [
    name,
    circle,
  ]);
  const unlimited = { ...ports.knowledge, circles: Object.fromEntries(circles) };
  const run = acceptConsultation(asked, { id, tenant, now: ports.clock.now() }, unlimited, new Set(), schema);
  await ports.runs.create(run);
  const { runs, verdicts, queue, bus, clock, log } = ports;
  await failRun(run, { type: refusedType, message: refusal.message }, { runs, verdicts, queue, bus, clock, log, opinions: nobody });
}
