/** A synthesis as its writer has given it: sentences, each with the claims of the ledger that it cites. */
import * as z from 'zod';
import { name } from './question.ts';

/** Sentences of one synthesis, and characters of one sentence, at the most: all beyond that is dropped. */
export const [sentencesMax, sentenceMaxCharacters] = [60, 600];

/** A claim by the words of an expert that it stands in: places in a ledger may shift when another answer comes in. */
export const claimReference = z.strictObject({ expert: name, span: z.tuple([z.int().min(0), z.int().min(0)]) });
export type ClaimReference = z.infer<typeof claimReference>;

/** What was read of a reply: the sentences with a claim to cite, and how many others there were. */
export const writtenSynthesis = z
  .strictObject({
    sentences: z
      .array(z.strictObject({ text: z.string(), claims: z.array(claimReference).min(1) }))
      .min(1)
      .max(sentencesMax),
    uncited: z.int().min(0).describe('Sentences that cite no claim.'),
    unknown: z.int().min(0).describe('Sentences that cite a claim that there is not.'),
    excess: z.int().min(0).describe('Sentences that are too long, or beyond the most.'),
  })
  .meta({ id: 'WrittenSynthesis', description: 'A synthesis as its writer has given it, before its sentences were held to the ledger.' });
export type WrittenSynthesis = z.infer<typeof writtenSynthesis>;
