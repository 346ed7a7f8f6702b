import { expect } from 'vitest';
import { anthropic } from '../../shared/providers/anthropic.ts';
import { instructions, key, prompt } from './ask-model.ts';
import { testMissingKey, testModel } from './model-contract.ts';

testModel({
  name: 'anthropic',
  model: anthropic,
  modelId: 'claude-sonnet-4-5',
  basePath: '/v1',
  expectSent({ path, headers, body }) {
    expect(path).toBe('/v1/messages');
    expect(headers).toMatchObject({ 'x-api-key': key, 'anthropic-version': '2023-06-01' });
    expect(JSON.parse(body)).toMatchObject({
      model: 'claude-sonnet-4-5',
      max_tokens: 512,
      system: [{ type: 'text', text: instructions }],
      messages: [{ role: 'user', content: [{ type: 'text', text: prompt }] }],
    });
  },
  rateLimited: { headers: { 'retry-after': '17' }, seconds: 17 },
});

testMissingKey(anthropic, { provider: 'anthropic' });
