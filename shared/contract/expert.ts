/** Who may sit: an expert as `circles.yaml` declares it, and the seat that a consultation gives it. */
import * as z from 'zod';
import { baseUrl } from './base-url.ts';
import { steeringParameter, steeringValues } from './context.ts';

import { factsOf, providerKindNames, type QueuedKindName } from './provider-kinds.ts';
import { name, queryType } from './question.ts';

import { ruleSource } from './rules.ts';
import { tier } from './selection.ts';
import { seatSkill, statedSkill } from './skill.ts';

/** The kinds of provider: one file behind the model port and one queue for each, people apart (handed in through the API). */
export const providerKind = z.enum(providerKindNames).meta({
  id: 'ProviderKind',
  description: 'Who is asked; `rules` are no model but rules that read the files of a review; `human` submits the opinion through the API.',
});
export type ProviderKind = z.infer<typeof providerKind>;

/** The kinds that are asked through a queue. */
export type QueuedProviderKind = QueuedKindName;
export const queuedProviderKinds: readonly QueuedProviderKind[] = providerKindNames.filter(isQueued);

/** Whether experts of a kind are asked through a queue. */
export function isQueued(kind: ProviderKind): kind is QueuedProviderKind {
  return factsOf(kind).judge !== 'person';
}

/** The name of an environment variable (embedded) or of a secret (cloud); never a key itself. */
export const keyName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{1,127}$/, 'must name an environment variable or secret, such as ANTHROPIC_API_KEY');

/** Members of a request that are not an expert's to set. */
const ownMembers = ['model', 'messages', 'input', 'stream', 'n', 'store', 'response_format', 'text'];

/** Settings of the requests to an endpoint; for `openai-compatible` and `openai`. */
const requestSettings = {
  /** What the limit on tokens is called in a request; `max_tokens` by default. */
  maxTokensField: z.enum(['max_tokens', 'max_completion_tokens']).optional(),
  /** Whether the model knows the role `system`; if not, the rules stand before the question. */
  systemRole: z.boolean().optional(),
  /** Members that are added to each request, such as `reasoning_effort` or `chat_template_kwargs`. */
  extraBody: z
    .record(z.string().min(1).max(100), z.json())
    .refine((body) => !ownMembers.some((member) => member in body), `must not set ${ownMembers.join(', ')}`)
    .refine((body) => JSON.stringify(body).length <= 4000, 'must have at most 4000 characters as JSON')
    .optional(),
};

/** US dollars per million tokens of a model that no price list knows, or under a contract of one's own; both or none. */
const ownPrice = {
  inputUsdPerMillion: z.number().min(0).optional(),
  outputUsdPerMillion: z.number().min(0).optional(),
};

/** An expert in `circles.yaml`. `provider` is a kind or a preset of `providers.yaml`. */
export const expert = z.strictObject({
  provider: z.string(),
  /** Of a model; rules are named by their sources. */
  model: z.string().min(1).max(200).optional(),
  family: z.string().min(1).max(64).optional(),
  key: keyName.optional(),
  baseUrl: baseUrl.optional(),
  persona: name.optional(),
  timeoutSeconds: z.number().positive().max(870).optional(),
  maxOutputTokens: z.int().positive().max(200_000).optional(),
  temperature: z.number().min(0).max(2).optional(),
  region: z.string().optional(),
  script: z.string().optional(),
  /** The sources whose rules it has; for `rules` only. */
  rules: z.array(ruleSource).min(1).max(20).optional(),
  /** Whether it takes images; most providers' models do, an `openai-compatible` one only where this says so. */
  images: z.boolean().optional(),
  /**
   * Whether its endpoint takes a JSON Schema (`response_format: json_schema`); for `openai-compatible` only. Where this says so, choices,
   * short answers and rankings are asked for as JSON.
   */
  jsonSchema: z.boolean().optional(),
  /** Parameters of sampling that its model takes, instead of those that its kind of provider takes. */
  takes: z.array(steeringParameter).max(3).optional(),
  /** How good it is known to be before any question: part answered rightly, one number or by field; `none` takes nothing as known. */
  skill: statedSkill.optional(),
  /** Its place among the candidates of a circle that chooses its seats; `secondary` by default. */
  tier: tier.optional(),
  /** The types of question that it is for, where seats are chosen. */
  types: z.array(queryType).min(1).max(7).optional(),
  ...requestSettings,
  ...ownPrice,
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
  rules: z.array(ruleSource).optional(),
  // Runs of earlier versions say neither, and have no image and no schema.
  images: z.boolean().optional(),
  jsonSchema: z.boolean().optional(),
  takes: z.array(steeringParameter).optional(),
  skill: seatSkill.optional(),
  ...steeringValues,
  ...requestSettings,
  ...ownPrice,
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
