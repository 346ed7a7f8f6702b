/** Deliberation: what a circle may do beyond asking once, and what a verdict says of it. Off unless circle or request asks for it. */
import * as z from 'zod';
import { opinionError, usage } from './opinion.ts';
import { name } from './question.ts';

/** The round of a debate: experts have been asked once before. */
export const debateRound = 2;

/** Characters of what an answer comes to, as a change tells it. */
export const changeMaxCharacters = 300;

/** Why a debate was held, or was not. */
export const debateReason = z.enum(['split', 'agreed', 'too-few', 'deadline', 'nobody', 'unjudged', 'limit']).meta({
  id: 'DebateReason',
  description:
    'Why there was a debate or none. `split`: the answers differed; `agreed`: they did not; `too-few`: fewer than two answered, or than it ' +
    'takes to decide; `deadline`: the time was over; `nobody`: nobody who had answered can be asked again; `unjudged`: the answers could not be compared; `limit`: a ' +
    'limit had no room for it.',
});
export type DebateReason = z.infer<typeof debateReason>;

/** What became of one expert that was asked again. */
const change = z.strictObject({
  expert: name,
  changed: z.boolean().describe('Whether the second answer says something else. A second answer that failed changes nothing.'),
  from: z.string().describe('What the first answer comes to, or how it begins.'),
  to: z.string().nullable().describe('The same of the second answer; null where there is none that counts.'),
  error: opinionError.optional().describe('Why there is none.'),
});

const shownRound = z
  .strictObject({
    round: z.int().min(2),
    at: z.iso.datetime().describe('When it began.'),
    effect: z
      .enum(['same', 'changed', 'decided', 'undecided'])
      .describe(
        'What became of the verdict of the first answers: the `same`, `changed`, `decided` where it was not, or `undecided` where it was. Whether a change was to ' +
          'the better only the right answer says.',
      ),
    before: z
      .strictObject({
        answer: z.string().nullable().describe('What the answer would have come to, or how it begins; null where nothing was decided.'),
        pick: name.nullable(),
        agreement: z.number().min(0).max(1).nullable(),
        confidence: z.number().min(0).max(1).nullable(),
      })
      .describe('What the first answers alone say.'),
    experts: z.array(change).describe('Who was asked again, in the order of the seats.'),
    calls: z.int().min(0).describe('Experts asked again.'),
    tokens: usage.describe('Of all of them; null where one is not known.'),
    usd: z.number().min(0).nullable().describe('US dollars of all of them; null where one is not known.'),
  })
  .meta({ id: 'DebateRound', description: 'What a second round of answers has changed, and what it has cost.' });

/** The deliberation of a verdict. */
export const shownDeliberation = z
  .strictObject({
    reason: debateReason,
    rounds: z.array(shownRound).max(1).describe('Rounds beyond the first one; none where there was no debate.'),
  })
  .meta({ id: 'ShownDeliberation', description: 'What came of a deliberation that circle or request had asked for.' });
export type ShownDeliberation = z.infer<typeof shownDeliberation>;
export type ShownRound = ShownDeliberation['rounds'][number];
