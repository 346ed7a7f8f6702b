/** The outcome of a consultation, and the weighing of the Rust core that it is made from. */
import * as z from 'zod';
import { opinionError, opinionStatus } from './opinion.ts';
import { kind, name } from './question.ts';

export const endedBy = z.enum(['quorum', 'all', 'deadline', 'impossible']);
export type EndedBy = z.infer<typeof endedBy>;

/** Answers that mean the same; share is of the answering weight, and the shares sum to 1. */
export const cluster = z.strictObject({ experts: z.array(name), share: z.number().min(0).max(1) });

/** What the Rust core says of a frozen panel. References only: no answer text travels through the workflow's state. */
export const weighing = z.strictObject({
  pick: name.nullable(),
  /** Index of the winning option for kind `choice`, else null. */
  option: z.int().min(0).nullable(),
  agreement: z.number().min(0).max(1).nullable(),
  confidence: z.number().min(0).max(1).nullable(),
  clusters: z.array(cluster),
  method: z.string(),
  /** Where the short answer stands in the picked expert's reply, first and past the last UTF-16 code unit; absent if it is all of it. */
  span: z.tuple([z.int().min(0), z.int().min(0)]).optional(),
});
export type Weighing = z.infer<typeof weighing>;

/** One panel of the core's command line (`consensus agree`). */
export const panel = z.strictObject({
  id: z.string(),
  question: z.string().nullable(),
  kind,
  options: z.array(z.string()).nullable(),
  opinions: z.array(z.strictObject({ expert: name, family: z.string().nullable(), answer: z.string().nullable() })),
});
export type Panel = z.infer<typeof panel>;

export const verdict = z.strictObject({
  answer: z.string().nullable(),
  pick: name.nullable(),
  agreement: z.number().min(0).max(1).nullable(),
  coverage: z.strictObject({ asked: z.int(), answered: z.int(), families: z.int() }),
  confidence: z.number().min(0).max(1).nullable(),
  clusters: z.array(cluster),
  /** Experts outside the leading cluster, in their own words. */
  dissent: z.array(z.strictObject({ expert: name, answer: z.string() })),
  /** Experts without a counted answer, each with its reason. */
  missing: z.array(z.strictObject({ expert: name, status: opinionStatus, error: opinionError })),
  method: z.string(),
  endedBy,
  /** Present when the answers come from the scripted demo circle. */
  notice: z.string().optional(),
});
export type Verdict = z.infer<typeof verdict>;
