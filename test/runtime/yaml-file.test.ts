import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { circlesFile } from '../../shared/contract/circle.ts';
import { lineOf, parseYaml } from '../../shared/runtime/yaml-file.ts';

const schema = z.strictObject({
  name: z.string(),
  sizes: z.array(z.number()).default([]),
  nested: z.strictObject({ on: z.boolean() }).optional(),
});

/** The message that a text is refused with. */
function refusal(text: string, by: z.ZodType = schema): string {
  try {
    parseYaml(text, 'file.yaml', by);
  } catch (error) {
    expect(error).toMatchObject({ name: 'InvalidConfiguration', retryable: false });
    return error instanceof Error ? error.message : '';
  }
  throw new Error('the text was accepted');
}

describe('a YAML file', () => {
  it('is parsed through its schema, defaults included', () => {
    expect(parseYaml('name: x\n', 'file.yaml', schema)).toEqual({ name: 'x', sizes: [] });
  });

  it.each([
    ['an unknown key', 'name: x\n\n# a comment\ncolour: red\n', 'file.yaml:4: colour: unknown key'],
    ['an unknown key inside', 'name: x\nnested:\n  on: true\n  off: false\n', 'file.yaml:4: nested.off: unknown key'],
    ['a wrong type', 'name: x\nnested:\n  on: perhaps\n', 'file.yaml:3: nested.on: Invalid input: expected boolean, received string'],
    [
      'a wrong entry of a list',
      'name: x\nsizes:\n  - 1\n  - two\n',
      'file.yaml:4: sizes.1: Invalid input: expected number, received string',
    ],
    [
      'a missing key, at the line of what lacks it',
      'name: x\nnested: {}\n',
      'file.yaml:2: nested.on: Invalid input: expected boolean, received undefined',
    ],
    ['an empty file', '', 'file.yaml:1: Invalid input: expected object, received null'],
  ])('names file, line and key of %s', (_, text, message) => {
    expect(refusal(text)).toBe(message);
  });

  it.each([
    ['a list that is never closed', 'name: x\nsizes: [1, 2\n', /^file\.yaml:3: /],
    ['a key given twice', 'name: x\nsizes: []\nname: y\n', /^file\.yaml:3: Map keys must be unique/],
    ['a tab as indentation', 'nested:\n\ton: true\n', /^file\.yaml:2: /],
  ])('names the line of what is not YAML: %s', (_, text, message) => {
    expect(refusal(text)).toMatch(message);
  });

  it('has one line for each thing that is wrong', () => {
    expect(refusal('colour: red\nsizes: 3\n').split('\n')).toHaveLength(3);
  });

  it('names the line of a name that no expert may have', () => {
    const text = 'experts:\n  Ada: { provider: openai, model: m }\ncircles: {}\n';
    expect(refusal(text, circlesFile)).toMatch(/^file\.yaml:2: experts\.Ada: must be 1 to 64 lower-case letters/);
  });
});

describe('lineOf', () => {
  it('is the line of a key, or of the nearest part that stands in the file', () => {
    const text = 'a:\n  b:\n    - x\n    - y\n';
    expect([['a'], ['a', 'b'], ['a', 'b', '1'], ['a', 'missing'], ['nowhere']].map((path) => lineOf(text, path))).toEqual([1, 2, 4, 1, 1]);
  });
});
