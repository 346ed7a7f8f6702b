/** From a caller's body to a run: every check that can be made before anything is stored. */
import type { Knowledge } from '../contract/circle.ts';
import type { Run } from '../contract/consultation.ts';
import type { Seat } from '../contract/expert.ts';
import type { NewConsultation } from '../contract/question.ts';
import { InvalidInput } from '../errors.ts';
import { schemaText } from './answer-schema.ts';
import { requireBudget, worstCaseUsd } from './budget.ts';
import { type Asked, promptFor } from './prompt.ts';
import { type Seating, seatConsultation } from './seating.ts';
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
  const kind = body.kind ?? (body.options ? 'choice' : 'auto');
  requireSight(body, seating);
  const asked = { question: body.question, kind, ...accompanying(body) };
  const reading = { promptBytes: longestPrompt(asked, seating.seats, knowledge), images: body.images?.length ?? 0 };
  requireBudget(worstCaseUsd(seating.seats, reading, knowledge), seating.budgetUsd);
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

function accompanying({ options, messages, instructions, images, schema, sampling }: NewConsultation) {
  return withoutUndefined({ options, messages, instructions, images, sampling, schema: schema && schemaText(schema) });
}

/** Experts that cannot see fail by name; if those that can are too few for the quorum, nobody is asked and nothing is spent. */
function requireSight({ images }: NewConsultation, { seats, quorum }: Seating): void {
  if (images === undefined) return;
  const seeing = seats.filter((seat) => seat.images).length;
  if (seeing >= quorum && seeing > 0) return;
  const message = `${seeing} of the ${seats.length} experts take images, and the quorum is ${quorum}; say \`images: true\` at experts that do, or ask for a smaller quorum`;
  throw new InvalidInput([{ field: 'images', message }]);
}

/** Bytes of the longest text that any seat will read. */
function longestPrompt(asked: Asked, seats: readonly Seat[], knowledge: Knowledge): number {
  return Math.max(
    ...seats.map((seat) => {
      const { instructions, prompt } = promptFor(asked, seat.persona && knowledge.personas[seat.persona]);
      return Buffer.byteLength(instructions) + Buffer.byteLength(prompt);
    }),
  );
}
