import { expect, it } from 'vitest';
import { openaiCompatible } from '../../shared/providers/openai-compatible.ts';
import { expectFailure, instructions, key, prompt, requestFor } from './ask-model.ts';
import { pixel, schema, testMissingKey, testModel } from './model-contract.ts';
import { fixture, json, serve } from './provider-server.ts';

testModel({
  name: 'openai-compatible',
  model: openaiCompatible,
  modelId: 'qwen3:8b',
  basePath: '/v1',
  expectSent({ path, headers, body }) {
    expect(path).toBe('/v1/chat/completions');
    expect(headers.authorization).toBe(`Bearer ${key}`);
    expect(JSON.parse(body)).toMatchObject({
      model: 'qwen3:8b',
      max_tokens: 512,
      messages: [
        { role: 'system', content: instructions },
        { role: 'user', content: prompt },
      ],
    });
  },
  shaped: {
    stop: ['END'],
    response_format: { type: 'json_schema', json_schema: { strict: false, schema } },
    messages: [{}, { content: [{ type: 'text' }, { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}` } }] }],
  },
  imageByAddress: { messages: [{}, { content: [{}, { type: 'image_url', image_url: { url: 'https://images.example/sky.png' } }] }] },
  atTokenLimit: ['"finish_reason": "stop"', '"finish_reason": "length"'],
  rateLimited: { seconds: 477.792 },
});

testMissingKey(openaiCompatible, { baseUrl: 'http://127.0.0.1:9/v1' });

it('asks for any object where the endpoint knows no schema: it reads the schema in its instructions', async () => {
  const server = await serve(json(fixture('openai-compatible-answer')));

  await openaiCompatible.ask(requestFor({ baseUrl: server.url, jsonSchema: false }, { schema }));

  expect(JSON.parse((await server.received).body)).toMatchObject({ response_format: { type: 'json_object' } });
});

it('needs no key where the seat names none', async () => {
  const server = await serve(json(fixture('openai-compatible-answer')));

  await openaiCompatible.ask(requestFor({ baseUrl: server.url }, { key: undefined }));

  expect((await server.received).headers).not.toHaveProperty('authorization');
});

it('asks for a base URL when the seat has none', async () => {
  await expectFailure(openaiCompatible.ask(requestFor({})), 'request-rejected');
});

it.each([
  ['is missing', 'openai-compatible-answer-without-usage', { inputTokens: null, outputTokens: null }],
  ['is half there', 'openai-compatible-answer-with-half-usage', { inputTokens: 41, outputTokens: null }],
])('leaves usage unknown where it %s', async (_, name, usage) => {
  const { url } = await serve(json(fixture(name)));

  expect(await openaiCompatible.ask(requestFor({ baseUrl: url }))).toEqual({ text: 'Blue, by Rayleigh scattering.', usage });
});

it('takes an answer that reached the token limit as an answer', async () => {
  const { url } = await serve(json(fixture('openai-compatible-answer').replace('"stop"', '"length"')));

  expect((await openaiCompatible.ask(requestFor({ baseUrl: url }))).text).toBe('Blue, by Rayleigh scattering.');
});

it('tells an answer that broke off with an error and no explanation', async () => {
  const { url } = await serve(json(fixture('openai-compatible-answer').replace('"stop"', '"error"')));

  await expectFailure(openaiCompatible.ask(requestFor({ baseUrl: url })), 'error-in-answer');
});

it('tells a rate limit inside a reply with status 200', async () => {
  const { url } = await serve(json(fixture('openai-compatible-rate-limit-in-answer')));

  await expectFailure(openaiCompatible.ask(requestFor({ baseUrl: url })), 'rate-limited');
});

it.each(['error', 'stop'])('finds the error that a gateway puts beside half an answer, finished by "%s"', async (reason) => {
  const body = fixture('openai-compatible-error-in-choice').replace('"finish_reason": "error"', `"finish_reason": "${reason}"`);
  const { url } = await serve(json(body));

  const failure = await expectFailure(openaiCompatible.ask(requestFor({ baseUrl: url })), 'error-in-answer');

  expect(failure.message).not.toContain('Blu');
});

it.each([
  [400, 'request-rejected'],
  [402, 'request-rejected'],
  [403, 'key-rejected'],
  [404, 'request-rejected'],
  [408, 'timeout'],
  [413, 'prompt-too-long'],
  [422, 'request-rejected'],
  [424, 'provider-error'],
  [502, 'provider-error'],
  [529, 'provider-error'],
] as const)('calls status %i %s, whatever the page says', async (status, type) => {
  const { url } = await serve((response) => response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>no</h1>'));

  const failure = await expectFailure(openaiCompatible.ask(requestFor({ baseUrl: url })), type);

  expect(failure.message).toBe(`openai-compatible answered ${status}${status === 404 ? ` at ${url}/chat/completions` : ''}`);
});

it('passes on what a small server says in plain text', async () => {
  const { url } = await serve((response) => response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found'));

  const failure = await expectFailure(openaiCompatible.ask(requestFor({ baseUrl: url })), 'request-rejected');

  expect(failure.message).toBe(`openai-compatible answered 404 at ${url}/chat/completions: 404 page not found`);
});

it('passes on an error that is a bare string', async () => {
  const { url } = await serve(json('{"error":"model \\"qwen3\\" not found, try pulling it first"}', 404));

  const failure = await expectFailure(openaiCompatible.ask(requestFor({ baseUrl: url })), 'request-rejected');

  expect(failure.message).toContain('not found, try pulling it first');
});

it.each(['{"errors":[{"message":"model is loading"}]}', '{"detail":"model is loading"}', '[{"error":{"message":"model is loading"}}]'])(
  'finds the explanation in %s',
  async (body) => {
    const { url } = await serve(json(body, 503));

    const failure = await expectFailure(openaiCompatible.ask(requestFor({ baseUrl: url })), 'provider-error');

    expect(failure.message).toBe('openai-compatible answered 503: model is loading');
  },
);

it('keeps to the status when the explanation is cut off', async () => {
  const { url } = await serve((response) => {
    response.writeHead(429, { 'content-length': 100, 'retry-after': '3' });
    response.write('{"error":', () => response.destroy());
  });

  await expectFailure(openaiCompatible.ask(requestFor({ baseUrl: url })), 'rate-limited', 3);
});

it('keeps a long explanation short', async () => {
  const { url } = await serve(json(JSON.stringify({ error: { message: 'word '.repeat(10_000) } }), 400));

  const failure = await expectFailure(openaiCompatible.ask(requestFor({ baseUrl: url })), 'request-rejected');

  expect(failure.message.length).toBeLessThan(350);
});

it('takes a body without a length that ends half-way as cut off', async () => {
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n';
  const { url } = await serve((response) => response.socket?.end(head + fixture('openai-compatible-answer').slice(0, 120)));

  await expectFailure(openaiCompatible.ask(requestFor({ baseUrl: url })), 'cut-off');
});

it('tells a server that closes the connection without a word', async () => {
  const { url } = await serve((response) => response.destroy());

  await expectFailure(openaiCompatible.ask(requestFor({ baseUrl: url })), 'cut-off');
});

it('tells a server that does not speak HTTP', async () => {
  const { url } = await serve((response) => response.socket?.end('220 mail.example.test ESMTP\r\n'));

  await expectFailure(openaiCompatible.ask(requestFor({ baseUrl: url })), 'unreadable-answer');
});

it('tells a host that does not exist', async () => {
  await expectFailure(openaiCompatible.ask(requestFor({ baseUrl: 'http://nobody.invalid/v1' })), 'unreachable');
});
