/** What the knowledge folder asks a stage to have: workers for the kinds that it seats, and secrets for the keys of who sits. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Circle, type CirclesFile, circlesFile, type ProviderPreset, retentionByCircle } from '../../shared/contract/circle.ts';
import type { QueuedProviderKind } from '../../shared/contract/expert.ts';
import { factsOf } from '../../shared/contract/provider-kinds.ts';
import { kindOf, seatedExperts, seatedKinds } from '../../shared/contract/seated.ts';
import { loadKnowledge } from '../../shared/runtime/knowledge.ts';
import { parseYaml } from '../../shared/runtime/yaml-file.ts';
import { requireInside } from './inside-knowledge.ts';
import { readWebhookKeys } from './webhook-keys.ts';

/** A model of Bedrock that sits, and the region that its expert names. */
export interface BedrockSeat {
  readonly model: string;
  readonly region: string | undefined;
}

/** Kinds and keys of a knowledge folder. */
export interface Seats {
  /** Kinds with a queue and a worker, and the names of all keys that an expert of theirs may call with, sorted, each once. */
  readonly kinds: ReadonlyMap<QueuedProviderKind, readonly string[]>;
  /** Keys of experts that sit: each is a secret of the stack. The others are made by hand by whoever asks such an expert. */
  readonly seatedKeys: readonly string[];
  /** Keys that sign webhooks: the default one and those that the files name. */
  readonly webhookKeys: readonly string[];
  readonly bedrockSeats: readonly BedrockSeat[];
  /** Seats of the largest circle. */
  readonly largestCircle: number;
  /** Days for which consultations are kept, of circles that say so. */
  readonly retentionByCircle: Readonly<Record<string, number>>;
}

/**
 * Reads the knowledge folder as every function does at its start: what they would refuse is refused here, before it takes down a stage that runs. Throws
 * `InvalidConfiguration` naming file, line and key.
 */
export function readSeats(knowledgeFolder: string): Seats {
  requireAllInside(knowledgeFolder);
  const { providers: presets, ...file } = loadKnowledge(knowledgeFolder);
  const declared = Object.keys(file.experts);
  const keysOf = (names: readonly string[]): string[] => [...new Set(names.flatMap((name) => keyOf(name, file, presets) ?? []))].sort();
  const seated = [...seatedExperts(file)];
  return {
    kinds: new Map(
      seatedKinds(file, presets).map((kind) => [kind, keysOf(declared.filter((name) => kindOf(name, file, presets) === kind))]),
    ),
    seatedKeys: keysOf(seated),
    webhookKeys: readWebhookKeys(knowledgeFolder),
    bedrockSeats: seated.flatMap((name) => {
      const kind = kindOf(name, file, presets);
      const expert = kind !== undefined && factsOf(kind).reaches === 'bedrock-models' ? file.experts[name] : undefined;
      return expert?.model === undefined ? [] : { model: expert.model, region: expert.region };
    }),
    largestCircle: Math.max(0, ...Object.values(file.circles).map(seatsOf)),
    retentionByCircle: retentionByCircle(file.circles),
  };
}

/** Functions have the knowledge folder and nothing beside it; what they could not read at their start is told before anything is deployed. */
function requireAllInside(knowledgeFolder: string): void {
  const { rules, schedules } = parseYaml(readFileSync(join(knowledgeFolder, 'circles.yaml'), 'utf8'), 'circles.yaml', circlesFile);
  if (rules !== undefined) requireInside(knowledgeFolder, rules, { key: 'rules', what: 'a folder' });
  for (const [name, { review }] of Object.entries(schedules)) {
    if (review?.baseline === undefined) continue;
    requireInside(knowledgeFolder, review.baseline, { key: `schedules.${name}.review.baseline`, what: 'a file' });
  }
}

/** Seats of a circle; of its candidates as many sit as it chooses. */
function seatsOf({ experts, choose = experts.length }: Circle): number {
  return choose;
}

/** An expert's own key, else its provider's. */
function keyOf(name: string, { experts }: CirclesFile, presets: Readonly<Record<string, ProviderPreset>>): string | undefined {
  const expert = experts[name];
  return expert?.key ?? presets[expert?.provider ?? '']?.key;
}
