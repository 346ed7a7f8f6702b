import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newConsultation, questionMaxBytes } from '../../shared/contract/question.ts';
import { callFunction, defineFunction, parseInput } from '../../shared/runtime/define-function.ts';
import { openPorts } from '../support/ports.ts';

const double = defineFunction({
  name: 'double',
  input: z.strictObject({ value: z.coerce.number() }),
  output: z.strictObject({ value: z.int() }),
  run: async ({ value }) => ({ value: value * 2 }),
});

describe('a function', () => {
  it('gets its input parsed and gives its output parsed', async () => {
    await expect(callFunction(double, openPorts(), { value: '21' })).resolves.toEqual({ value: 42 });
  });

  it('refuses input of another form before it runs', async () => {
    await expect(callFunction(double, openPorts(), { value: 'two', extra: true })).rejects.toMatchObject({ name: 'InvalidInput' });
  });

  it('takes what a later version of the state before has added', async () => {
    await expect(callFunction(double, openPorts(), { value: 1, extra: true })).resolves.toEqual({ value: 2 });
  });

  it('never hands out what its own schema does not allow', async () => {
    await expect(callFunction(double, openPorts(), { value: 0.3 })).rejects.toMatchObject({ name: 'ZodError' });
  });
});

describe('input that is refused', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['a field of another type', { question: 1 }, ['question']],
    ['an empty question', { question: ' \n' }, ['question']],
    ['a question of too many bytes', { question: 'é'.repeat(questionMaxBytes / 2 + 1) }, ['question']],
    ['two unknown fields', { question: '?', a: 1, b: 2 }, ['a', 'b']],
    ['an entry of a list', { question: '?', options: ['yes', ' '] }, ['options.1']],
    ['a choice without options', { question: '?', kind: 'choice' }, ['options']],
    ['options that are not for this kind', { question: '?', kind: 'short', options: ['a', 'b'] }, ['options']],
    ['an option twice, white space aside', { question: '?', options: ['a', ' a'] }, ['options']],
    ['an expert twice', { question: '?', experts: ['ada', 'ada'] }, ['experts']],
    ['nothing at all', undefined, ['']],
  ])('names the field of %s', (_, value, fields) => {
    expect(() => parseInput(newConsultation, value)).toThrowError(
      expect.objectContaining({ name: 'InvalidInput', fields: fields.map((field) => expect.objectContaining({ field })) }),
    );
  });

  it('keeps the cause', () => {
    expect(() => parseInput(newConsultation, {})).toThrowError(expect.objectContaining({ cause: expect.any(z.ZodError) }));
  });
});
