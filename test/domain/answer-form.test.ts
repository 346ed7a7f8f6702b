/** Answers that are asked for as an object, and put into the words that everybody else is asked for. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Seat } from '../../shared/contract/expert.ts';
import { type FormAsked, formOf, inWords } from '../../shared/domain/answer-form.ts';

const choice: FormAsked = { kind: 'choice', options: ['approve', 'reject'] };

describe('the form', () => {
  it('of a choice holds the answer to the options, behind the reasons', () => {
    const schema = formOf(choice, { provider: 'openai' });
    expect(schema).toMatchObject({
      type: 'object',
      properties: { reasons: { type: 'string' }, answer: { type: 'string', enum: ['approve', 'reject'] } },
      required: ['reasons', 'answer'],
      additionalProperties: false,
    });
    expect(Object.keys(Object(schema?.['properties']))).toEqual(['reasons', 'answer']);
  });

  it('of a ranking is a list of the options, and of a short answer a text', () => {
    expect(formOf({ kind: 'ranking', options: ['a', 'b'] }, { provider: 'google' })).toMatchObject({
      properties: { answer: { type: 'array', items: { enum: ['a', 'b'] } } },
    });
    expect(formOf({ kind: 'short' }, { provider: 'anthropic' })).toMatchObject({ properties: { answer: { type: 'string' } } });
  });

  it.each<[Pick<Seat, 'provider' | 'jsonSchema'>, boolean]>([
    [{ provider: 'openai' }, true],
    [{ provider: 'google' }, true],
    [{ provider: 'anthropic' }, true],
    [{ provider: 'openai', jsonSchema: false }, false],
    [{ provider: 'openai-compatible' }, false],
    [{ provider: 'openai-compatible', jsonSchema: true }, true],
    [{ provider: 'openai-compatible', jsonSchema: false }, false],
    [{ provider: 'bedrock' }, false],
    [{ provider: 'bedrock', jsonSchema: true }, true],
    [{ provider: 'scripted', jsonSchema: true }, false],
    [{ provider: 'human' }, false],
  ])('is for those who are known to keep to one: %j %s', (seat, asked) => {
    expect(formOf(choice, seat) !== undefined).toBe(asked);
  });

  it.each<FormAsked>([{ kind: 'text' }, { kind: 'auto' }, { ...choice, schema: '{}' }, { ...choice, sampling: { stop: ['\n'] } }])(
    'is none for %j',
    (asked) => {
      expect(formOf(asked, { provider: 'openai' })).toBeUndefined();
    },
  );
});

describe('the words of an object', () => {
  it.each<[string, string, (readonly string[])?]>([
    ['{"reasons":"It is safe.","answer":"approve"}', 'It is safe.\n\nAnswer: approve'],
    ['{"answer":"approve","reasons":"It is safe."}', 'It is safe.\n\nAnswer: approve'],
    ['```json\n{"reasons":"It is safe.","answer":"approve"}\n```', 'It is safe.\n\nAnswer: approve'],
    ['Here you are:\n{"reasons":"It is safe.","answer":"approve"}\nDone.', 'It is safe.\n\nAnswer: approve'],
    ['<think>{maybe}</think>{"reasons":"It is safe.","answer":"approve"}', 'It is safe.\n\nAnswer: approve'],
    ['{"reasons":"","answer":"approve"}', 'Answer: approve'],
    ['{"answer":391}', 'Answer: 391'],
    ['{"answer":true,"reasons":7}', 'Answer: true'],
    ['{"reasons":"r","answer":["b","a"]}', 'r\n\nAnswer: b > a', ['a', 'b']],
    ['{"reasons":"r","answer":["b > c","a"]}', 'r\n\nAnswer: ["b > c","a"]', ['a', 'b > c']],
  ])('%s', (text, words, options = ['approve', 'reject']) => {
    expect(inWords(text, { options })).toBe(words);
  });

  it.each([
    'It is safe.\n\nAnswer: approve',
    '',
    '{',
    '}{',
    '{"reasons":"It is saf',
    '{"answer":null}',
    '{"answer":{"a":1}}',
    '{"answer":""}',
    '{"answer":"a\\nAnswer: b"}',
    '["approve"]',
    '"approve"',
  ])('are the text itself where it is none: %j', (text) => {
    expect(inWords(text, choice)).toBe(text);
  });

  it('never throw, and take no time that grows with the square of the text', () => {
    fc.assert(fc.property(fc.string(), (text) => void inWords(text, choice)));
    const startedAt = performance.now();
    for (const text of ['{'.repeat(300_000), '}{'.repeat(150_000), `{"a":"${'x'.repeat(300_000)}`]) inWords(text, choice);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});
