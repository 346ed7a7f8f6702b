/** The outcome of a consultation, and the weighing of the Rust core that it is made from. */
import * as z from 'zod';
import { shownDeliberation } from './deliberation.ts';
import { shownLimits } from './limits.ts';
import { opinionError, opinionStatus } from './opinion.ts';
import { kind, name } from './question.ts';
import { learning, outcome, reliability, reliabilityState, weighedReliability } from './reliability.ts';
import { shownReplacement } from './replacement.ts';
import { shownReplay, shownStrategy } from './strategy.ts';
import { shownSynthesis } from './synthesis.ts';
import { promised, shownPromise, undecided } from './undecided.ts';

export const endedBy = z.enum(['settled', 'quorum', 'all', 'deadline', 'impossible']).meta({
  id: 'EndedBy',
  description:
    'What ended the asking: that nothing under way could change the outcome, a number of answers (where the circle says so), everybody ' +
    'heard, the time, or that enough answers could no longer come.',
});
export type EndedBy = z.infer<typeof endedBy>;

/** Answers that mean the same; share is of the answering weight, and the shares sum to 1. */
export const cluster = z
  .strictObject({ experts: z.array(name), share: z.number().min(0).max(1).describe('Of the answering weight.') })
  .meta({ id: 'Cluster', description: 'Experts whose answers mean the same. The shares of all clusters sum to 1.' });

/** First and past the last UTF-16 code unit of some words in an expert's reply. */
const span = z.tuple([z.int().min(0), z.int().min(0)]).meta({
  id: 'Span',
  description: "First and past the last UTF-16 code unit of some words in an expert's reply.",
});

/** How a free answer that did not win stands to the one that did. */
const relation = z.enum(['same', 'differs', 'contradicts']).meta({
  id: 'Relation',
  description:
    'How a free answer stands to another: the same but for what is harmless, in contradiction, or neither as far as can be told.',
});

/** Leave-one-out: the share of the answering experts without whom the answer stays, and those without whom it changes. */
const stability = z
  .strictObject({
    unchanged: z.number().min(0).max(1).describe('Share of the answering experts without whom the answer stays.'),
    pivotal: z.array(name).describe('Those without whom it changes.'),
  })
  .meta({ id: 'Stability', description: 'What becomes of the answer if one expert is left out.' });

/** A claim of a free text, by reference to the words of one expert; the lists hold every answering expert once. */
const claim = z.strictObject({
  expert: name,
  span,
  supports: z.array(name),
  contradicts: z.array(name),
  silent: z.array(name),
});

/** One field of answers that a schema describes, by reference: the values stand in the answers of those who are picked. */
const field = z
  .strictObject({
    path: z.string().describe('Where it stands in an answer (JSON Pointer).'),
    role: z.enum(['vote', 'reason']).describe('Whether it is a part of the conclusion, or compared and not counted.'),
    agreement: z.number().min(0).max(1).nullable().describe('How alike the answers are in it.'),
    decided: z.boolean().optional().describe('Whether one value has the majority; absent for a reason.'),
    values: z
      .array(z.strictObject({ experts: z.array(name), share: z.number().min(0).max(1), pick: name }))
      .describe('Who says the same, heaviest first; `pick` is whose answer holds the value, or lacks the field.'),
  })
  .meta({ id: 'Field', description: "The answers' values in one field of the schema." });

/** Names stand once, since 50 experts have 1,225 pairs. */
const pairs = z
  .strictObject({
    experts: z.array(name).min(2).describe('Those whose answer could be read.'),
    scores: z
      .array(z.number().min(0).max(1))
      .describe('The first expert with each later one, then the second with each later one, and so on; three decimals.'),
  })
  .refine(({ experts, scores }) => scores.length === (experts.length * (experts.length - 1)) / 2, 'must hold a score for every pair')
  .meta({ id: 'Pairs', description: 'How alike every two answers are.' });

/** Orders of the options by four rules, options as their indexes; `concordance` is Kendall's W. */
const ranking = z.strictObject({
  /** Schulze's order, ties together. */
  order: z.array(z.array(z.int().min(0))),
  /** Points of each option. */
  borda: z.array(z.number()),
  copeland: z.array(z.number()),
  kemeny: z.strictObject({ order: z.array(z.int().min(0)), distance: z.number(), exact: z.boolean() }),
  concordance: z.number().nullable(),
});

/** What the Rust core says of a frozen panel. References only: no answer text travels through the workflow's state. */
export const weighing = z.object({
  pick: name.nullable(),
  /** Whether the answers lead to one answer and no other; where they do not, nothing is picked. */
  decided: z.boolean().optional(),
  /** The answers that experts stand behind, heaviest first; `pick` is whose words stand for one. */
  positions: z
    .array(z.strictObject({ experts: z.array(name), share: z.number().min(0).max(1), pick: name, span: span.optional() }))
    .optional(),
  /** What the answers say field by field, where a schema describes them. */
  fields: z.array(field).optional(),
  promise: promised.optional(),
  /** Kind `auto`: what the answers turned out to be. */
  read_as: kind.optional(),
  /** Index of the winning option for the kinds `choice` and `ranking`, else null. */
  option: z.int().min(0).nullable(),
  agreement: z.number().min(0).max(1).nullable(),
  confidence: z.number().min(0).max(1).nullable(),
  clusters: z.array(cluster),
  method: z.string(),
  /** Where the short answer stands in the picked expert's reply; absent if it is all of it. */
  span: span.optional(),
  stability: stability.nullable(),
  /** How many experts that judge independently would carry as much evidence. */
  independent: z.number().min(1).nullable(),
  /** Each cluster but the winner's, and whose words stand for it. */
  dissent: z.array(z.strictObject({ experts: z.array(name), pick: name, span: span.optional(), relation: relation.optional() })),
  /** The most supported ones: the state of a workflow holds 256 KB. */
  claims: z.array(claim).optional(),
  pairs: pairs.optional(),
  ranking: ranking.optional(),
  reliability: weighedReliability.optional(),
});
export type Weighing = z.infer<typeof weighing>;

/** One panel of the core's command line (`consensus agree`). */
export const panel = z.strictObject({
  id: z.string(),
  question: z.string().nullable(),
  kind,
  options: z.array(z.string()).nullable(),
  opinions: z.array(
    z.strictObject({
      expert: name,
      family: z.string().nullable(),
      answer: z.string().nullable(),
      /** What the answer comes to: the vote of a choice, or the line in which the expert said it. */
      conclusion: z.string().optional(),
    }),
  ),
  /** JSON Schema of the answers, as JSON text. */
  schema: z.string().optional(),
  /** Kind `choice`: the options stand on a scale, the lowest first. */
  ordered: z.boolean().optional(),
  /** Agreement from which a text is decided without a majority of one conclusion. */
  least_agreement: z.number().min(0).max(1).optional(),
  /** The part of the decided answers that must be right. */
  promise: z.number().optional(),
  /** How good experts are known to be before any question. */
  skill: z.record(name, z.strictObject({ rate: z.number().min(0).max(1), trust: z.number().min(0).max(1) })).optional(),
  /** What is known of the experts, and whether that may decide. */
  reliability: reliabilityState.optional(),
  reliability_mode: learning.exclude(['off']).optional(),
  /** Days since 1970 when the question was asked: the core has no clock. */
  at: z.number().optional(),
  outcome: outcome.optional(),
});
export type Panel = z.infer<typeof panel>;

/** What becomes of a ranking: the same, in the words of the options. */
const shownRanking = z
  .strictObject({
    order: z.array(z.array(z.string())).describe("Schulze's order, ties together."),
    scores: z
      .array(z.strictObject({ option: z.string(), borda: z.number(), copeland: z.number() }))
      .describe('Points of each option by two rules.'),
    kemeny: z
      .strictObject({ order: z.array(z.string()), distance: z.number(), exact: z.boolean() })
      .describe('The order nearest to all experts, and how far it is from them.'),
    concordance: z.number().nullable().describe("Kendall's W: how alike the orders are."),
  })
  .meta({ id: 'Ranking', description: 'The options in order, by several rules.' });

const shownClaim = claim
  .extend({ text: z.string().describe('The words of the claim.') })
  .meta({ id: 'Claim', description: 'A statement in the answers, in the words of one expert, with who supports or contradicts it.' });

/** An answer that some experts stand behind, where nothing is decided. */
export const shownPosition = z.strictObject({
  experts: z.array(name),
  share: z.number().min(0).max(1).describe('Of the answering weight.'),
  answer: z.string().describe('The option, or the words of one of the experts.'),
  short: z.string().optional().describe('The part that says it, where the core could point at it.'),
});

/** An answer that did not win. */
export const shownDissent = z.strictObject({
  expert: name,
  answer: z.string(),
  short: z.string().optional().describe('The part that says it, where the core could point at it.'),
  relation: relation.optional().describe('How it stands to the answer; for free answers only.'),
});

export const verdict = z
  .strictObject({
    answer: z.string().nullable().describe('Null where nothing is decided; `positions` then holds the answers.'),
    pick: name.nullable().describe('The expert whose words the answer is.'),
    positions: z
      .array(shownPosition)
      .optional()
      .describe('Where nothing is decided: the answers that experts stand behind, heaviest first.'),
    undecided: undecided.optional().describe('Why nothing is decided; absent where something is.'),
    agreement: z.number().min(0).max(1).nullable().describe('How alike the answers are.'),
    coverage: z
      .strictObject({
        asked: z.int(),
        answered: z.int(),
        families: z.int(),
        quorum: z.int().optional().describe('How many answers it takes; present where fewer were allowed.'),
        minimum: z.int().optional().describe('How many were allowed instead, by the circle or the request.'),
      })
      .describe('Who was asked and who answered; whom a strategy spared is in `strategy.notAsked`.'),
    confidence: z.number().min(0).max(1).nullable().describe('Calibrated chance of being right; null where there is none.'),
    clusters: z.array(cluster),
    // Verdicts that were stored before there was such a number have none.
    stability: stability.nullable().default(null),
    independent: z
      .number()
      .min(1)
      .nullable()
      .default(null)
      .describe('How many experts that judge independently would carry as much evidence.'),
    dissent: z.array(shownDissent).describe('Experts outside the leading cluster, in their own words.'),
    fields: z.array(field).optional().describe('Where the question has a schema: the answers field by field.'),
    claims: z.array(shownClaim).optional().describe('What the answers to a free question claim, most supported first.'),
    pairs: pairs.optional(),
    ranking: shownRanking.optional().describe('For the kind `ranking`.'),
    promise: shownPromise.optional().describe('Where a promise was asked for.'),
    reliability: reliability.optional().describe('Absent where the circle does not learn.'),
    missing: z
      .array(z.strictObject({ expert: name, status: opinionStatus, error: opinionError }))
      .describe('Experts without a counted answer, each with its reason.'),
    truncated: z.array(name).min(1).optional().describe('Whose counted answer was cut off at its token limit.'),
    method: z.string().describe('How the answers were weighed.'),
    decidedBy: z
      .enum(['judge', 'ranking'])
      .optional()
      .describe(
        'Present where the answers alone decide nothing: `judge`: the answer is the one that a judge has chosen among them; `ranking`: the one that most experts put first among those of the others.',
      ),
    endedBy,
    replaced: z
      .array(shownReplacement)
      .min(1)
      .optional()
      .describe('Present where an expert failed before it had answered, and another candidate was asked in its place.'),
    strategy: shownStrategy.optional().describe('Present where the experts were asked in stages.'),
    deliberation: shownDeliberation.optional().describe('Present where circle or request asks for a debate or a judge.'),
    synthesis: shownSynthesis
      .optional()
      .describe('Present where circle or request asks for one. The answer stays what the experts have said.'),
    replays: z.array(shownReplay).min(1).optional().describe('What asking in stages would have done, where everybody was asked at once.'),
    limits: shownLimits.optional().describe('Present where the consultation had limits.'),
    slept: z
      .int()
      .min(1)
      .optional()
      .describe('Seconds for which the machine slept while the circle was at work. They do not count against the experts.'),
    notice: z.string().optional().describe('Present when the answers come from the scripted demo circle.'),
  })
  .meta({ id: 'Verdict', description: 'The outcome of a consultation.' });
export type Verdict = z.infer<typeof verdict>;
