/** How good experts are known to be before any question: published results of models, and what `circles.yaml` says. */
import * as z from 'zod';
import { namesAllowed } from './allowed.ts';

/** The fields that results are told by; `overall` stands for the mean of all. */
export const skillField = z.enum(['maths', 'code', 'knowledge', 'reasoning', 'writing']);
export type SkillField = z.infer<typeof skillField>;

const rate = z.number().min(0).max(1);

/** Part of the questions that are answered rightly, over all and by field. */
const rates = z.strictObject({
  overall: rate.optional(),
  maths: rate.optional(),
  code: rate.optional(),
  knowledge: rate.optional(),
  reasoning: rate.optional(),
  writing: rate.optional(),
});
export type Rates = z.infer<typeof rates>;

/** `skill` of an expert: one number, numbers by field, or `none` where nothing is to be taken as known. */
export const statedSkill = z.union(
  [z.literal('none'), rate, rates.refine((all) => Object.keys(all).length > 0, 'must name a field')],
  namesAllowed,
);
export type StatedSkill = z.infer<typeof statedSkill>;

/** `skill.yaml`: published results, newest edition first. Editions differ in their tasks, so they are never mixed in one panel. */
export const skillFile = z.strictObject({
  editions: z.array(
    z.strictObject({
      source: z.string(),
      date: z.iso.date(),
      models: z.record(z.string(), rates.required({ overall: true }).extend({ row: z.string().optional() })),
    }),
  ),
});
export type SkillFile = z.infer<typeof skillFile>;

/** What is known of a seat. `trust` says how far the rate is taken at its word; the rest is drawn to the mean of the panel. */
export const seatSkill = z.strictObject({
  rate,
  trust: rate,
  /** `stated` in `circles.yaml`, or the edition of published results. */
  source: z.string().max(100),
});
export type SeatSkill = z.infer<typeof seatSkill>;
