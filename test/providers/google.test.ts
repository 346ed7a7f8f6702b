import { expect, it } from 'vitest';
import { google } from '../../shared/providers/google.ts';
import { expectFailure, instructions, key, prompt, requestFor } from './ask-model.ts';
import { pixel, schema, testMissingKey, testModel } from './model-contract.ts';
import { fixture, json, serve } from './provider-server.ts';

testModel({
  name: 'google',
  model: google,
  modelId: 'gemini-2.5-flash',
  basePath: '/v1beta',
  expectSent({ path, headers, body }) {
    expect(path).toBe('/v1beta/models/gemini-2.5-flash:generateContent');
    expect(headers['x-goog-api-key']).toBe(key);
    expect(JSON.parse(body)).toMatchObject({
      generationConfig: { maxOutputTokens: 512 },
      systemInstruction: { parts: [{ text: instructions }] },
      contents: [{ role: 'user', parts: [{ text: prompt }] }],
    });
  },
  shaped: {
    generationConfig: { stopSequences: ['END'], responseMimeType: 'application/json', responseJsonSchema: schema },
    contents: [{ parts: [{}, { inlineData: { mimeType: 'image/png', data: pixel } }] }],
  },
  imageByAddress: undefined,
  atTokenLimit: ['"STOP"', '"MAX_TOKENS"'],
  // Google's status for a wrong key is 400; 401 and 403 are for other faults of it.
  statusOfRejectedKey: 400,
  rateLimited: { seconds: 17 },
});

testMissingKey(google, { provider: 'google' });

it('names a key that may not use the API', async () => {
  const { url } = await serve(json(fixture('google-forbidden'), 403));

  await expectFailure(google.ask(requestFor({ provider: 'google', baseUrl: url })), 'key-rejected');
});

it('tells a prompt that was blocked before any answer', async () => {
  const { url } = await serve(json(fixture('google-prompt-blocked')));

  const failure = await expectFailure(google.ask(requestFor({ provider: 'google', baseUrl: url })), 'refused');

  expect(failure.message).toContain('PROHIBITED_CONTENT');
  expect(failure.usage).toEqual({ inputTokens: 41, outputTokens: null });
});

it('says that all tokens went into thinking', async () => {
  const { url } = await serve(json(fixture('google-empty-answer')));

  const failure = await expectFailure(google.ask(requestFor({ provider: 'google', baseUrl: url })), 'length-limit');

  expect(failure.message).toContain('512 output tokens were used up');
  expect(failure.usage).toEqual({ inputTokens: 41, outputTokens: 511 });
});
