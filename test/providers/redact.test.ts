import { fc, test } from '@fast-check/vitest';
import { expect, it } from 'vitest';
import { redactor } from '../../shared/providers/redact.ts';
import { key, requestFor } from './ask-model.ts';

const words = fc.string({ minLength: 24, maxLength: 80, unit: fc.constantFrom('a', 'b', 'c', 'd', 'e', ' ') });

test.prop([words, words, words])('leaves no long run of the prompt, however it is embedded', (before, prompt, after) => {
  const redact = redactor(requestFor({}, { prompt, question: '', instructions: '' }));

  const text = redact(`${before}${prompt}${after}`);

  for (let at = 0; at + 20 <= prompt.length; at += 1) expect(text).not.toContain(prompt.slice(at, at + 20));
});

test.prop([words, fc.nat(4)])('masks a piece of the prompt of the length that is no ordinary language', (prompt, from) => {
  const piece = prompt.slice(from, from + 20);

  expect(redactor(requestFor({}, { prompt, question: '', instructions: '' }))(piece)).not.toContain(piece);
});

test.prop([fc.nat(20), fc.integer({ min: 8, max: 20 })])('masks any piece of the key that would help to guess it', (from, length) => {
  const piece = key.slice(from, from + length);

  expect(redactor(requestFor({}))(`key ${piece}? no`)).toBe(piece.length < 6 ? `key ${piece}? no` : 'key [key]? no');
});

it('masks a key that the provider has starred out by itself', () => {
  expect(redactor(requestFor({}))('Incorrect API key: abcd-****wxyz.')).toBe('Incorrect API key: [key]');
});

it('masks a key that only a header carries', () => {
  const redact = redactor(requestFor({}, { key: undefined }), new Headers({ authorization: 'Bearer token-from-elsewhere' }));

  expect(redact('token-from-elsewhere is not valid')).toBe('[key] is not valid');
});

it('masks a short prompt that stands there as a whole, but no word of it', () => {
  const redact = redactor(requestFor({}, { prompt: 'Is 91 a prime?', question: 'Is 91 a prime?', instructions: '' }));

  expect(redact('cannot answer "Is 91 a prime?" now')).toBe('cannot answer "[prompt]" now');
  expect(redact('a prime reason')).toBe('a prime reason');
});

it('leaves ordinary language alone', () => {
  const text = 'Rate limit reached for requests per minute. Please try again in 20s.';

  expect(redactor(requestFor({}))(text)).toBe(text);
});

const anyKey = fc.string({
  minLength: 16,
  maxLength: 60,
  unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_')),
});
const forms: Readonly<Record<string, (key: string) => string>> = {
  'upper case': (text) => text.toUpperCase(),
  'lower case': (text) => text.toLowerCase(),
  reversed: (text) => Array.from(text).toReversed().join(''),
  hex: (text) => Buffer.from(text).toString('hex'),
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64 of a header': (text) => Buffer.from(`x:${text}`).toString('base64'),
  'base64 for addresses': (text) => Buffer.from(`:${text}`).toString('base64url'),
};

test.prop([anyKey, fc.constantFrom(...Object.keys(forms))])('masks a key in another form', (secret, name) => {
  const given = forms[name]?.(secret) ?? '';
  const shown = redactor(requestFor({}, { key: secret }))(`the key ${given} is not known`);
  for (let at = 4; at + 12 <= given.length - 4; at += 1) expect(shown).not.toContain(given.slice(at, at + 12));
});
