/** The seat of an expert: what the file declares of it, with what its provider supplies. */
import type { Knowledge } from '../contract/circle.ts';
import type { Seat } from '../contract/expert.ts';
import { factsOf } from '../contract/provider-kinds.ts';
import { deadlineMaxSeconds } from '../contract/question.ts';
import { InvalidConfiguration } from '../errors.ts';
import { ownEntry } from './own-entry.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Tokens of one answer unless the expert says otherwise: room for a long reasoned reply. */
export const defaultMaxOutputTokens = 4096;

/** The seat of a declared expert, with everything that its provider's preset supplies. */
export function resolveSeat(name: string, knowledge: Pick<Knowledge, 'experts' | 'providers'>): Seat {
  const declared = ownEntry(knowledge.experts, name);
  const preset = declared && ownEntry(knowledge.providers, declared.provider);
  if (!declared || !preset) throw new InvalidConfiguration(`expert "${name}" or its provider is not declared`);
  // What is known of an expert's skill is told by its panel, and how it is chosen by the selection.
  const { provider, model = declared.rules?.join('+') ?? provider, skill: _skill, tier: _tier, types: _types, ...own } = declared;
  const { key, baseUrl, family, images, jsonSchema } = preset;
  return {
    images: factsOf(preset.kind).images,
    ...withoutUndefined({ images, jsonSchema }),
    family: family ?? (factsOf(preset.kind).judge === 'rules' ? name : provider),
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
