/** A baseline: findings of programs that somebody has accepted as they stand. */
import * as z from 'zod';
import { listMaxLength } from './list-length.ts';

/** Entries of a baseline that stands in a file. */
const mostEntries = 20_000;

export const baselineEntry = z.strictObject({
  fingerprint: z.string(),
  rule: z.string(),
  file: z.string(),
  title: z.string(),
  about: z
    .string()
    .optional()
    .describe('The same as the fingerprint without the name of the file: it is known again in a file of another name.'),
  reason: z.string().optional().describe('For people.'),
  until: z.iso.date().optional().describe('The last day on which it holds.'),
});
export type BaselineEntry = z.infer<typeof baselineEntry>;

/** What the file of a baseline holds. */
export const baseline = z.strictObject({ version: z.literal(1), findings: z.array(baselineEntry).max(mostEntries) });

/** What a request holds of one. */
export const sentBaseline = baseline
  .extend({ findings: z.array(baselineEntry).max(listMaxLength) })
  .meta({ id: 'Baseline', description: 'Findings that somebody has accepted, as `circle review --write-baseline` writes them.' });
