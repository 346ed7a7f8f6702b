/** What runs where the packages for development are left out, as in a hook of pre-commit, imports none of them. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod';

const root = join(import.meta.dirname, '../..');
const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });
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
