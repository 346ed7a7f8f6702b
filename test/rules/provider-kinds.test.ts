/** A provider kind is one entry in one table: what tells kinds apart is spelled out nowhere else. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { factsOf, providerKindNames } from '../../shared/contract/provider-kinds.ts';

const root = join(import.meta.dirname, '../..');

/** Where a kind's name may stand: the table, the loader of each kind's own file, that file, and examples that show a value. */
const allowed = [
  'shared/contract/provider-kinds.ts',
  'infra/local/models.ts',
  'functions/api/reference/examples.ts',
  // The SDK's own names of its options.
  'shared/providers/effort-within-limit.ts',
  ...providerKindNames.flatMap((kind) => [`shared/providers/${kind}.ts`, `functions/experts/${kind}.ts`]),
];

/** Names of kinds that are words of other things too: a circle and a port are called `rules`, a family `openai`. */
const ordinary = ['rules', 'human', 'openai', 'google'];
const telling = providerKindNames.filter((kind) => !ordinary.includes(kind)).join('|');
const anyKind = providerKindNames.join('|');

/** A kind that something depends on: any mention of a name that means nothing else, and each comparison or list of the others. */
const spelledOut: readonly RegExp[] = [
  // AWS has a service of that name.
  new RegExp(`(?<!service: )['"\`](?:${telling})['"\`]`),
  new RegExp(`^\\s*(?:${telling}):`, 'm'),
  new RegExp(`(?:provider|[kK]ind)\\)?\\s*[!=]==?\\s*['"](?:${anyKind})['"]`),
  new RegExp(`['"](?:${anyKind})['"]\\s*[!=]==?\\s*[\\w.]*(?:provider|[kK]ind)`),
  new RegExp(`case ['"](?:${anyKind})['"]`),
  new RegExp(`[pP]rovider[kK]?(?:ind)?s?\\.(?:has|includes)\\(['"](?:${anyKind})['"]`),
  new RegExp(`kinds(?:\\(\\))?\\.(?:has|includes)\\(['"](?:${anyKind})['"]`, 'i'),
  new RegExp(`['"](?:${anyKind})['"],\\s*['"](?:${anyKind})['"]`),
];

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '');
}

function faultsOf(text: string): readonly string[] {
  const code = withoutComments(text);
  return spelledOut.flatMap((pattern) => pattern.exec(code)?.[0] ?? []);
}

describe('a provider kind', () => {
  it('is spelled out in its table, and in no file beside', () => {
    const files = globSync('{shared,functions,infra}/**/*.{ts,tsx,mjs}', { cwd: root }).filter((file) => !allowed.includes(file));
    expect(files.length).toBeGreaterThan(400);
    const found = files.flatMap((file) => faultsOf(readFileSync(join(root, file), 'utf8')).map((fault) => `${file}: ${fault.trim()}`));
    expect(found).toEqual([]);
  });

  it.each([
    "if (seat.provider === 'human') return;",
    "const known = provider !== 'rules';",
    "switch (provider) { case 'openai': return 1; }",
    "const structured = new Set(['openai', 'google']);",
    'const limits = {\n  bedrock: 20,\n};',
    "seats.kinds.has('rules')",
    "seatedKinds(file, presets).filter(Boolean) && kinds().includes('human')",
    "import('./scripted') || name === 'scripted'",
  ])('would be seen in %s', (code) => {
    expect(faultsOf(code)).not.toEqual([]);
  });

  it.each(["usualCircle = 'rules';", "// provider === 'human'", "family: 'openai',", "judge === 'rules'"])('is not seen in %s', (code) => {
    expect(faultsOf(code)).toEqual([]);
  });

  it.each(providerKindNames)('%s has what every kind has, and a file for its worker where it has a queue', (kind) => {
    const { judge, needs, concurrency } = factsOf(kind);
    expect(globSync(`functions/experts/${kind}.ts`, { cwd: root })).toHaveLength(judge === 'person' ? 0 : 1);
    // A person is known by its name.
    if (judge !== 'person') expect(needs.length).toBeGreaterThan(0);
    // The least that a queue's poller takes as a limit.
    expect(concurrency).toBeGreaterThanOrEqual(2);
  });
});
