/** One expert's answer in a consultation, or its failure with a reason. */
import * as z from 'zod';
import { notBlank } from './context.ts';
import { providerKind } from './expert.ts';
import { charged } from './limits.ts';
import { consultationId, name } from './question.ts';
import { writtenSynthesis } from './written-synthesis.ts';

export const opinionStatus = z.enum(['answered', 'abstained', 'unreadable', 'failed', 'timeout', 'late', 'abandoned', 'cancelled']).meta({
  id: 'OpinionStatus',
  description:
    'What became of an expert. `abstained`: it was asked, and has nothing to say of this, which counts neither for nor against; `unreadable`: a reply came, but it holds no answer that could be read, so it counts neither for nor against; ' +
    '`late`: no answer before the end; one that comes afterwards is kept and not counted; `abandoned`: the consultation ended before this expert was asked, or its ' +
    'call was given up then.',
});
export type OpinionStatus = z.infer<typeof opinionStatus>;

/** Whether an opinion fills no quorum and never will: its expert has been heard, or given up, without an answer that counts. */
export function isMiss(status: OpinionStatus): boolean {
  return status === 'failed' || status === 'timeout' || status === 'unreadable' || status === 'abstained';
}

/** Why an expert has no answer. The type is stable; the message is for people and holds no prompt, answer or key. */
export const opinionError = z
  .strictObject({
    type: z.string().describe('A stable name.'),
    message: z.string().describe('For people; holds no prompt, answer or key.'),
    retryable: z.boolean().describe('Whether asking again may help.'),
  })
  .meta({ id: 'OpinionError', description: 'Why an expert has no answer.' });

/** Tokens of one call. A number the provider did not report is null: unknown, never zero. */
export const usage = z
  .strictObject({
    inputTokens: z.int().min(0).nullable(),
    outputTokens: z.int().min(0).nullable(),
  })
  .meta({ id: 'Usage', description: 'Tokens of one call. A number that the provider did not report is null: unknown, never zero.' });
export type Usage = z.infer<typeof usage>;

/** Calls of a model, repeated ones and those that its provider turns away included. */
const calls = z.int().min(0);

export const opinion = z
  .strictObject({
    expert: name,
    round: z
      .int()
      .min(2)
      .optional()
      .describe(
        'How often the expert had been asked with it: absent where that was once. From 3 on it is the word of a judge, 9 a ranking of the answers of others, and 10 a synthesis.',
      ),
    provider: providerKind,
    model: z.string(),
    family: z.string().describe('Models that share an origin, and so tend to err together.'),
    status: opinionStatus,
    answer: z.string().optional().describe("The expert's own words, without its reasoning and without the line of its conclusion."),
    reasoning: z.string().optional().describe('The reasoning before the answer, where the reply held it. Never weighed.'),
    conclusion: z.string().optional().describe("The answer's conclusion in one line, where the expert stated one."),
    vote: z.string().optional().describe('Kind `choice`: the option that the reply commits itself to.'),
    choice: name.nullable().optional().describe('Of a judge: the expert whose answer holds; null for none of them.'),
    order: z.array(name).optional().describe('Of an expert that ranks the answers of others: whose it puts first, next and so on.'),
    synthesis: writtenSynthesis.optional(),
    truncated: z.boolean().optional().describe('The answer was cut off: it ended at its token limit, or with an unknown finish reason.'),
    notice: z.string().optional().describe('A reason to doubt the answer, such as a prompt of which only a part was read.'),
    error: opinionError.optional(),
    latencyMs: z.number().min(0).describe('Milliseconds from the first attempt to the last byte.'),
    calls: calls.optional().describe('Calls that were begun for it: absent where that was one.'),
    usage: usage.optional(),
    costUsd: z.number().min(0).nullable().optional().describe('US dollars; null where the price or the usage is not known.'),
    charged: charged.optional().describe('What it has used of the limits, where the consultation has some.'),
    receivedAt: z.iso.datetime(),
  })
  .meta({ id: 'Opinion', description: "One expert's answer in a consultation, or its failure with a reason." });
export type Opinion = z.infer<typeof opinion>;

/** Bytes of an answer in UTF-8; a larger one is refused by name. Escaped as JSON at its worst, it still goes in one call to the core. */
export const answerMaxBytes = 1_000_000;

/** An attempt that failed and will be repeated: the reason to show while the opinion is not yet in. */
export const attempt = z
  .strictObject({
    consultationId,
    expert: name,
    round: z.int().min(2).optional().describe('Present beyond the first round.'),
    attempts: z.int().min(1).describe('How often the expert has been asked in this round.'),
    error: opinionError,
    at: z.iso.datetime(),
  })
  .meta({ id: 'Attempt', description: 'An attempt that failed and will be repeated.' });
export type Attempt = z.infer<typeof attempt>;

/**
 * What is written down of asking an expert before its opinion is in: before each call, so that a worker that stops leaves its trace,
 * and after each one that failed.
 */
export const attemptNote = attempt.extend({
  /** Why the last call that has ended failed; none has before the first one. */
  error: opinionError.optional(),
  /** A call has begun, and its end is not written down: it is under way, or its worker stopped. */
  underWay: z.boolean().optional(),
  /** Calls that were begun, the one under way included: absent where that was one. */
  calls: calls.optional(),
  /** Tokens of all calls, the one under way included. */
  usage: usage.optional(),
  /** US dollars of them; null where that is not known, absent where nothing can have been billed. */
  costUsd: z.number().min(0).nullable().optional(),
  /** What they have used of the limits. */
  charged: charged.optional(),
});
export type AttemptNote = z.infer<typeof attemptNote>;

/** `POST /v1/consultations/{id}/opinions`: what a human expert hands in. */
export const handedInOpinion = z
  .strictObject({
    expert: name.describe('A human expert of the consultation.'),
    answer: z
      .string()
      .refine((text) => text.trim().length > 0, 'must not be empty')
      .refine((text) => Buffer.byteLength(text) <= answerMaxBytes, `must be at most ${answerMaxBytes} bytes`)
      .meta({ ...notBlank, description: `At most ${answerMaxBytes} bytes of UTF-8.` }),
  })
  .meta({ id: 'HandedInOpinion', description: 'What a human expert answers.' });
export type HandedInOpinion = z.infer<typeof handedInOpinion>;
