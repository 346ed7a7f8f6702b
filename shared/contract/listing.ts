/** Experts and circles as the API lists them. */
import * as z from 'zod';
import { expertHealth, providerKind } from './expert.ts';
import { name } from './question.ts';
import { learning } from './reliability.ts';

/** One row of `GET /v1/experts`. */
export const shownExpert = z.strictObject({
  name,
  provider: providerKind,
  model: z.string(),
  family: z.string(),
  persona: name.optional(),
  health: expertHealth.omit({ expert: true }),
  price: z
    .strictObject({ inputUsdPerMillion: z.number(), outputUsdPerMillion: z.number() })
    .nullable()
    .describe('US dollars per million tokens; null where it is not known.'),
});
export type ShownExpert = z.infer<typeof shownExpert>;

/** One row of `GET /v1/circles`. */
export const shownCircle = z.strictObject({
  name,
  experts: z.array(name),
  quorum: z.int(),
  deadlineSeconds: z.number(),
  budgetUsd: z.number().nullable(),
  learning,
  unavailable: z.enum(['fail', 'skip']),
  demo: z.boolean(),
});
export type ShownCircle = z.infer<typeof shownCircle>;
