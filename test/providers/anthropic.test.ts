import { expect } from 'vitest';
import { anthropic } from '../../shared/providers/anthropic.ts';
import { instructions, key, prompt } from './ask-model.ts';
import { pixel, schema, testMissingKey, testModel } from './model-contract.ts';

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
  shaped: {
    stop_sequences: ['END'],
    output_config: { format: { type: 'json_schema', schema } },
    messages: [{ content: [{ type: 'text' }, { type: 'image', source: { type: 'base64', media_type: 'image/png', data: pixel } }] }],
  },
  imageByAddress: { messages: [{ content: [{}, { type: 'image', source: { type: 'url', url: 'https://images.example/sky.png' } }] }] },
  atTokenLimit: ['end_turn', 'max_tokens'],
  rateLimited: { headers: { 'retry-after': '17' }, seconds: 17 },
});

testMissingKey(anthropic, { provider: 'anthropic' });
