import { expect, it } from 'vitest';
import { openai } from '../../shared/providers/openai.ts';
import { expectFailure, instructions, key, prompt, requestFor } from './ask-model.ts';
import { pixel, schema, testMissingKey, testModel } from './model-contract.ts';
import { fixture, json, serve } from './provider-server.ts';

testModel({
  name: 'openai',
  model: openai,
  modelId: 'gpt-4.1',
  basePath: '/v1',
  expectSent({ path, headers, body }) {
    expect(path).toBe('/v1/responses');
    expect(headers.authorization).toBe(`Bearer ${key}`);
    expect(JSON.parse(body)).toMatchObject({
      model: 'gpt-4.1',
      max_output_tokens: 512,
      store: false,
      input: [
        { role: 'system', content: instructions },
        { role: 'user', content: [{ type: 'input_text', text: prompt }] },
      ],
    });
  },
  // This API knows no stop.
  shaped: {
    text: { format: { type: 'json_schema', strict: false, schema } },
    input: [{}, { content: [{ type: 'input_text' }, { type: 'input_image', image_url: `data:image/png;base64,${pixel}` }] }],
  },
  imageByAddress: { input: [{}, { content: [{}, { type: 'input_image', image_url: 'https://images.example/sky.png' }] }] },
  atTokenLimit: ['"incomplete_details": null', '"incomplete_details": {"reason":"max_output_tokens"}'],
  rateLimited: { headers: { 'retry-after-ms': '1500', 'retry-after': '2' }, seconds: 1.5 },
});

testMissingKey(openai, { provider: 'openai' });

it('looks at an image as closely as the caller says', async () => {
  const server = await serve(json(fixture('openai-answer')));

  await openai.ask(
    requestFor({ provider: 'openai', baseUrl: server.url }, { images: [{ url: 'https://images.example/sky.png', detail: 'low' }] }),
  );

  expect((await server.received).body).toContain('"detail":"low"');
});

it('tells a rate limit inside a reply with status 200', async () => {
  const { url } = await serve(json(fixture('openai-rate-limit-in-answer')));

  await expectFailure(openai.ask(requestFor({ provider: 'openai', baseUrl: url })), 'rate-limited', 1.5);
});
