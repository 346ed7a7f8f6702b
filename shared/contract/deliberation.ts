/** Deliberation: what a circle may do beyond asking once, and what a verdict says of it. Off unless circle or request asks for it. */
import * as z from 'zod';
import { opinionError, usage } from './opinion.ts';
import { name } from './question.ts';
import { synthesisReason } from './synthesis.ts';

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

/** Why a judge was asked, or was not. */
export const judgeReason = z.enum(['split', 'decided', 'too-few', 'deadline', 'unjudged', 'limit']).meta({
  id: 'JudgeReason',
  description:
    'Why a judge was asked, or why none was, or no other one. `split`: nothing would have been decided; `decided`: something was; `too-few`: fewer answers than it ' +
    'takes to decide; `deadline`: the time was over; `unjudged`: it was not known whether something was decided; `limit`: a limit had no room for it.',
});
export type JudgeReason = z.infer<typeof judgeReason>;

/** Why there is a round beyond the first one, or none. */
export const roundReason = z.enum([...new Set([...debateReason.options, ...judgeReason.options, ...synthesisReason.options])]);

/** What became of a verdict. */
const effect = z.enum(['same', 'changed', 'decided', 'undecided']).meta({
  id: 'DeliberationEffect',
  description:
    'What became of the verdict that there would have been: the `same`, `changed`, `decided` where it was not, or `undecided` where it was. Whether a change was ' +
    'to the better only the right answer says.',
});
export type DeliberationEffect = z.infer<typeof effect>;

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
    effect: effect.describe('What became of the verdict of the first answers.'),
    before: z
      .strictObject({
        answer: z.string().nullable().describe('What the answer would have come to, or how it begins; null where nothing was decided.'),
        pick: name.nullable(),
        agreement: z.number().min(0).max(1).nullable(),
        confidence: z.number().min(0).max(1).nullable(),
      })
      .describe('What the first answers alone say.'),
    experts: z.array(change).describe('Who was asked again, in the order of the seats.'),
    calls: z.int().min(0).describe('Calls of the experts that were asked again.'),
    tokens: usage.describe('Of all of them; null where one is not known.'),
    usd: z.number().min(0).nullable().describe('US dollars of all of them; null where one is not known.'),
  })
  .meta({ id: 'DebateRound', description: 'What a second round of answers has changed, and what it has cost.' });

const shownJudge = z
  .strictObject({
    reason: judgeReason,
    expert: name.nullable().describe('The judge whose word it is; null where none has given one in time.'),
    choice: name.nullable().describe('The expert whose answer holds, as it says; null where it says that none does, or says nothing.'),
    why: z.string().nullable().describe('Its reason, in its own words.'),
    effect,
    asked: z
      .array(z.strictObject({ expert: name, at: z.iso.datetime(), error: opinionError.optional().describe('Why it has said nothing.') }))
      .describe('All judges that were asked, in order.'),
    calls: z.int().min(0).describe('Calls of the judges that were asked.'),
    tokens: usage.describe('Of all of them; null where one is not known.'),
    usd: z.number().min(0).nullable().describe('US dollars of all of them; null where one is not known.'),
  })
  .meta({ id: 'ShownJudge', description: 'Whether a judge was asked, what it said, and what came of that.' });
export type ShownJudge = z.infer<typeof shownJudge>;

const shownPeerRanking = z
  .strictObject({
    reason: debateReason.describe('Why there was a ranking or none, by the words of a debate.'),
    order: z
      .array(z.strictObject({ expert: name, points: z.number().min(0).max(1) }))
      .describe(
        'Whose answer stands how high: the mean over those who ranked it of the part of the others that they put below it (Borda), best first.',
      ),
    ranked: z
      .array(
        z.strictObject({
          expert: name,
          order: z.array(name).nullable().describe('Best first, without its own answer; null where it has given none in time.'),
          error: opinionError.optional().describe('Why it has given none.'),
        }),
      )
      .describe('Who was asked, in the order of the seats.'),
    withoutSelfVotes: z
      .enum(['same', 'other'])
      .nullable()
      .describe(
        'Whether the answer that leads where nobody votes for its own is the one that the answers decide; null where either is missing.',
      ),
    effect,
    calls: z.int().min(0).describe('Calls of the experts that were asked.'),
    tokens: usage.describe('Of all of them; null where one is not known.'),
    usd: z.number().min(0).nullable().describe('US dollars of all of them; null where one is not known.'),
  })
  .meta({ id: 'ShownPeerRanking', description: 'How experts ranked the answers of one another, and what came of that.' });
export type ShownPeerRanking = z.infer<typeof shownPeerRanking>;

/** The deliberation of a verdict. */
export const shownDeliberation = z
  .strictObject({
    reason: z
      .enum([...debateReason.options, 'off'])
      .describe('Why there was a debate or none, as `DebateReason` says; `off`: nobody had asked for one.'),
    rounds: z.array(shownRound).max(1).describe('Rounds beyond the first one; none where there was no debate.'),
    ranking: shownPeerRanking.optional().describe('Present where circle or request asks for a ranking.'),
    judge: shownJudge.optional().describe('Present where circle or request name a judge.'),
  })
  .meta({ id: 'ShownDeliberation', description: 'What came of a deliberation that circle or request had asked for.' });
export type ShownDeliberation = z.infer<typeof shownDeliberation>;
export type ShownRound = ShownDeliberation['rounds'][number];
