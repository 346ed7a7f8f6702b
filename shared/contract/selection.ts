/** What a question is about and how much hangs on it, and how a circle chooses its seats from candidates by that. */
import * as z from 'zod';
import { name, priority, queryType, strategy } from './question.ts';

/** Places of an expert in the eyes of those who keep the file. */
export const tier = z.enum(['primary', 'secondary', 'specialized', 'support']);
export type Tier = z.infer<typeof tier>;

/** Seats that are chosen anew for every question. */
export const chosenSeats = z
  .strictObject({
    /** How many sit. */
    choose: z.int().min(1).max(50),
    /** Who may sit; of equals the first. */
    from: z.array(name).min(1).max(50),
    /** Whether the next candidate sits in the place of an expert that fails before it has answered; by default it does. */
    replace: z.boolean().optional(),
  })
  .refine(({ choose, from }) => choose <= from.length, { path: ['choose'], message: 'must not be above the number of candidates' });

/** `query-types.yaml`: what a type and a priority decide where neither the request nor the expert does. */
export const queryTypesFile = z.strictObject({
  types: z.partialRecord(
    queryType,
    z.strictObject({
      /** The persona of experts that have none of their own. */
      persona: name.optional(),
      /** The circle of a request that names neither a circle nor experts, where it is declared. */
      circle: name.optional(),
    }),
  ),
  priorities: z.partialRecord(
    priority,
    z.strictObject({
      /** Whom to ask first, where the request does not say it. */
      strategy: strategy.optional(),
      /** Whether that holds over the strategy of the circle as well. */
      overCircle: z.boolean().optional(),
    }),
  ),
});
export type QueryTypesFile = z.infer<typeof queryTypesFile>;

/** Points of one candidate, by what they are for. */
const terms = z.strictObject({
  tier: z.number().describe('100, 75, 50 or 25: primary, secondary (the default), specialized, support.'),
  type: z.number().describe('10 where the expert is for questions of this type.'),
  priority: z.number().describe('15 for an expert that costs nothing at low priority, 20 for a primary one at critical priority.'),
  skill: z.number().describe('Percentage points above the mean of the candidates, where the skill of all is known.'),
  price: z.number().describe('-10 for the dearest candidate, the others in proportion; twice that at low priority, nothing at critical.'),
  independence: z.number().describe('-15 for each chosen expert of the same family.'),
});

/** How the seats of a consultation were chosen. */
export const selection = z
  .strictObject({
    policy: z.literal('points-1').describe('The rule by which the points are given.'),
    choose: z.int().min(1),
    candidates: z.array(
      z.strictObject({
        expert: name,
        seated: z.boolean(),
        points: z.number().nullable().describe('Sum of the terms at the moment of the choice; null for who could not be asked.'),
        terms: terms.optional(),
        standIn: z.int().min(1).optional().describe('Its turn to sit in the place of an expert that fails before it has answered.'),
        replaces: name.optional().describe('In whose place it sits.'),
      }),
    ),
  })
  .meta({ id: 'Selection', description: 'How the seats were chosen from the candidates of the circle, in the order of the file.' });
export type Selection = z.infer<typeof selection>;
