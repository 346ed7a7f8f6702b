/** What a question would use, told before it is asked. */
import * as z from 'zod';
import { limits } from './limits.ts';
import { name } from './question.ts';

const known = (what: string) =>
  z.strictObject({ likely: z.number().min(0), worst: z.number().min(0) }).describe(`${what}: what is likely, and the most that it can be.`);
const usd = z
  .strictObject({ likely: z.number().min(0).nullable(), worst: z.number().min(0).nullable() })
  .describe('US dollars; null where a price is not known.');

const basis = z.enum(['stored', 'assumed']).meta({
  id: 'FigureBasis',
  description: 'Whether a likely figure comes from stored consultations of the circle, or from a stated assumption.',
});
export type FigureBasis = z.infer<typeof basis>;

/** `POST /v1/estimates` */
export const estimate = z
  .strictObject({
    circle: name,
    calls: known('Calls of models'),
    tokens: known('Tokens, read and written'),
    usd,
    seconds: known('Seconds until the verdict'),
    experts: z.array(
      z.strictObject({
        expert: name,
        role: z
          .enum(['judge', 'writer'])
          .optional()
          .describe('Present of a judge, which is asked where nothing is decided, and of who writes a synthesis once the answers are in.'),
        stage: z.int().min(1).describe('The stage in which it would be asked; 1: at once.'),
        standIn: z.int().min(1).optional().describe('It is asked only in the place of an expert that fails; its turn among those.'),
        chance: z
          .number()
          .min(0)
          .max(1)
          .describe(
            'How likely it is asked; 0 where no limit has room for it, and for a judge or who stands in for another one, of which nobody knows.',
          ),
        calls: known('Calls'),
        tokens: known('Tokens, if it is asked'),
        usd,
        seconds: known('Seconds, if it is asked'),
        basis: basis.describe('Where tokens and seconds come from.'),
      }),
    ),
    limits: limits.optional().describe('The limits that would hold.'),
    basis: z
      .strictObject({
        calls: z
          .enum(['certain', ...basis.options])
          .describe('How it is known how many are asked; `certain` where everybody is asked at once.'),
        consultations: z.int().min(0).describe('Stored consultations that were looked at, the newest of the circle.'),
        pricesAsOf: z.iso.date().describe('When the price list was last checked.'),
        unpriced: z.array(name).describe('Experts whose price is not known.'),
        assumed: z.array(z.string()).describe('What was assumed, in words.'),
      })
      .meta({ id: 'EstimateBasis', description: 'What an estimate rests on.' }),
  })
  .meta({ id: 'Estimate', description: 'What a question would use. Nothing is asked, stored or paid for it.' });
export type Estimate = z.infer<typeof estimate>;
