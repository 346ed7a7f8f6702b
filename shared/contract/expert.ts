/** Who may sit: an expert as `circles.yaml` declares it, and the seat that a consultation gives it. */
import * as z from 'zod';
import { name } from './question.ts';

/** The kinds of provider: one file behind the model port and one queue for each, `human` apart (handed in through the API). */
export const providerKind = z
  .enum(['anthropic', 'openai', 'google', 'bedrock', 'openai-compatible', 'scripted', 'human'])
  .meta({ id: 'ProviderKind', description: 'Who is asked; `human` hands the opinion in through the API.' });
export type ProviderKind = z.infer<typeof providerKind>;

/** The kinds that are asked through a queue. */
export const queuedProviderKinds = providerKind.exclude(['human']).options;
export type QueuedProviderKind = (typeof queuedProviderKinds)[number];

/** The name of an environment variable (embedded) or of a secret (cloud); never a key itself. */
export const keyName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{1,127}$/, 'must name an environment variable or secret, such as ANTHROPIC_API_KEY');

/** An expert in `circles.yaml`. `provider` is a kind or a preset of `providers.yaml`. */
export const expert = z.strictObject({
  provider: z.string(),
  model: z.string().min(1).max(200),
  family: z.string().min(1).max(64).optional(),
  key: keyName.optional(),
  baseUrl: z.url({ protocol: /^https?$/ }).optional(),
  persona: name.optional(),
  timeoutSeconds: z.number().positive().max(870).optional(),
  maxOutputTokens: z.int().positive().max(200_000).optional(),
  temperature: z.number().min(0).max(2).optional(),
  region: z.string().optional(),
  script: z.string().optional(),
});
export type Expert = z.infer<typeof expert>;

/** A seat: an expert with everything resolved, frozen into the run so that a later change of files cannot alter it. */
export const seat = z.strictObject({
  expert: name,
  provider: providerKind,
  /** The preset that the expert named, or the kind itself: what prices and messages speak of. */
  preset: z.string(),
  model: z.string(),
  family: z.string(),
  key: keyName.optional(),
  baseUrl: z.string().optional(),
  persona: name.optional(),
  timeoutSeconds: z.number().positive(),
  maxOutputTokens: z.int().positive(),
  temperature: z.number().optional(),
  region: z.string().optional(),
  script: z.string().optional(),
});
export type Seat = z.infer<typeof seat>;

/** Whether an expert can be asked, as the last probe or start-up saw it. */
export const expertHealth = z.strictObject({
  expert: name,
  status: z.enum(['ready', 'unavailable', 'unknown']),
  reason: z.string().optional(),
  checkedAt: z.iso.datetime().optional(),
});
export type ExpertHealth = z.infer<typeof expertHealth>;
