/** The register of log messages against the code: nothing is logged outside it, and nothing stands in it unused. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { logCodes } from '../../shared/log-codes.ts';

const root = join(import.meta.dirname, '../..');
const sources = globSync('{functions,shared,infra}/**/*.ts', { cwd: root, exclude: ['shared/log-codes.ts'] });
const texts = sources.map((path) => readFileSync(join(root, path), 'utf8'));
const quoted = new Set(texts.flatMap((text) => [...text.matchAll(/'([A-Z]+(?:_[A-Z]+)+)'/g)].map(([, code]) => code ?? '')));
const logged = texts.flatMap((text) =>
  [...text.matchAll(/\b(?:log|logger)\.(?:info|warn|error)\(\s*'([A-Z_]+)'/g)].map(([, code]) => code ?? ''),
);

describe('the register of log messages', () => {
  it('is read from sources that log', () => {
    expect(logged.length).toBeGreaterThan(20);
  });

  it('declares every code that is logged', () => {
    expect(logged.filter((code) => !(code in logCodes))).toEqual([]);
  });

  it('has no code that nothing logs', () => {
    expect(Object.keys(logCodes).filter((code) => !quoted.has(code))).toEqual([]);
  });

  it('explains each code in a sentence', () => {
    for (const sentence of Object.values(logCodes)) expect(sentence).toMatch(/^[A-Z].+\.$/);
  });
});
