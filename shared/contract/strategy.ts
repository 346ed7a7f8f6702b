/** What a run and its verdict say of a strategy: why a stage was asked, and why no more were. */
import * as z from 'zod';
import { name } from './question.ts';

/** Why a stage was asked. */
export const stageReason = z.enum(['first', 'quorum', 'open', 'unsure', 'split', 'kind', 'failed', 'late', 'unjudged']).meta({
  id: 'StageReason',
  description:
    'Why a stage was asked. `first`: it is the first one; `quorum`: too few answers were in; `open`: the rest could change the answer; ' +
    '`unsure`: the confidence was too low; `split`: the answers differed; `kind`: the strategy asks everybody of this kind; `failed`: nobody ' +
    'had answered; `late`: the stage before was not in; `unjudged`: the answers so far could not be judged.',
});
export type StageReason = z.infer<typeof stageReason>;

/** Why nobody else was asked. */
export const stopReason = z.enum(['everybody', 'settled', 'sure', 'agreed', 'quorum', 'impossible', 'deadline', 'limit']).meta({
  id: 'StopReason',
  description:
    'Why nobody else was asked. `everybody`: nobody was left; `settled`: the rest could not change the answer; `sure`: the confidence ' +
    'sufficed; `agreed`: the stages that were asked agreed; `quorum`: enough answers were in; `impossible`: too many had failed; `deadline`: the ' +
    'time was over; `limit`: no limit had room for another call.',
});
export type StopReason = z.infer<typeof stopReason>;

/** What the core says of the answers of some experts, as if no others had been asked. */
export const judgement = z.object({
  /** Whose words the answer would be. */
  pick: z.string().nullable(),
  /** Whether the answers lead to one answer and no other. */
  decided: z.boolean(),
  confidence: z.number().min(0).max(1).nullable(),
  /** Answers that differ, of experts who could be read. */
  answers: z.int().min(0),
  /** Whether the answer stays whatever the others say. */
  settled: z.boolean(),
});
export type Judgement = z.infer<typeof judgement>;

const usd = z.number().min(0).nullable();

/** How a verdict came to be asked for, where not everybody was to be asked at once. */
export const shownStrategy = z
  .strictObject({
    name: z.enum(['settled', 'sure', 'escalate']).describe('The strategy.'),
    stages: z
      .array(z.strictObject({ experts: z.array(name), at: z.iso.datetime(), reason: stageReason }))
      .describe('Who was asked, when and why, in order.'),
    stopped: stopReason,
    notAsked: z.array(name).describe('Experts who were never asked and cost nothing.'),
    saved: z
      .strictObject({
        calls: z.int().min(0),
        usd: usd.describe('US dollars that the calls would have cost by the tokens of the others; null where that is not known.'),
      })
      .describe('What was not spent.'),
  })
  .meta({ id: 'AskedInStages', description: 'Whom the strategy asked, and whom it spared.' });
export type ShownStrategy = z.infer<typeof shownStrategy>;

/** What another strategy would have done with the same answers. */
export const shownReplay = z
  .strictObject({
    strategy: z.enum(['settled', 'sure', 'escalate']),
    asked: z.array(name).describe('Whom it would have asked, in its order.'),
    stopped: stopReason,
    same: z.boolean().describe('Whether it would have come to the same answer.'),
    usd: usd.describe('US dollars of the calls that it would have made; null where that is not known.'),
    seconds: z.number().min(0).describe('Seconds until the last of them was heard.'),
  })
  .meta({ id: 'StrategyReplay', description: 'What another strategy would have asked and decided, replayed from the same answers.' });
export type ShownReplay = z.infer<typeof shownReplay>;
