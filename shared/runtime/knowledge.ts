/** Reads the knowledge folder: circles, personas, prices and providers. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { circlesFile, type CirclesFile, type Knowledge, pricesFile, providersFile } from '../contract/circle.ts';
import { InvalidConfiguration, messageOf } from '../errors.ts';
import { lineOf, parseYaml } from './yaml-file.ts';

/**
 * Loads the knowledge of `folder`; `circlesPath` replaces its `circles.yaml`.
 * Throws `InvalidConfiguration` naming file, line and key.
 */
export function loadKnowledge(folder: string, circlesPath: string = join(folder, 'circles.yaml')): Knowledge {
  const circlesText = readText(circlesPath);
  const file = parseYaml(circlesText, basename(circlesPath), circlesFile);
  const providers = parseYaml(readText(join(folder, 'providers.yaml')), 'providers.yaml', providersFile);
  const prices = parseYaml(readText(join(folder, 'prices.yaml')), 'prices.yaml', pricesFile);
  const personas = readPersonas(join(folder, 'personas'));
  const knowledge: Knowledge = { ...file, providers, prices, personas, folder: dirname(resolve(circlesPath)) };
  const problems = [...crossChecks(file, knowledge)].map(
    ({ path, message }) => `${basename(circlesPath)}:${lineOf(circlesText, path)}: ${path.join('.')}: ${message}`,
  );
  if (problems.length > 0) throw new InvalidConfiguration(problems.join('\n'));
  return knowledge;
}

interface CrossProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/** What no schema can see: names that point from one part of the files to another. */
function* crossChecks(file: CirclesFile, knowledge: Knowledge): Generator<CrossProblem> {
  for (const [name, expert] of Object.entries(file.experts)) {
    const path = ['experts', name];
    const preset = knowledge.providers[expert.provider];
    if (!preset) {
      const known = Object.keys(knowledge.providers).join(', ');
      yield { path: [...path, 'provider'], message: `unknown provider "${expert.provider}"; known: ${known}` };
      continue;
    }
    if (preset.kind === 'openai-compatible' && !expert.baseUrl && !preset.baseUrl) yield { path, message: 'needs a baseUrl' };
    if (preset.kind === 'scripted' && !expert.script) yield { path, message: 'needs a script' };
    if (expert.persona && knowledge.personas[expert.persona] === undefined) {
      yield { path: [...path, 'persona'], message: `there is no personas/${expert.persona}.md` };
    }
  }
  for (const [name, circle] of Object.entries(file.circles)) {
    const path = ['circles', name];
    for (const [index, expert] of circle.experts.entries()) {
      if (!file.experts[expert]) yield { path: [...path, 'experts', String(index)], message: `there is no expert "${expert}"` };
    }
    if (new Set(circle.experts).size < circle.experts.length) yield { path: [...path, 'experts'], message: 'lists an expert twice' };
    if ((circle.quorum ?? 1) > circle.experts.length) {
      yield { path: [...path, 'quorum'], message: `is ${circle.quorum}, but the circle has ${circle.experts.length} experts` };
    }
  }
}

function readPersonas(folder: string): Record<string, string> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.md'));
  return Object.fromEntries(files.map((file) => [basename(file, '.md'), readText(join(folder, file))]));
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new InvalidConfiguration(`cannot read ${path}: ${messageOf(cause)}`, { cause });
  }
}
