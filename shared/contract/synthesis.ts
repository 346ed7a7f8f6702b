/** Synthesis: a text beside the verdict's answer, written by one expert from the ledger of claims. Off unless circle or request asks for it. */
import * as z from 'zod';
import { opinionError, usage } from './opinion.ts';
import { name } from './question.ts';

/** Why a writer was asked, or was not. */
export const synthesisReason = z.enum(['claims', 'too-few', 'no-claims', 'unjudged', 'limit']);
export type SynthesisReason = z.infer<typeof synthesisReason>;

/** Why there is no text. */
const failed = z.enum(['too-few', 'no-claims', 'no-time', 'unjudged', 'limit', 'expert', 'unsupported']).meta({
  id: 'SynthesisFailure',
  description:
    'Why there is no synthesis. `too-few`: fewer answers than it takes to decide; `no-claims`: the answers are no texts with claims; `no-time`: the time was over; ' +
    '`unjudged`: the claims, or the sentences, could not be compared; `limit`: a limit had no room for it; `expert`: its writer failed, as `error` says; ' +
    '`unsupported`: no sentence stood up to the ledger.',
});
export type SynthesisFailure = z.infer<typeof failed>;

/** What the core says of a sentence beside the claims that it cites. */
export const support = z.enum(['holds', 'contradicts', 'figures', 'foreign']);
export type Support = z.infer<typeof support>;

const count = z.int().min(0);

/** What a verdict says of its synthesis. */
export const shownSynthesis = z
  .strictObject({
    by: name.describe('The expert that writes it.'),
    text: z.string().nullable().describe('All sentences together; null where there is none.'),
    sentences: z.array(
      z.strictObject({
        text: z.string(),
        claims: z
          .array(z.int().min(1))
          .min(1)
          .describe('The claims that it rests on, by their places in `claims` of the verdict; 1: the first.'),
        experts: z.array(name).describe('Who supports one of these claims.'),
      }),
    ),
    unsupported: count.describe('Sentences that were dropped, since the ledger does not support them.'),
    dropped: z
      .strictObject({
        uncited: count.describe('They cite no claim.'),
        unknown: count.describe('They cite a claim that there is not.'),
        contradicts: count.describe('They say something else than a claim that they cite: a number, a name, a negation.'),
        figures: count.describe('They hold a number that stands in no claim that they cite, nor in the question.'),
        foreign: count.describe('They share no word of content with the claims that they cite, or name what stands in none of them.'),
        excess: count.describe('They are too long, or beyond the most.'),
      })
      .describe('The same by what is wrong with them.'),
    failed: failed.optional().describe('Present where there is no text.'),
    error: opinionError.optional().describe('Why its writer has failed.'),
    calls: count.describe('Calls of the expert that was asked to write it.'),
    tokens: usage.describe('Of that; null where it is not known.'),
    usd: z.number().min(0).nullable().describe('US dollars of that; null where it is not known.'),
  })
  .meta({
    id: 'ShownSynthesis',
    description:
      "A text beside the answer, written from the verdict's claims; each sentence names those that it rests on. It decides nothing.",
  });
export type ShownSynthesis = z.infer<typeof shownSynthesis>;
