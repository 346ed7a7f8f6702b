/** Which keys each provider kind may need, as the knowledge folder names them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { circlesFile, providersFile } from '../../shared/contract/circle.ts';
import { type ProviderKind, providerKind } from '../../shared/contract/expert.ts';

/** Names of keys by provider kind, sorted, each once. */
export type ProviderKeys = ReadonlyMap<ProviderKind, readonly string[]>;

/** Reads the presets of `providers.yaml` and the experts of `circles.yaml`: an expert may name a key of its own. */
export function readProviderKeys(knowledgeFolder: string): ProviderKeys {
  const presets = providersFile.parse(readYaml(join(knowledgeFolder, 'providers.yaml')));
  const circlesPath = join(knowledgeFolder, 'circles.yaml');
  const experts = existsSync(circlesPath) ? Object.values(circlesFile.parse(readYaml(circlesPath)).experts) : [];

  const named = [
    ...Object.values(presets),
    ...experts.map(({ provider, key }) => ({ kind: presets[provider]?.kind ?? providerKind.parse(provider), key })),
  ];
  return new Map(
    providerKind.options.map((kind) => {
      const keys = named.filter((entry) => entry.kind === kind).flatMap(({ key }) => key ?? []);
      return [kind, [...new Set(keys)].sort()];
    }),
  );
}

function readYaml(path: string): unknown {
  return parse(readFileSync(path, 'utf8'));
}
