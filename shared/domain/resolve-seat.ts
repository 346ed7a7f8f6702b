/** The seat of an expert: what the file declares of it, with what its provider supplies. */
import type { Knowledge } from '../contract/circle.ts';
import type { ProviderKind, Seat } from '../contract/expert.ts';
import { deadlineMaxSeconds } from '../contract/question.ts';
import { InvalidConfiguration } from '../errors.ts';
import { ownEntry } from './own-entry.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Tokens of one answer unless the expert says otherwise: room for a long reasoned reply. */
export const defaultMaxOutputTokens = 4096;

/** Whether an expert takes images unless it or its preset says otherwise. Those of small servers mostly do not. */
const takesImages: Readonly<Record<ProviderKind, boolean>> = {
  anthropic: true,
  openai: true,
  google: true,
  bedrock: true,
  'openai-compatible': false,
  scripted: false,
  rules: false,
  human: true,
};

/** The seat of a declared expert, with everything that its provider's preset supplies. */
export function resolveSeat(name: string, knowledge: Knowledge): Seat {
  const declared = ownEntry(knowledge.experts, name);
  const preset = declared && ownEntry(knowledge.providers, declared.provider);
  if (!declared || !preset) throw new InvalidConfiguration(`expert "${name}" or its provider is not declared`);
  // What is known of an expert's skill is told by its panel, and how it is chosen by the selection.
  const { provider, model = declared.rules?.join('+') ?? provider, skill: _skill, tier: _tier, types: _types, ...own } = declared;
  const { key, baseUrl, family, images, jsonSchema } = preset;
  return {
    images: takesImages[preset.kind],
    ...withoutUndefined({ images, jsonSchema }),
    family: family ?? (preset.kind === 'rules' ? name : provider),
    timeoutSeconds: deadlineMaxSeconds,
    maxOutputTokens: defaultMaxOutputTokens,
    ...withoutUndefined({ key, baseUrl }),
    ...withoutUndefined(own),
    model,
    expert: name,
    provider: preset.kind,
    preset: provider,
  };
}

/** Whether a declared expert has the key, the address and the provider of a seat: no stored run decides where a key goes. */
export function isDeclaredPlace({ key, baseUrl, provider }: Pick<Seat, 'key' | 'baseUrl' | 'provider'>, knowledge: Knowledge): boolean {
  return Object.keys(knowledge.experts)
    .map((name) => resolveSeat(name, knowledge))
    .some((seat) => seat.key === key && seat.baseUrl === baseUrl && seat.provider === provider);
}
