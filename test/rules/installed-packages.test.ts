/** What runs where the packages for development are left out, as in a hook of pre-commit, imports none of them. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod';

const root = join(import.meta.dirname, '../..');
const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });
const locked = z.object({
  packages: z.record(
    z.string(),
    z.object({ integrity: z.string().optional(), inBundle: z.boolean().optional(), resolved: z.string().optional() }),
  ),
});
const { dependencies } = manifest.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

/** The packages of imports and re-exports that are more than types. */
function packagesIn(source: string): readonly string[] {
  const statements = [
    ...source.matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from '([^']+)'/gm),
    ...source.matchAll(/\bimport\('([^']+)'\)/g),
  ];
  const outside = statements.map(([, from = '']) => from).filter((from) => !/^(?:\.|node:)/.test(from));
  return outside.map((from) => /^(?:@[^/]+\/)?[^/]+/.exec(from)?.[0] ?? from);
}

it('finds a package of development where one is imported', () => {
  expect(packagesIn("import { x } from 'diff';\nimport type { Y } from 'aws-lambda';\nawait import('@scope/one/part');")).toEqual([
    'diff',
    '@scope/one',
  ]);
});

it('imports only what is installed everywhere', () => {
  const files = globSync(['shared/**/*.ts', 'functions/**/*.ts', 'infra/local/**/*.ts'], { cwd: root }).filter(
    (file) => !file.startsWith('functions/console/'),
  );
  expect(files.length).toBeGreaterThan(300);
  const wrong = files.flatMap((file) =>
    packagesIn(readFileSync(join(root, file), 'utf8'))
      .filter((name) => dependencies[name] === undefined)
      .map((name) => `${file}: ${name}`),
  );
  expect(wrong).toEqual([]);
});

it('checks every package by its checksum, wherever it is installed, and from whichever registry', () => {
  const { packages } = locked.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  // What is part of another package's archive is checked with that.
  const entries = Object.entries(packages).filter(([path, { inBundle }]) => path !== '' && inBundle !== true);
  expect(entries.length).toBeGreaterThan(600);
  expect(entries.flatMap(([path, { integrity }]) => (/^sha512-\S{86}==$/.test(integrity ?? '') ? [] : [path]))).toEqual([]);
  expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

it('runs the actions of others by their commits in the example, but for the one that says so', () => {
  const lines = readFileSync(join(root, 'docs/examples/github-review.yml'), 'utf8').split('\n');
  const used = lines.filter((line) => line.includes('uses: ')).map((line) => line.trim().replace(/^- /, ''));
  expect(used.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual(['uses: github/codeql-action/upload-sarif@v4']);
  expect(used.length).toBe(3);
});
