/** From a caller's body to a run: every check that can be made before anything is stored. */
import type { Knowledge } from '../contract/circle.ts';
import type { Run } from '../contract/consultation.ts';
import type { Seat } from '../contract/expert.ts';
import type { NewConsultation } from '../contract/question.ts';
import { requireBudget, worstCaseUsd } from './budget.ts';
import { promptFor } from './prompt.ts';
import { seatConsultation } from './seating.ts';
import { withoutUndefined } from './without-undefined.ts';

/** The tenant of every run until callers have identities of their own. */
export const soleTenant = 'default';

/**
 * The run that a body asks for, open and not yet stored.
 * Throws `InvalidInput` or `BudgetExceeded`.
 */
export function acceptConsultation(
  body: NewConsultation,
  id: string,
  now: Date,
  knowledge: Knowledge,
  unavailable: ReadonlySet<string>,
): Run {
  const seating = seatConsultation(body, knowledge, unavailable);
  const kind = body.kind ?? (body.options ? 'choice' : 'text');
  const asked = { question: body.question, kind, ...withoutUndefined({ options: body.options }) };
  requireBudget(worstCaseUsd(seating.seats, longestPrompt(asked, seating.seats, knowledge), knowledge), seating.budgetUsd);
  return {
    id,
    tenant: soleTenant,
    status: 'open',
    ...asked,
    circle: seating.circle,
    learning: seating.learning,
    seats: [...seating.seats],
    quorum: seating.quorum,
    deadlineSeconds: seating.deadlineSeconds,
    ...withoutUndefined({ budgetUsd: seating.budgetUsd, metadata: body.metadata, demo: seating.demo || undefined }),
    ...(seating.webhooks.length > 0 ? { webhooks: [...seating.webhooks] } : {}),
    createdAt: now.toISOString(),
    deadlineAt: new Date(now.getTime() + seating.deadlineSeconds * 1000).toISOString(),
    answered: 0,
    failed: 0,
    arrivals: [],
    costUsd: 0,
    sent: false,
  };
}

/** Bytes of the longest text that any seat will read. */
function longestPrompt(asked: Pick<Run, 'question' | 'kind' | 'options'>, seats: readonly Seat[], knowledge: Knowledge): number {
  return Math.max(
    ...seats.map((seat) => {
      const { instructions, prompt } = promptFor(asked, seat.persona && knowledge.personas[seat.persona]);
      return Buffer.byteLength(instructions) + Buffer.byteLength(prompt);
    }),
  );
}
