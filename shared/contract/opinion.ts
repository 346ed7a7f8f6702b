/** One expert's answer in a consultation, or its failure with a reason. */
import * as z from 'zod';
import { providerKind } from './expert.ts';
import { consultationId, name } from './question.ts';

export const opinionStatus = z.enum(['answered', 'failed', 'timeout', 'late', 'cancelled']);
export type OpinionStatus = z.infer<typeof opinionStatus>;

/** Why an expert has no answer. The type is stable; the message is for people and holds no prompt, answer or key. */
export const opinionError = z.strictObject({
  type: z.string(),
  message: z.string(),
  retryable: z.boolean(),
});

/** Tokens of one call. A number the provider did not report is null: unknown, never zero. */
export const usage = z.strictObject({
  inputTokens: z.int().min(0).nullable(),
  outputTokens: z.int().min(0).nullable(),
});
export type Usage = z.infer<typeof usage>;

export const opinion = z.strictObject({
  expert: name,
  provider: providerKind,
  model: z.string(),
  family: z.string(),
  status: opinionStatus,
  answer: z.string().optional(),
  /** The answer ended at its token limit, not where the expert would have ended it. */
  truncated: z.boolean().optional(),
  error: opinionError.optional(),
  /** Milliseconds from the first attempt to the last byte. */
  latencyMs: z.number().min(0),
  usage: usage.optional(),
  /** US dollars; null where the price or the usage is not known. */
  costUsd: z.number().min(0).nullable().optional(),
  receivedAt: z.iso.datetime(),
});
export type Opinion = z.infer<typeof opinion>;

/** Bytes of an answer in UTF-8. A stored item holds 400 KB, so a larger answer is refused by name. */
export const answerMaxBytes = 300_000;

/** An attempt that failed and will be repeated: the reason to show while the opinion is not yet in. */
export const attempt = z.strictObject({
  consultationId,
  expert: name,
  attempts: z.int().min(1),
  error: opinionError,
  at: z.iso.datetime(),
});
export type Attempt = z.infer<typeof attempt>;

/** `POST /v1/consultations/{id}/opinions`: what a human expert hands in. */
export const handedInOpinion = z.strictObject({
  expert: name,
  answer: z
    .string()
    .refine((text) => text.trim().length > 0, 'must not be empty')
    .refine((text) => Buffer.byteLength(text) <= answerMaxBytes, `must be at most ${answerMaxBytes} bytes`),
});
