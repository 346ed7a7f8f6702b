/** The door of OpenAI's clients: completions, streams, models, and errors in OpenAI's shape. */
import { beforeEach, describe, expect, it } from 'vitest';
import { openAiErrorOf } from '../../../functions/api/chat/error.ts';
import { makeProblem } from '../../../functions/api/problems.ts';
import { chatChunk, chatCompletion, openAiError } from '../../../shared/contract/chat.ts';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import { problemTypes } from '../../../shared/contract/problem.ts';
import type { Verdict } from '../../../shared/contract/verdict.ts';
import { Unavailable } from '../../../shared/errors.ts';
import { sampleVerdict } from '../../ports/samples.ts';
import { type Answer, goodKey, openApi, type TestApi } from '../../support/api.ts';
import { answered, unanswered } from '../../support/samples.ts';

const path = '/v1/chat/completions';
const body = { model: 'circle/plain', messages: [{ role: 'user', content: 'Why is the sky blue?' }] };

let api: TestApi;
beforeEach(() => {
  api = openApi();
});

function ask(more: Readonly<Record<string, unknown>> = {}, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return api.send('POST', path, { body: { ...body, ...more }, headers });
}

/** Lets every consultation end with these opinions as soon as it is started. */
function endWith(
  opinions: readonly Opinion[],
  verdict: Partial<Verdict> = {},
  status: 'decided' | 'no-quorum' | 'no-consensus' = 'decided',
): void {
  const { workflow } = api.ports;
  workflow.start = async (id) => {
    for (const opinion of opinions) await api.ports.opinions.record(id, opinion);
    await api.ports.runs.close(id, () => 'quorum');
    await api.ports.verdicts.publish(
      id,
      status,
      sampleVerdict({ answer: 'Scattering.', pick: 'ada', ...verdict }),
      '2026-03-01T10:00:09.000Z',
    );
  };
}

const heard = [
  answered('ada', 'Scattering.', { usage: { inputTokens: 100, outputTokens: 20 }, costUsd: 0.5 }),
  answered('bob', 'Rayleigh.', { usage: { inputTokens: 50, outputTokens: null }, costUsd: null }),
  unanswered('cyd'),
];

/** The `data:` of a stream, without what stands between. */
async function stream(more: Readonly<Record<string, unknown>> = {}): Promise<{ readonly text: string; readonly data: readonly string[] }> {
  const request = new Request(`http://circle${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${goodKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, stream: true, ...more }),
  });
  const text = await (await api.fetch(request)).text();
  return { text, data: [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => data) };
}

function errorOf(answer: Answer) {
  return openAiError.parse(answer.body).error;
}

describe('a completion', () => {
  it('has the answer, the tokens of all calls, and what the panel made of it', async () => {
    endWith(heard);
    const answer = await ask();
    const completion = chatCompletion.parse(answer.body);
    expect(answer.status).toBe(200);
    const id = completion.circle.consultationId;
    expect(completion).toMatchObject({
      id: `chatcmpl-${id}`,
      model: 'circle/plain',
      created: Date.parse('2026-03-01T10:00:00.000Z') / 1000,
      choices: [{ message: { role: 'assistant', content: 'Scattering.', refusal: null }, finish_reason: 'stop' }],
      circle: { status: 'decided', agreement: 1, costUsd: 0.75, costUnknown: ['bob'], links: { self: `/v1/consultations/${id}` } },
    });
    // A failed call is billed too, as far as its provider has said what it used.
    expect(completion.usage).toEqual({ prompt_tokens: 160, completion_tokens: 20, total_tokens: 180 });
    expect(completion.circle.usageUnknown).toEqual(['bob', 'cyd']);
    expect(answer.headers.get('x-consultation-id')).toBe(id);
    expect(answer.headers.get('location')).toBe(`/v1/consultations/${id}`);
    expect(await api.send('GET', `/v1/consultations/${id}`)).toMatchObject({ status: 200, body: { question: 'Why is the sky blue?' } });
  });

  it('says that it ended at the token limit where the picked answer did', async () => {
    endWith([answered('ada', 'Scat', { truncated: true })]);
    expect(chatCompletion.parse((await ask()).body).choices[0]?.finish_reason).toBe('length');
  });

  it('tells whose answer was cut off, and that the request went below the quorum of its circle', async () => {
    const coverage = { asked: 3, answered: 1, families: 1, quorum: 2, minimum: 1 };
    endWith([answered('ada', 'Scat', { truncated: true })], { coverage, truncated: ['ada'] });
    expect(chatCompletion.parse((await ask({ circle: { quorum: 1 } })).body).circle).toMatchObject({ coverage, truncated: ['ada'] });
    expect(await ask({ circle: { minimum: 9 } })).toMatchObject({ status: 400, body: { error: { param: 'circle.minimum' } } });
  });

  it('is one for requests with one idempotency key', async () => {
    endWith(heard);
    const once = { 'idempotency-key': 'key-1' };
    const [first, again] = [await ask({}, once), await ask({}, once)];
    expect(again.body).toEqual(first.body);
    const other = await ask({ temperature: 1 }, once);
    expect(other.status).toBe(409);
    expect(errorOf(other).code).toBe('idempotency_key_reused');
    expect(other.headers.get('x-should-retry')).toBe('false');
  });
});

describe('a consultation without an answer', () => {
  it('is an error that says who stands behind what where nothing is decided', async () => {
    const positions = [
      { experts: ['ada'], share: 0.5, answer: 'Scattering.' },
      { experts: ['bob'], share: 0.5, answer: 'Rayleigh.', short: 'Rayleigh' },
    ];
    endWith(heard, { answer: null, pick: null, positions }, 'no-consensus');
    const answer = await ask();
    expect(answer.status).toBe(400);
    expect(errorOf(answer)).toMatchObject({ code: 'consultation_no_consensus', positions });
    expect(errorOf(answer).message).toContain('50%, ada: Scattering.; 50%, bob: Rayleigh;');
  });

  it('is an error that names who failed and why, and that no client repeats by itself', async () => {
    endWith([unanswered('ada')], { answer: null, pick: null, coverage: { asked: 4, answered: 0, families: 0 } }, 'no-quorum');
    const answer = await ask();
    expect(answer.status).toBe(400);
    expect(answer.headers.get('x-should-retry')).toBe('false');
    expect(errorOf(answer)).toMatchObject({ type: 'invalid_request_error', param: null, code: 'consultation_no_quorum' });
    expect(errorOf(answer).message).toMatch(/0 of 4 experts answered.*ada: the provider failed/);
  });

  it('is one that has failed, or was cancelled', async () => {
    const { workflow } = api.ports;
    workflow.start = async (id) =>
      void (await api.ports.runs.fail(id, { type: 'X', message: 'the core is gone' }, '2026-03-01T10:00:05.000Z'));
    expect(errorOf(await ask())).toMatchObject({ code: 'consultation_failed', message: expect.stringContaining('the core is gone') });
    workflow.start = async (id) => void (await api.ports.runs.cancel(id, '2026-03-01T10:00:05.000Z'));
    expect(errorOf(await ask())).toMatchObject({ code: 'consultation_cancelled' });
  });

  it('is one that has not ended while the request could be held; it goes on and can be found', async () => {
    const answer = await ask();
    expect(answer.status).toBe(503);
    expect(answer.headers.get('x-should-retry')).toBe('true');
    expect(errorOf(answer)).toMatchObject({ type: 'server_error', code: 'consultation_open' });
    const location = answer.headers.get('location') ?? '';
    expect(errorOf(answer).message).toContain(location);
    expect(await api.send('GET', location)).toMatchObject({ status: 200, body: { status: 'open' } });
  });
});

describe('a stream', () => {
  it('is a role, comments while the panel works, the text, and the report with the finish reason', async () => {
    endWith(heard, { answer: 'x'.repeat(450) });
    const { text, data } = await stream();
    const chunks = data.slice(0, -1).map((one) => chatChunk.parse(JSON.parse(one)));
    expect(data.at(-1)).toBe('[DONE]');
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '' });
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('x'.repeat(450));
    expect(chunks.at(-1)).toMatchObject({
      choices: [{ delta: {}, finish_reason: 'stop' }],
      circle: { status: 'decided', usageUnknown: ['bob', 'cyd'] },
    });
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    expect(chunks.every((chunk) => !('usage' in chunk))).toBe(true);
    expect(text.match(/^: .*$/gm)).toEqual([': 1 of 4 experts are in', ': 2 of 4 experts are in', ': 3 of 4 experts are in']);
  });

  it('tells the tokens last where the caller wants them', async () => {
    endWith(heard);
    const { data } = await stream({ stream_options: { include_usage: true } });
    const chunks = data.slice(0, -1).map((one) => chatChunk.parse(JSON.parse(one)));
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 180 } });
    expect(chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
  });

  it('says that it is alive while nobody answers, and why it ends when its time is over', async () => {
    const { text, data } = await stream();
    expect(text.match(/^: 0 of 4 experts are in$/gm)?.length).toBeGreaterThanOrEqual(4);
    expect(openAiError.parse(JSON.parse(data.at(-1) ?? '')).error.code).toBe('consultation_open');
    expect(data).not.toContain('[DONE]');
  });

  it('tells an error in a chunk of its own once it has begun, without its cause', async () => {
    const { read } = api.ports.opinions;
    let looks = 0;
    api.ports.opinions.read = async (id) => {
      looks += 1;
      // The first look is before the stream begins.
      if (looks > 1) throw new TypeError('a bug with a secret');
      return read(id);
    };
    const { text, data } = await stream();
    expect(openAiError.parse(JSON.parse(data.at(-1) ?? '')).error).toMatchObject({ type: 'server_error' });
    expect(text).not.toContain('a bug with a secret');
    expect(api.ports.log.of('REQUEST_FAILED')).toMatchObject([{ error: 'TypeError', reason: 'a bug with a secret' }]);
  });

  it('does not begin where the request is refused', async () => {
    expect(await ask({ stream: true, n: 2 })).toMatchObject({ status: 400 });
  });
});

describe('an error', () => {
  it.each<[string, Readonly<Record<string, unknown>>, number, Readonly<Record<string, unknown>>]>([
    ['a model that does not exist', { model: 'gpt-5' }, 404, { param: 'model', code: 'model_not_found' }],
    ['a parameter that is not offered', { n: 3 }, 400, { param: 'n', code: 'unsupported_parameter' }],
    ['what nobody knows', { x: 1, circle: { strict: true } }, 400, { param: 'x', code: 'unknown_parameter' }],
    ['a budget that does not cover it', { circle: { budgetUsd: 0.000001 } }, 402, { type: 'insufficient_quota', code: 'budget_exceeded' }],
    ['a bad schema', { response_format: { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'x' } } } }, 400, {}],
    ['a quorum larger than the circle', { circle: { quorum: 9 } }, 400, { param: 'circle.quorum' }],
    [
      'images that nobody takes',
      {
        model: 'expert/cyd',
        messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://example.test/a.png' } }] }],
      },
      400,
      { param: 'messages' },
    ],
  ])('names %s', async (_, more, status, expected) => {
    const answer = await ask(more);
    expect(answer.status).toBe(status);
    expect(errorOf(answer)).toMatchObject(expected);
    expect(api.ports.workflow.started).toEqual([]);
  });

  it.each(['{"model":', ''])('names a body that is not JSON: %j', async (text) => {
    expect(errorOf(await api.send('POST', path, { body: text }))).toMatchObject({
      type: 'invalid_request_error',
      message: 'the body is not valid JSON',
    });
  });

  it.each([
    ['POST', path],
    ['GET', '/v1/models'],
    ['GET', '/v1/models/circle%2Fplain'],
    ['GET', '/v1/chat/nothing'],
  ])('of a wrong key has the same shape at %s %s', async (method, where) => {
    const answer = await api.send(method, where, { headers: { authorization: 'Bearer wrong' }, ...(method === 'POST' && { body }) });
    expect(answer.status).toBe(401);
    expect(errorOf(answer)).toMatchObject({ code: 'invalid_api_key' });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('of a path or method that is not there has it too', async () => {
    expect(errorOf(await api.send('GET', '/v1/chat/nothing'))).toMatchObject({
      message: expect.stringMatching(/^there is nothing at GET \/v1\/chat\/nothing: .* POST \/v1\/chat\/completions/),
    });
    expect(await api.send('DELETE', '/v1/models')).toMatchObject({ status: 405 });
    expect(await api.send('POST', path, { body: 'x', headers: { 'content-type': 'text/plain' } })).toMatchObject({ status: 415 });
  });

  it('of ours may be repeated, since nothing has been asked', async () => {
    api.ports.workflow.start = async () => {
      throw new Unavailable('the workflow');
    };
    const answer = await ask();
    expect(answer.status).toBe(503);
    expect(answer.headers.get('x-should-retry')).toBe('true');
    expect(errorOf(answer)).toMatchObject({ type: 'server_error', code: 'unavailable' });
  });
});

describe('what clients of OpenAI act on', () => {
  it.each(problemTypes)('is the fault of the server where "%s" is, and of the request where it is not', (type) => {
    const found = makeProblem(type, 'something');
    const { error } = openAiErrorOf(found);
    expect(error.type === 'server_error').toBe(found.status >= 500);
  });

  it('is no fault where the options of the circle are null', async () => {
    endWith(heard);
    expect((await ask({ circle: null })).status).toBe(200);
  });

  it.each([
    '/v1/responses',
    '/v1/embeddings',
    '/v1/completions',
    '/v1/images/generations',
    '/chat/completions',
    '/completions',
    '/responses',
  ])('at %s, which is not offered, is an error that they can show', async (elsewhere) => {
    const answer = await api.send('POST', elsewhere, { body: {} });
    expect(answer.status).toBe(404);
    expect(errorOf(answer)).toMatchObject({
      type: 'invalid_request_error',
      code: 'unknown_url',
      message: expect.stringContaining('/v1/chat/completions'),
    });
  });

  it('is an error of authentication where the key is wrong or missing', async () => {
    for (const authorization of ['Bearer wrong-key', '']) {
      const answer = await ask({}, { authorization });
      expect(answer.status).toBe(401);
      expect(errorOf(answer)).toMatchObject({
        type: 'authentication_error',
        code: 'invalid_api_key',
        message: expect.stringMatching(/^Incorrect API key provided: /),
      });
    }
  });

  it.each([1_100_000, 33_100_000])('is an exceeded context where the conversation has %i characters', async (length) => {
    const answer = await ask({ messages: [{ role: 'user', content: 'x'.repeat(length) }] });
    expect(answer.status).toBe(400);
    expect(errorOf(answer)).toMatchObject({ type: 'invalid_request_error', code: 'context_length_exceeded' });
    expect(errorOf(answer).message).toMatch(/maximum context length.*(?:1000000|33000000) bytes.*reduce the length of the messages/);
  });

  it('is told what had no effect, in the completion and in a stream', async () => {
    endWith(heard);
    const more = { tools: [{ type: 'function', function: { name: 'f' } }], tool_choice: 'auto', seed: 1, top_k: 40, n: 1 };
    expect(chatCompletion.parse((await ask(more)).body).circle.ignored).toEqual(['seed', 'tools', 'top_k']);
    const { data } = await stream(more);
    expect(chatChunk.parse(JSON.parse(data.at(-2) ?? '')).circle?.ignored).toEqual(['seed', 'tools', 'top_k']);
  });
});

describe('models', () => {
  it('are the circles and the experts', async () => {
    const { body: list } = await api.send('GET', '/v1/models');
    const ids = (list as { data: { id: string }[] }).data.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['circle/default', 'circle/plain', 'expert/ada', 'expert/eve']));
    expect(list).toMatchObject({
      object: 'list',
      data: expect.arrayContaining([expect.objectContaining({ id: 'expert/ada', owned_by: 'openai' })]),
    });
  });

  it.each(['circle%2Fplain', 'circle/plain'])('are found by name, encoded or not: %s', async (name) => {
    expect(await api.send('GET', `/v1/models/${name}`)).toMatchObject({ status: 200, body: { id: 'circle/plain', object: 'model' } });
  });

  it.each(['nothing', 'circle%2Fnobody', 'expert/nobody'])('that do not exist are 404: %s', async (name) => {
    const answer = await api.send('GET', `/v1/models/${name}`);
    expect(answer.status).toBe(404);
    expect(errorOf(answer)).toMatchObject({ code: 'model_not_found', param: 'model' });
  });
});
