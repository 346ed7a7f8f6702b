/** What a consultation may use at the most: calls, tokens and US dollars, and how much of that each expert is granted. */
import * as z from 'zod';
import { namesAllowed } from './allowed.ts';

/** The limits by name, in the order in which they are told. */
export const limitName = z.enum(['calls', 'tokens', 'usd']).meta({ id: 'LimitName', description: 'What is limited.' });
export type LimitName = z.infer<typeof limitName>;

/** What a circle or a request states. */
export const limits = z
  .strictObject({
    calls: z.int().min(1).max(10_000).optional().describe('Calls of models, repeated ones included.'),
    tokens: z.int().min(1).max(1_000_000_000).optional().describe('Tokens of all calls, read and written.'),
    usd: z.number().positive().max(10_000).optional().describe('US dollars; an expert whose price is not known is not asked then.'),
  })
  .refine((stated) => Object.values(stated).some((limit) => limit !== undefined), 'must hold calls, tokens or usd')
  .meta({
    id: 'Limits',
    minProperties: 1,
    description: 'What may be used at the most. A call that could pass a limit by its worst case is not made.',
  });
export type Limits = z.infer<typeof limits>;

/** An amount of each; what is not limited is left out. */
export const amounts = z.strictObject({
  calls: z.number().min(0).optional(),
  tokens: z.number().min(0).optional(),
  usd: z.number().min(0).optional(),
});
export type Amounts = z.infer<typeof amounts>;

/** The most that one call of a seat can use; all zero where no model is called, and null for a price that nobody knows. */
export const worstCall = z.strictObject({
  calls: z.int().min(0).max(1),
  tokens: z.int().min(0),
  usd: z.number().min(0).nullable(),
});
export type WorstCall = z.infer<typeof worstCall>;

/** The limits of a run, with the worst case of a call by seat, and of one in a debate: frozen, so that every worker counts alike. */
export const runLimits = z.strictObject({
  ...limits.shape,
  worst: z.array(worstCall).min(1),
  again: z.array(worstCall).min(1).optional(),
  /** Of an expert that ranks the answers of others, by seat. */
  ranks: z.array(worstCall).min(1).optional(),
  /** Of the expert that writes a synthesis. */
  writer: worstCall.optional(),
  /** Of the judges, in their order. */
  judges: z.array(worstCall).min(1).optional(),
});
export type RunLimits = z.infer<typeof runLimits>;

/** What one seat may use, or the limit that has no room for a single call of it. */
export const grant = z.union([amounts, z.strictObject({ lacks: limitName })], namesAllowed);
export type Grant = z.infer<typeof grant>;

/** What an expert has used of the limits. */
export const charged = amounts
  .extend({ over: limitName.optional().describe('The limit by which a call was not made.') })
  .meta({ id: 'Charged', description: 'Used of the limits; a call whose use is not known counts by its worst case.' });
export type Charged = z.infer<typeof charged>;

/** What a verdict says of its limits. */
export const shownLimits = z
  .strictObject({
    ...limits.shape,
    used: z
      .strictObject({ calls: z.number().min(0), tokens: z.number().min(0), usd: z.number().min(0) })
      .partial()
      .describe('What was used of each, as far as it is limited; a call whose use is not known counts by its worst case.'),
    ended: z
      .array(
        z.strictObject({
          by: limitName,
          what: z.enum(['call', 'stage']).describe('`call`: calls of these experts were not made; `stage`: their stage was not opened.'),
          experts: z.array(z.string()),
        }),
      )
      .describe('What was not done, and by which limit.'),
  })
  .meta({ id: 'ShownLimits', description: 'The limits of a consultation, and what they ended.' });
export type ShownLimits = z.infer<typeof shownLimits>;
