/** Experts and circles as the API lists them. */
import * as z from 'zod';
import { lateRule, stopRule } from './circle.ts';
import { expertHealth, providerKind } from './expert.ts';
import { limits } from './limits.ts';
import { name, promise, strategy } from './question.ts';
import { learning } from './reliability.ts';

/** One row of `GET /v1/experts`. */
export const shownExpert = z
  .strictObject({
    name,
    provider: providerKind,
    model: z.string(),
    family: z.string().describe('Models that share an origin, and so tend to err together.'),
    persona: name.optional(),
    health: expertHealth.omit({ expert: true }).describe('Whether the expert can be asked, as the last probe saw it.'),
    price: z
      .strictObject({ inputUsdPerMillion: z.number(), outputUsdPerMillion: z.number() })
      .nullable()
      .describe('US dollars per million tokens; null where it is not known.'),
  })
  .meta({ id: 'ShownExpert', description: 'A seat: provider, model, persona and family.' });
export type ShownExpert = z.infer<typeof shownExpert>;

/** One row of `GET /v1/circles`. */
export const shownCircle = z
  .strictObject({
    name,
    experts: z.array(name).describe('Who is asked; the candidates where it chooses.'),
    choose: z.int().nullable().describe('How many of its experts sit, chosen anew for every question; null: all.'),
    quorum: z.int().describe('How many answers it takes to decide.'),
    minimum: z.int().nullable().describe('How many are enough where no more can be had; null: no fewer than the quorum.'),
    available: z.int().describe('How many of its experts can be asked now, as the last probe saw them.'),
    stop: stopRule.describe('When it ends before everybody is heard: once the outcome is settled, or once the quorum is in.'),
    strategy: strategy.describe('Whom it asks first, and when the others.'),
    promise: promise.nullable().describe('The part of its decided answers that must be right; null: none is promised.'),
    late: lateRule.describe('What becomes of calls under way at the end: kept as late, or given up.'),
    deadlineSeconds: z.number(),
    budgetUsd: z.number().nullable().describe('US dollars that a consultation may cost at worst; null: no limit.'),
    limits: limits.nullable().describe('What a consultation may use at the most; null: no limits.'),
    learning,
    unavailable: z.enum(['fail', 'skip']).describe('What becomes of an expert that cannot be asked.'),
    demo: z.boolean().describe('Whether the answers of this circle are made up for a first try.'),
  })
  .meta({ id: 'ShownCircle', description: 'A named panel with its policy.' });
export type ShownCircle = z.infer<typeof shownCircle>;
