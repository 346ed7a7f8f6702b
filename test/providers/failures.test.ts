/** What servers and gateways say when a call fails, over the wire: the kind, the reason, the address, and when to come back. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ExpertFailureType } from '../../shared/errors.ts';
import { outgoing, patience } from '../../shared/network/outgoing.ts';
import { openaiCompatible } from '../../shared/providers/openai-compatible.ts';
import { expectFailure, requestFor } from './ask-model.ts';
import { type Answer, fixture, json, serve } from './provider-server.ts';

async function failWith(answer: Answer, type: ExpertFailureType, wait?: number) {
  const { url } = await serve(answer);
  const failure = await expectFailure(openaiCompatible.ask(requestFor({ baseUrl: `${url}/v1` })), type, wait);
  return { failure, url };
}

const html =
  (status: number, page: string, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(page);

describe('the kind of a failure', () => {
  it.each<[number, unknown, ExpertFailureType]>([
    [
      403,
      { error: { code: 'unsupported_country_region_territory', message: 'Country, region, or territory not supported' } },
      'request-rejected',
    ],
    [400, { error: { status: 'FAILED_PRECONDITION', message: 'User location is not supported for the API use.' } }, 'request-rejected'],
    [403, { error: { code: 403, message: 'The input was flagged', metadata: { reasons: ['violence'], flagged_input: 'x' } } }, 'refused'],
    [403, { error: { code: 403, message: 'Your chosen model requires moderation and your input was flagged for "violence".' } }, 'refused'],
    [400, { error: { code: 'content_filter', message: 'The prompt triggered the content management policy.' } }, 'refused'],
    [403, { error: { message: 'Invalid API key' } }, 'key-rejected'],
    [403, {}, 'key-rejected'],
    [429, { error: { code: 'insufficient_quota', type: 'insufficient_quota', message: 'Check your plan.' } }, 'request-rejected'],
    [429, { error: { message: 'Insufficient balance' } }, 'request-rejected'],
    [402, { error: { message: 'Insufficient credits' } }, 'request-rejected'],
    [429, { error: { message: 'Too many requests' } }, 'rate-limited'],
    [200, { base_resp: { status_code: 1008, status_msg: 'insufficient balance' } }, 'request-rejected'],
    [200, { base_resp: { status_code: 1002, status_msg: 'rate limit' } }, 'rate-limited'],
    [200, { code: 1211, msg: 'the model does not exist' }, 'request-rejected'],
    [200, { error: 'Unexpected endpoint or method. (POST /chat/completions)' }, 'request-rejected'],
    [200, { error: { code: 401, message: 'no' } }, 'key-rejected'],
    [200, { error: { code: 429, message: 'slow down' } }, 'rate-limited'],
    [200, { error: { code: 502, message: 'upstream' } }, 'error-in-answer'],
    [200, { object: 'error', message: 'out of memory', code: 50_001 }, 'error-in-answer'],
  ])('%i with %j is %3$s', async (status, body, type) => {
    await failWith(json(JSON.stringify(body), status), type);
  });

  it('of a page by a guard in front of the provider says nothing of the key', async () => {
    await failWith(html(403, '<title>Attention Required! | Cloudflare</title>'), 'request-rejected');
    await failWith(html(403, '<h1>no</h1>', { 'cf-ray': '1' }), 'request-rejected');
    await failWith(html(403, '<h1>no</h1>'), 'key-rejected');
  });

  it.each([504, 520, 524, 598])('%i leaves the cost unknown: the provider may have worked all the while', async (status) => {
    const { failure } = await failWith(html(status, 'x'), 'provider-error');
    expect(failure.usage).toEqual({ inputTokens: null, outputTokens: null });
  });

  it.each([500, 502, 503, 529])('%i costs nothing', async (status) => {
    expect((await failWith(html(status, 'x'), 'provider-error')).failure.usage).toBeUndefined();
  });

  it('of a body that is not encoded as it says is not one of the connection', async () => {
    const { failure } = await failWith(
      (response) => response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end('{"choices":[]}'),
      'unreadable-answer',
    );
    expect(failure.message).toContain('broken encoding');
  });
});

describe('the reason of a failure', () => {
  it.each([
    { detail: [{ loc: ['body'], msg: 'the field is too long', type: 'x' }] },
    { detail: [{ msg: 'first' }, { msg: 'the field is too long' }] },
    { detail: { msg: 'the field is too long' } },
    { detail: 'the field is too long' },
    { code: 1211, msg: 'the field is too long' },
    { message: ['the field is too long'] },
    { message: { detail: 'the field is too long' } },
    { error_msg: 'the field is too long' },
    { error: { msg: 'the field is too long' } },
    { errors: ['the field is too long'] },
    { title: 'the field is too long', status: 400 },
  ])('is found in %j', async (body) => {
    expect((await failWith(json(JSON.stringify(body), 400), 'request-rejected')).failure.message).toContain('the field is too long');
  });

  it('takes no time that grows with the square of the text', async () => {
    const long = 'a'.repeat(1_000_000);
    const startedAt = performance.now();
    await failWith(json(JSON.stringify({ error: { code: long, message: 'm' } }), 400), 'request-rejected');
    await failWith(
      json(JSON.stringify({ error: { code: 'x', message: `try again in ${'0'.repeat(1_000_000)}a` } }), 400),
      'request-rejected',
    );
    await failWith(
      json(JSON.stringify({ error: { message: '*'.repeat(1_000_000), details: [{ retryDelay: `${'9'.repeat(500_000)}x` }] } }), 429),
      'rate-limited',
    );
    await failWith(json(`data:${' '.repeat(1_000_000)}x`, 200), 'unreadable-answer');
    await failWith((response) => response.writeHead(200).end(`{${' '.repeat(1_000_000)}x`), 'unreadable-answer');
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });
});

describe('the address', () => {
  it.each([404, 405, 501])('is named where it may be wrong: %i', async (status) => {
    const { failure, url } = await failWith(html(status, 'x'), status === 501 ? 'provider-error' : 'request-rejected');
    expect(failure.message).toContain(`at ${url}/v1/chat/completions`);
  });

  it.each([301, 302, 307, 308])('is named with the one that a redirect points to: %i', async (status) => {
    const { failure, url } = await failWith(
      (response) => response.writeHead(status, { location: 'https://user:pass@elsewhere.test/v1/chat/completions?key=secret' }).end(),
      'request-rejected',
    );
    expect(failure.message).toContain(`at ${url}/v1/chat/completions, which points to https://elsewhere.test/v1/chat/completions`);
    expect(failure.message).not.toMatch(/pass|secret/);
  });

  it('is named where a server answers what is no answer', async () => {
    const page = await failWith((response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'), 'unreadable-answer');
    expect(page.failure.message).toContain(`at ${page.url}/v1/chat/completions`);
    const lost = await failWith(json('{"error":"Unexpected endpoint or method."}'), 'request-rejected');
    expect(lost.failure.message).toContain(`at ${lost.url}/v1/chat/completions`);
  });
});

describe('when to come back', () => {
  const limited = (headers: Record<string, string>, body: unknown = {}) => json(JSON.stringify(body), 429, headers);
  const date = 'Tue, 03 Mar 2026 10:00:00 GMT';
  const epoch = Date.parse(date) / 1000;

  it.each<[Record<string, string>, number | undefined]>([
    [{ 'retry-after': '2s' }, 2],
    [{ 'retry-after': '1m30s' }, 90],
    [{ 'retry-after': '2, 2' }, 2],
    [{ 'retry-after': '2 ' }, 2],
    [{ 'retry-after': '2 seconds' }, 2],
    [{ 'retry-after': '0.5' }, 0.5],
    [{ 'retry-after': '-1' }, undefined],
    [{ 'retry-after': 'NaN' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'x-ratelimit-reset-requests': '2s' }, 2],
    [{ 'x-ratelimit-reset-tokens': '6m0s' }, 360],
    [{ 'x-ratelimit-reset-requests': '1s', 'x-ratelimit-reset-tokens': '6m0s', 'x-ratelimit-remaining-tokens': '0' }, 360],
    [{ 'x-ratelimit-reset-requests': '20ms', 'x-ratelimit-reset-tokens': '6m0s' }, 0.02],
    [{ 'x-ratelimit-reset': String(epoch + 5), date }, 5],
    [{ 'x-ratelimit-reset': String((epoch + 5) * 1000), date }, 5],
    [{ 'ratelimit-reset': '7' }, 7],
    [{ 'anthropic-ratelimit-requests-reset': '2026-03-03T10:00:09Z', date }, 9],
    [{ 'x-ratelimit-limit': '7' }, undefined],
  ])('stands in the headers %j', async (headers, seconds) => {
    await failWith(limited(headers), 'rate-limited', seconds);
  });

  it.each<[unknown, number]>([
    [{ error: { metadata: { headers: { 'X-RateLimit-Reset': String(epoch * 1000 + 4000) } } } }, 4],
    [{ error: { metadata: { headers: { 'X-RateLimit-Reset': epoch * 1000 + 4000 } } } }, 4],
    [{ retry_after: 2 }, 2],
    [{ retry_after: '2' }, 2],
    [{ error: { retry_after: 2.5 } }, 2.5],
    [{ error: { retry_after_ms: 1500 } }, 1.5],
    [{ error: { metadata: { retry_after_seconds: 3 } } }, 3],
    [{ error: 'Model x/y is currently loading', estimated_time: 4 }, 4],
    [{ error: { details: [{ retryDelay: '17s' }] } }, 17],
    [{ error: { message: 'Please wait 2 seconds' } }, 2],
    [{ error: { message: 'Please wait for 2 seconds and retry.' } }, 2],
    [{ error: { message: 'Rate limit reached. Please try again in 1m30s.' } }, 90],
    [{ error: { message: 'Try again in 3 seconds' } }, 3],
    [{ error: { message: 'Please retry your request after 5 s' } }, 5],
    [{ error: { message: 'retry after 12' } }, 12],
    [{ error: { message: 'limit resets in 30s' } }, 30],
    [{ detail: 'Request was throttled. Expected available in 8 seconds.' }, 8],
  ])('stands in the body %j', async (body, seconds) => {
    await failWith(limited({ date }, body), 'rate-limited', seconds);
  });

  it('is no time at which a limit is lifted that has not been met', async () => {
    await failWith(json('{}', 500, { 'x-ratelimit-reset-tokens': '6m0s' }), 'provider-error', undefined);
  });

  it.each<[number, unknown, number | undefined]>([
    [503, { error: { message: 'Loading model', type: 'unavailable_error', code: 503 } }, undefined],
    [503, { error: 'Model x/y is currently loading', estimated_time: 4 }, 4],
    [503, { detail: 'model is warming up' }, undefined],
    [503, { error: { message: 'The model is not ready yet' } }, undefined],
    [500, { error: { message: 'llama runner is starting up' } }, undefined],
  ])('is known of a model that is being loaded: %i %j', async (status, body, seconds) => {
    expect((await failWith(json(JSON.stringify(body), status), 'provider-error', seconds)).failure.passes).toBe(true);
  });

  it('is known of a server that says when, though not why', async () => {
    const { failure } = await failWith((response) => response.writeHead(503, { 'retry-after': '2' }).end('busy'), 'provider-error', 2);
    expect(failure.passes).toBe(true);
  });

  it.each([
    [503, { error: { message: 'overloaded' } }],
    [500, { error: { message: 'out of memory' } }],
    [404, { error: { message: 'loading failed: no such model' } }],
    [400, { error: { message: 'loading is not supported' } }],
  ])('is not known of %i %j', async (status, body) => {
    const failure: unknown = await openaiCompatible
      .ask(requestFor({ baseUrl: (await serve(json(JSON.stringify(body), status))).url }))
      .catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ passes: false });
  });
});

it('the HTTP client has no limits of its own on how long an answer may take', async () => {
  const { url } = await serve(json(fixture('openai-compatible-answer')));
  const dispatch = vi.spyOn(outgoing().dispatcher, 'dispatch');
  onTestFinished(() => dispatch.mockRestore());

  await openaiCompatible.ask(requestFor({ baseUrl: url }));

  expect(patience).toEqual({ headersTimeout: 0, bodyTimeout: 0 });
  expect(dispatch).toHaveBeenCalledOnce();
  const [sent] = dispatch.mock.calls[0] ?? [];
  expect([sent?.headersTimeout, sent?.bodyTimeout]).toEqual([undefined, undefined]);
});

it('an empty answer at the token limit is not asked for again', async () => {
  const body = {
    choices: [{ message: { content: '', reasoning: '17*23 is' }, finish_reason: 'length' }],
    usage: { prompt_tokens: 9, completion_tokens: 512 },
  };
  const { failure } = await failWith(json(JSON.stringify(body)), 'length-limit');
  expect(failure).toMatchObject({ retryable: false, usage: { inputTokens: 9, outputTokens: 512 } });
  expect(failure.message).toContain('512 output tokens were used up before any text');
});
