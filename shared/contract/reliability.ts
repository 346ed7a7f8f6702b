/** How far experts have been right before: what is learnt of them, and what a circle makes of it. */
import * as z from 'zod';
import { type Kind, kind, name } from './question.ts';

/**
 * What a circle does with what it learns of its experts. `auto`: reported beside the verdict until there is enough evidence, then it
 * decides; `shadow`: reported only; `off`: nothing is learnt.
 */
export const learning = z.enum(['auto', 'shadow', 'off']).meta({
  id: 'Learning',
  description:
    'What a circle does with what it learns of its experts. `auto`: reported beside the verdict until there is enough evidence, then it ' +
    'decides; `shadow`: reported only; `off`: nothing is learnt.',
});
export type Learning = z.infer<typeof learning>;

/** Kinds of question that say something of their experts: an order of options is not right or wrong. */
export const teachingKind = kind.exclude(['ranking']);

/** Forward-decayed sums of one expert: how often it was right, of how often that could be judged. States are merged by adding them. */
const tally = z.strictObject({ right: z.number(), asked: z.number() });

/**
 * What one consultation adds: by expert, and where its right answer became known also of each expert by outcomes alone (`judged a`), of
 * each two (`pair a b`) and of what the core foretold (`foretold 7`, `foretold mean-7`). An expert's name holds no space.
 */
export const learnt = z.record(
  z
    .string()
    .regex(/^(?:(?:judged |foretold )?[a-z0-9._-]+|pair [a-z0-9._-]+ [a-z0-9._-]+)$/u)
    .max(220),
  tally,
);
export type Learnt = z.infer<typeof learnt>;

/** Two updates as one: sums are added, in any order; `sign` -1 takes the second away. */
export function addLessons(one: Learnt, other: Learnt, sign: 1 | -1 = 1): Learnt {
  const none = { right: 0, asked: 0 };
  const experts = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(
    experts.map((expert) => {
      const { [expert]: a = none } = one;
      const { [expert]: b = none } = other;
      return [expert, { right: a.right + sign * b.right, asked: a.asked + sign * b.asked }];
    }),
  );
}

/** What the core keeps of earlier consultations. The numbers carry the decay of the core, which alone can read them. */
export const reliabilityState = z.strictObject({ version: z.literal(1), experts: learnt });
export type ReliabilityState = z.infer<typeof reliabilityState>;

/** What a state belongs to: an expert is not equally good at every kind of question. */
export interface ReliabilityKey {
  readonly tenant: string;
  readonly circle: string;
  readonly kind: Kind;
}

/** What is known of an answer afterwards: the right one, or whether the verdict's was; then it speaks of the expert in `about`. */
export const outcome = z.strictObject({ answer: z.string().optional(), right: z.boolean().optional(), about: name.optional() });
export type Outcome = z.infer<typeof outcome>;

const share = z.number().min(0).max(1);

/** What a state says of a panel. */
export const estimates = z.object({
  evidence: z.number().min(0).describe('Judged answers of the expert with the fewest, older ones counting less.'),
  weighs: z.boolean().describe('Whether the learnt weights were applied: the evidence is enough, and the circle allows it.'),
  estimates: z.record(name, share).describe('The chance of each expert to be right.'),
});
export type Estimates = z.infer<typeof estimates>;
export const shownEstimates = z
  .strictObject(estimates.shape)
  .meta({ id: 'Estimates', description: "The learnt reliability of a panel's experts." });

/** What the learnt weights would have decided. */
const shadow = z.object({
  pick: name.nullable(),
  /** Index of the winning option, for a question that has options. */
  option: z.int().min(0).nullish(),
  /** Whether that is the answer of the verdict. */
  agrees: z.boolean(),
  confidence: share.nullish(),
});

/** What the weights of the votes rest on. */
const basis = z
  .enum(['nothing', 'agreement', 'skill', 'outcomes'])
  .describe('What the weights rest on: how far experts agreed with the others, known skill, or outcomes; `nothing` decides nothing.');

const weights = z.record(name, share).describe("How much each expert's vote weighs; they sum to 1.");

/** The core's word on reliability in a weighing. */
export const weighedReliability = estimates.extend({
  learnt: learnt.default({}),
  shadow: shadow.nullish(),
  basis: basis.optional(),
  weights: weights.optional(),
});

/** Reliability in a verdict. */
export const reliability = z
  .strictObject({
    ...estimates.shape,
    basis: basis.optional(),
    weights: weights.optional(),
    shadow: z
      .strictObject({
        pick: name.nullable(),
        answer: z.string().optional(),
        agrees: z.boolean().describe('Whether that is the answer of the verdict.'),
        confidence: share.nullable(),
      })
      .nullable()
      .describe('What the learnt weights would have decided; null where nothing is decided.'),
  })
  .meta({ id: 'Reliability', description: 'The learnt reliability of these experts, and what it would have decided.' });

/** `GET /v1/circles/{name}/reliability` */
export const circleReliability = z
  .strictObject({
    circle: name,
    learning,
    kinds: z
      .array(z.strictObject({ kind: teachingKind, ...estimates.shape }))
      .describe('The kinds of question that its experts have been judged on.'),
  })
  .meta({ id: 'CircleReliability', description: 'What a circle has learnt of its experts.' });
export type CircleReliability = z.infer<typeof circleReliability>;
