/** Why a verdict is none, and what became of a promise. */
import * as z from 'zod';

const part = z.number().min(0).max(1);

/** What the core says of a promise. */
export const promised = z.object({
  asked: part.describe('The part of the decided answers that must be right.'),
  kept: z.boolean().describe('Whether this answer may be decided under it.'),
  otherwise: z.boolean().describe('Whether it would be decided without.'),
  outcomes: z.number().min(0).describe('Decided verdicts of this circle whose right answer became known; older ones count less.'),
  least: part.optional().describe('The part of the weight that an answer needs; absent where the outcomes promise nothing.'),
  coverage: part.optional().describe('The part of those verdicts that is decided under the promise; absent without outcomes.'),
});
/** What became of a promise that a part of the decided answers is right. */
export const shownPromise = z
  .strictObject(promised.shape)
  .meta({ id: 'Promise', description: 'What became of the promise that a part of the decided answers is right.' });

/** Why nothing is decided. */
export const undecided = z
  .strictObject({
    reason: z
      .enum(['few', 'unread', 'tie', 'alone', 'split', 'promise'])
      .describe(
        '`few`: too few answers; `unread`: none could be read; `tie`: the leading answers weigh the same; `alone`: no two experts gave the same answer, ' +
          'and nothing makes one likelier right than not; `split`: free texts without one conclusion; `promise`: an answer leads, and the promise that was asked for cannot be kept with it.',
      ),
    why: z.string().describe('The same in a sentence.'),
  })
  .meta({ id: 'Undecided', description: 'Why nothing is decided.' });
export type Undecided = z.infer<typeof undecided>;
