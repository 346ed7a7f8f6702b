/** How answers end, in the words of each vendor, over the wire. */
import { expect, it } from 'vitest';
import { anthropic } from '../../shared/providers/anthropic.ts';
import { endOf, ends } from '../../shared/providers/ends.ts';
import { google } from '../../shared/providers/google.ts';
import { openai } from '../../shared/providers/openai.ts';
import { openaiCompatible } from '../../shared/providers/openai-compatible.ts';
import { expectFailure, requestFor } from './ask-model.ts';
import { fixture, json, serve } from './provider-server.ts';

async function askWithEnd(reason: unknown) {
  const body = fixture('openai-compatible-answer').replace('"finish_reason": "stop"', `"finish_reason": ${JSON.stringify(reason)}`);
  const { url } = await serve(json(body));
  return openaiCompatible.ask(requestFor({ baseUrl: url }));
}

const cutWords = [...Object.keys(ends.cut), 'a word of tomorrow', 'LENGTH', 'Max_Tokens', 'Model-Length', 'degenerate'];
const wholeWords = [...Object.keys(ends.whole), null, 0, {}, '', 'STOP', 'END_TURN', 'Stop Sequence'];

it.each(cutWords)('an answer that ended by "%s" was cut off', async (reason) => {
  expect(await askWithEnd(reason)).toMatchObject({ text: 'Blue, by Rayleigh scattering.', truncated: true });
});

it.each(wholeWords)('an answer that ended by %j is whole', async (reason) => {
  const reply = await askWithEnd(reason);

  expect(reply.text).toBe('Blue, by Rayleigh scattering.');
  expect(reply).not.toHaveProperty('truncated');
});

it('an answer that says nothing of its end is whole', async () => {
  const { url } = await serve(json('{"choices":[{"message":{"content":"Blue."}}]}'));

  expect(await openaiCompatible.ask(requestFor({ baseUrl: url }))).not.toHaveProperty('truncated');
});

it.each(Object.keys(ends.refused))('an answer that ended by "%s" is a refusal', async (reason) => {
  await expectFailure(askWithEnd(reason), 'refused');
});

it.each(Object.keys(ends.broken))('an answer that ended by "%s" broke off', async (reason) => {
  await expectFailure(askWithEnd(reason), 'error-in-answer');
});

it('no word is in two lists', () => {
  const words = Object.values(ends).flatMap((list) => Object.keys(list));
  expect(new Set(words).size).toBe(words.length);
  expect(endOf('x'.repeat(100_000), 'other')).toBe('cut');
});

it('knows the ends of Google and Anthropic that their SDK maps to nothing or to a good one', async () => {
  const atGoogle = await serve(json(fixture('google-answer').replace('"STOP"', '"OTHER"')));
  const atAnthropic = await serve(json(fixture('anthropic-answer').replace('"end_turn"', '"pause_turn"')));

  expect(await google.ask(requestFor({ provider: 'google', baseUrl: atGoogle.url }))).toMatchObject({ truncated: true });
  expect(await anthropic.ask(requestFor({ provider: 'anthropic', baseUrl: atAnthropic.url }))).toMatchObject({ truncated: true });
});

it.each(['cancelled', 'in_progress', 'incomplete'])('sees in its status that a response of OpenAI is %s', async (status) => {
  const { url } = await serve(json(fixture('openai-answer').replace('"completed"', JSON.stringify(status))));

  expect(await openai.ask(requestFor({ provider: 'openai', baseUrl: url }))).toMatchObject({ truncated: true });
});
