import { beforeEach, expect, it, vi } from 'vitest';
import { bedrock } from '../../shared/providers/bedrock.ts';
import { expectFailure, instructions, key, prompt, requestFor } from './ask-model.ts';
import { pixel, schema, testMissingKey, testModel } from './model-contract.ts';
import { fixture, json, serve } from './provider-server.ts';

const seat = { provider: 'bedrock', model: 'amazon.nova-lite-v1:0', region: 'eu-west-1' } as const;

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY');
  vi.stubEnv('AWS_SESSION_TOKEN', 'session-token-of-the-role');
  vi.stubEnv('AWS_BEARER_TOKEN_BEDROCK', undefined);
  vi.stubEnv('AWS_REGION', undefined);
  vi.stubEnv('AWS_DEFAULT_REGION', undefined);
  return () => vi.unstubAllEnvs();
});

testModel({
  name: 'bedrock',
  model: bedrock,
  modelId: 'amazon.nova-lite-v1:0',
  basePath: '',
  expectSent({ path, headers, body }) {
    expect(path).toBe('/model/amazon.nova-lite-v1%3A0/converse');
    expect(headers.authorization).toBe(`Bearer ${key}`);
    expect(JSON.parse(body)).toMatchObject({
      inferenceConfig: { maxTokens: 512 },
      system: [{ text: instructions }],
      messages: [{ role: 'user', content: [{ text: prompt }] }],
    });
  },
  // A tool that must be called stands for a schema.
  shaped: {
    inferenceConfig: { stopSequences: ['END'] },
    toolConfig: { tools: [{ toolSpec: { name: 'json', inputSchema: { json: schema } } }], toolChoice: { any: {} } },
    messages: [{ content: [{}, { image: { format: 'png', source: { bytes: pixel } } }] }],
  },
  imageByAddress: undefined,
  atTokenLimit: ['end_turn', 'max_tokens'],
  rateLimited: { headers: { date: 'Tue, 03 Mar 2026 10:00:00 GMT', 'retry-after': 'Tue, 03 Mar 2026 10:00:30 GMT' }, seconds: 30 },
});

testMissingKey(bedrock, seat);

it('signs with the credentials of the environment when the seat names no key', async () => {
  const server = await serve(json(fixture('bedrock-answer')));

  await bedrock.ask(requestFor({ ...seat, baseUrl: server.url }, { key: undefined }));

  const { headers } = await server.received;
  expect(headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/bedrock\/aws4_request, /);
  expect(headers.authorization).toMatch(/SignedHeaders=[^ ]*host[^ ]*, Signature=[0-9a-f]{64}$/);
  expect(headers['x-amz-date']).toMatch(/^\d{8}T\d{6}Z$/);
  expect(headers['x-amz-security-token']).toBe('session-token-of-the-role');
});

it('keeps the session token out of the message when a rejected signature is explained with it', async () => {
  const body = JSON.stringify({ message: 'The canonical string should have been x-amz-security-token:session-token-of-the-role' });
  const { url } = await serve(json(body, 403, { 'x-amzn-errortype': 'InvalidSignatureException:http://internal.amazon.com/' }));

  const failure = await expectFailure(bedrock.ask(requestFor({ ...seat, baseUrl: url }, { key: undefined })), 'key-rejected');

  expect(failure.message).toContain('(InvalidSignatureException)');
  expect(failure.message).not.toContain('session-token-of-the-role');
});

it('names the variables when there are no credentials', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);

  const failure = await expectFailure(bedrock.ask(requestFor(seat, { key: undefined })), 'key-missing');

  expect(failure.message).toContain('AWS_ACCESS_KEY_ID');
});

it('asks for a region when neither the seat nor the environment has one', async () => {
  const { region: _, ...nowhere } = seat;

  await expectFailure(bedrock.ask(requestFor(nowhere)), 'request-rejected');
});
