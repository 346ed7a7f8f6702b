/** A seat that is given to another expert, since the one that sat there has failed before it had answered. */
import * as z from 'zod';
import { amounts } from './limits.ts';
import { name } from './question.ts';

/** An expert that sits in the place of one that has failed. */
export const runReplacement = z.strictObject({
  /** Who has failed. */
  seat: name,
  /** Who sits in its place. */
  by: name,
  /** The type of the failure. */
  reason: z.string(),
  at: z.iso.datetime(),
  /** What it may use of the limits. */
  grant: amounts.optional(),
  /** Whether its message has been sent. */
  sent: z.boolean(),
});

/** Who takes whose seat and why, and what it may use of the limits. */
export type Replacement = Omit<z.infer<typeof runReplacement>, 'at' | 'sent'>;

/** What a verdict says of it. */
export const shownReplacement = z
  .strictObject({
    seat: name.describe('Who failed.'),
    by: name.describe('Who was asked in its place.'),
    reason: z.string().describe('Why it failed, a stable name.'),
  })
  .meta({ id: 'Replacement', description: 'An expert that failed before it had answered, and who was asked in its place.' });
export type ShownReplacement = z.infer<typeof shownReplacement>;
