import { expect, it } from 'vitest';
import { openai } from '../../shared/providers/openai.ts';
import { expectFailure, instructions, key, prompt, requestFor } from './ask-model.ts';
import { testMissingKey, testModel } from './model-contract.ts';
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
  rateLimited: { headers: { 'retry-after-ms': '1500', 'retry-after': '2' }, seconds: 1.5 },
});

testMissingKey(openai, { provider: 'openai' });

it('tells a rate limit inside a reply with status 200', async () => {
  const { url } = await serve(json(fixture('openai-rate-limit-in-answer')));

  await expectFailure(openai.ask(requestFor({ provider: 'openai', baseUrl: url })), 'rate-limited', 1.5);
});
