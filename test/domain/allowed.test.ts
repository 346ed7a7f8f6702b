/** Whoever sends what is not allowed is told what is: at every union and every list of words of the contract. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { strategy } from '../../shared/contract/question.ts';
import { statedSkill } from '../../shared/contract/skill.ts';
import { refusalOf } from '../../shared/runtime/define-function.ts';
import { repositoryFolder } from '../support/documents.ts';

/** Values of every type, none of which anybody means. */
const wrong = ['no-such-word', -1234.5, true, null, undefined, [], ['no-such-word'], {}, { 'no-such-member': 1 }];

const files = globSync('shared/contract/*.ts', { cwd: repositoryFolder });
const places = (
  await Promise.all(
    files.map(async (file) => Object.entries(await import(join(repositoryFolder, file))).map(([name, value]) => ({ file, name, value }))),
  )
).flat();
const found = new Map<z.ZodType, string>();
for (const { file, name, value } of places) if (value instanceof z.ZodType) collect(value, `${file} ${name}`);

/** Every schema below one, once. */
function collect(schema: z.ZodType, path: string): void {
  if (found.has(schema)) return;
  found.set(schema, path);
  for (const [key, part] of Object.entries(schema._zod.def)) for (const inner of schemasIn(part, 3)) collect(inner, `${path}.${key}`);
}

function schemasIn(part: unknown, depth: number): readonly z.ZodType[] {
  if (part instanceof z.ZodType) return [part];
  if (typeof part !== 'object' || part === null || depth === 0) return [];
  return Object.values(part).flatMap((inner) => schemasIn(inner, depth - 1));
}

const unions = [...found].filter(([schema]) => schema instanceof z.ZodUnion);
const enums = [...found].filter(([schema]) => schema instanceof z.ZodEnum) as [z.ZodEnum, string][];

function faults(schema: z.ZodType): readonly z.core.$ZodIssue[] {
  return wrong.flatMap((value) => schema.safeParse(value).error?.issues ?? []);
}

describe('the contract', () => {
  it('has unions and lists of words in many places', () => {
    expect(unions.length).toBeGreaterThan(8);
    expect(enums.length).toBeGreaterThan(20);
  });

  it.each(unions.map(([schema, path]) => ({ schema, path })))('names what is allowed at $path', ({ schema }) => {
    for (const { code, message } of faults(schema)) {
      if (code === 'invalid_union') expect(message).not.toMatch(/^Invalid input$/);
    }
  });

  it.each(enums.map(([schema, path]) => ({ schema, path })))('names every word at $path', ({ schema }) => {
    for (const { code, message } of faults(schema)) {
      if (code === 'invalid_value') for (const word of schema.options) expect(message).toContain(String(word));
    }
  });
});

describe('a refusal', () => {
  const messageOf = (schema: z.ZodType, value: unknown) => {
    const { error } = schema.safeParse(value);
    return error && refusalOf(error).message;
  };

  it.each<[z.ZodType, unknown, string]>([
    [strategy, 'some', 'must be "all", "settled", an object {sure} or an object {escalate, below?, kinds?}'],
    [
      strategy,
      { sure: 0.9, escalate: [['a'], ['b']] },
      'must be "all", "settled", an object {sure} or an object {escalate, below?, kinds?}',
    ],
    [strategy, { sure: 0.4 }, 'sure: Too small: expected number to be >=0.5'],
    [statedSkill, 'good', 'must be "none", a number from 0 to 1 or an object {overall?, maths?, code?, knowledge?, reasoning?, writing?}'],
  ])('of %o for %o says what fits', (schema, value, message) => expect(messageOf(schema, value)).toBe(message));
});
