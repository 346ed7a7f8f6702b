/** The outcome of a consultation, and the weighing of the Rust core that it is made from. */
import * as z from 'zod';
import { opinionError, opinionStatus } from './opinion.ts';
import { kind, name } from './question.ts';
import { learning, outcome, reliability, reliabilityState, weighedReliability } from './reliability.ts';

export const endedBy = z.enum(['quorum', 'all', 'deadline', 'impossible']);
export type EndedBy = z.infer<typeof endedBy>;

/** Answers that mean the same; share is of the answering weight, and the shares sum to 1. */
export const cluster = z.strictObject({ experts: z.array(name), share: z.number().min(0).max(1) });

/** First and past the last UTF-16 code unit of some words in an expert's reply. */
const span = z.tuple([z.int().min(0), z.int().min(0)]);

/** Leave-one-out: the share of the answering experts without whom the answer stays, and those without whom it changes. */
const stability = z.strictObject({ unchanged: z.number().min(0).max(1), pivotal: z.array(name) });

/** A claim of a free text, by reference to the words of one expert; the lists hold every answering expert once. */
const claim = z.strictObject({
  expert: name,
  span,
  supports: z.array(name),
  contradicts: z.array(name),
  silent: z.array(name),
});
/** Claims that a weighing carries, the most supported ones: the state of a workflow holds 256 KB. */
export const maxClaims = 40;

/**
 * How alike every two readable answers are, 0 to 1 with three decimals. `scores` goes by place: the first of `experts` with each later
 * one, then the second with each later one, and so on; names stand once, since 50 experts have 1,225 pairs.
 */
const pairs = z
  .strictObject({ experts: z.array(name).min(2), scores: z.array(z.number().min(0).max(1)) })
  .refine(({ experts, scores }) => scores.length === (experts.length * (experts.length - 1)) / 2, 'must hold a score for every pair');

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
  dissent: z.array(z.strictObject({ experts: z.array(name), pick: name, span: span.optional() })),
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
  opinions: z.array(z.strictObject({ expert: name, family: z.string().nullable(), answer: z.string().nullable() })),
  /** What is known of the experts, and whether that may decide. */
  reliability: reliabilityState.optional(),
  reliability_mode: learning.exclude(['off']).optional(),
  /** Days since 1970 when the question was asked: the core has no clock. */
  at: z.number().optional(),
  outcome: outcome.optional(),
});
export type Panel = z.infer<typeof panel>;

export const verdict = z.strictObject({
  answer: z.string().nullable(),
  pick: name.nullable(),
  agreement: z.number().min(0).max(1).nullable(),
  coverage: z.strictObject({ asked: z.int(), answered: z.int(), families: z.int() }),
  confidence: z.number().min(0).max(1).nullable(),
  clusters: z.array(cluster),
  // Verdicts that were stored before there was such a number have none.
  stability: stability.nullable().default(null),
  /** How many experts that judge independently would carry as much evidence. */
  independent: z.number().min(1).nullable().default(null),
  /** Experts outside the leading cluster, in their own words; `short` is the part that says it, where the core could point at it. */
  dissent: z.array(z.strictObject({ expert: name, answer: z.string(), short: z.string().optional() })),
  /** What the answers to a free question claim, most supported first, each in the words of one expert. */
  claims: z.array(claim.extend({ text: z.string() })).optional(),
  pairs: pairs.optional(),
  /** For kind `ranking`: Schulze's order with ties together, the points of each option, Kemeny's order, and Kendall's W. */
  ranking: z
    .strictObject({
      order: z.array(z.array(z.string())),
      scores: z.array(z.strictObject({ option: z.string(), borda: z.number(), copeland: z.number() })),
      kemeny: z.strictObject({ order: z.array(z.string()), distance: z.number(), exact: z.boolean() }),
      concordance: z.number().nullable(),
    })
    .optional(),
  /** What earlier consultations say of these experts, and what that would have decided; absent where the circle does not learn. */
  reliability: reliability.optional(),
  /** Experts without a counted answer, each with its reason. */
  missing: z.array(z.strictObject({ expert: name, status: opinionStatus, error: opinionError })),
  method: z.string(),
  endedBy,
  /** Present when the answers come from the scripted demo circle. */
  notice: z.string().optional(),
});
export type Verdict = z.infer<typeof verdict>;
