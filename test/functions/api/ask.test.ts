/** POST /v1/consultations */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { bodyMaxBytes } from '../../../functions/api/app.ts';
import { questionMaxBytes } from '../../../shared/contract/question.ts';
import { Unavailable } from '../../../shared/errors.ts';
import { openApi, type TestApi } from '../../support/api.ts';
import { runOf } from '../../support/ports.ts';
import { question } from '../../support/samples.ts';

const path = '/v1/consultations';
let api: TestApi;
beforeEach(() => {
  api = openApi();
});

const ask = (body: unknown = question, headers: Readonly<Record<string, string | undefined>> = {}) =>
  api.send('POST', path, { body, headers });
const idOf = ({ body }: { readonly body: unknown }) => (body as { readonly id: string }).id;

describe('a question', () => {
  it('is accepted with its id, its address and when to look again', async () => {
    const answer = await ask();

    const id = idOf(answer);
    expect(answer).toMatchObject({ status: 202, body: { id, status: 'open', links: { self: `${path}/${id}` } } });
    expect(answer.headers.get('location')).toBe(`${path}/${id}`);
    expect(answer.headers.get('retry-after')).toBe('1');
  });

  it('is stored and starts a workflow under its id', async () => {
    const id = idOf(await ask({ ...question, circle: 'plain', metadata: { team: 'blue' } }));

    expect(await runOf(api.ports, id)).toMatchObject({ question: question.question, circle: 'plain', metadata: { team: 'blue' } });
    expect(api.ports.workflow.started).toEqual([{ name: id, input: { consultationId: id } }]);
  });

  it('may be as long as the contract says, though every byte of it is escaped', async () => {
    expect(await ask({ question: '\u0001'.repeat(questionMaxBytes), experts: ['dot'] })).toMatchObject({ status: 202 });
  });
});

describe('a question that is not valid', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['no question', {}, ['question']],
    ['an empty one', { question: '  ' }, ['question']],
    ['too long a one', { question: 'x'.repeat(questionMaxBytes + 1) }, ['question']],
    ['unknown fields', { ...question, a: 1, b: 2 }, ['a', 'b']],
    ['an option that is no text', { question: '?', options: ['a', 2] }, ['options.1']],
    ['an unknown kind', { question: '?', kind: 'poem' }, ['kind']],
    ['a deadline beyond the longest', { ...question, deadlineSeconds: 871 }, ['deadlineSeconds']],
    ['an unknown circle', { ...question, circle: 'nowhere' }, ['circle']],
    ['an unknown expert', { ...question, experts: ['ada', 'zoe'] }, ['experts.1']],
    ['a quorum above the seats', { ...question, quorum: 4 }, ['quorum']],
    ['a name that every object inherits', { ...question, circle: 'constructor' }, ['circle']],
    ['no object', [], ['']],
  ])('is refused with the fields that are wrong: %s', async (_, body, fields) => {
    const answer = await ask(body);

    expect(answer).toMatchObject({ status: 400, body: { type: '/problems/invalid-input', retryable: false } });
    expect((answer.body as { errors: { field: string }[] }).errors.map(({ field }) => field)).toEqual(fields);
    expect(api.ports.workflow.started).toEqual([]);
  });

  it.each(['{"question":', 'question=x', ''])('is refused when it is not JSON: %j', async (body) => {
    expect(await ask(body)).toMatchObject({ status: 400, body: { type: '/problems/invalid-input', detail: 'the body is not valid JSON' } });
  });

  it.each([undefined, 'text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', 'image/svg+json'])(
    'is refused as %s',
    async (type) => {
      const headers = { 'content-type': type ?? 'text/plain;charset=UTF-8' };
      expect(await ask(question, headers)).toMatchObject({ status: 415, body: { type: '/problems/unsupported-media-type' } });
    },
  );

  it.each([
    [{ 'content-encoding': 'gzip' }, /Content-Encoding gzip is not taken/],
    [{ 'content-encoding': 'br' }, /Content-Encoding br is not taken/],
    [{ 'content-type': 'application/json; charset=iso-8859-1' }, /UTF-8, not in iso-8859-1/],
    [{ 'content-type': 'application/json;charset="UTF-16"' }, /UTF-8, not in utf-16/],
  ])('is refused with what it would have to be read as: %j', async (headers, detail) => {
    expect(await ask(question, headers)).toMatchObject({ status: 415, body: { detail: expect.stringMatching(detail) } });
  });

  it('is taken as it is where its encoding is none', async () => {
    expect(await ask(question, { 'content-encoding': 'identity' })).toMatchObject({ status: 202 });
  });

  it.each(['application/json; charset=utf-8', 'Application/JSON', 'application/vnd.circle+json'])(
    'is none of these as %s',
    async (type) => {
      expect(await ask(question, { 'content-type': type })).toMatchObject({ status: 202 });
    },
  );

  it('is refused when it is too large, whether or not it says so', async () => {
    const body = JSON.stringify({ question: 'x'.repeat(bodyMaxBytes) });
    expect(await ask(body)).toMatchObject({ status: 413, body: { type: '/problems/too-large' } });
    expect(await ask(body, { 'content-length': String(body.length) })).toMatchObject({ status: 413 });
  });

  it('is refused when its worst case is over the budget', async () => {
    expect(await ask({ ...question, budgetUsd: 0.001 })).toMatchObject({ status: 402, body: { type: '/problems/budget-exceeded' } });
  });
});

describe('an Idempotency-Key', () => {
  const once = { 'idempotency-key': 'key-1' };

  it('gives the same consultation to the same request, whatever the order of its fields', async () => {
    const first = await ask({ question: 'Why?', quorum: 2 }, once);
    const second = await ask({ quorum: 2, question: 'Why?' }, once);
    expect(idOf(second)).toBe(idOf(first));
    expect((await api.ports.listings.page({ tenant: 'default', limit: 10 })).runs).toHaveLength(1);
  });

  it('is refused for another request', async () => {
    await ask(question, once);
    expect(await ask({ question: 'Another?' }, once)).toMatchObject({ status: 409, body: { type: '/problems/conflict' } });
  });

  it('is free again after a day', async () => {
    const first = await ask(question, once);
    api.ports.clock.advance(24 * 60 * 60 * 1000);
    expect(idOf(await ask({ question: 'Another?' }, once))).not.toBe(idOf(first));
  });

  it.each(['', 'x'.repeat(256)])('has 1 to 255 characters', async (key) => {
    expect(await ask(question, { 'idempotency-key': key })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'idempotency-key' }] },
    });
  });

  it('tells a retry that the consultation has ended', async () => {
    const id = idOf(await ask(question, once));
    await api.ports.runs.cancel(id, api.ports.clock.now().toISOString());
    expect(await ask(question, once)).toMatchObject({ status: 202, body: { id, status: 'cancelled' } });
    expect(api.ports.workflow.started).toHaveLength(1);
  });
});

describe('Prefer: wait', () => {
  it.each([
    ['wait=7', 7],
    ['respond-async, wait=7', 7],
    ['Wait=7; foo', 7],
    ['wait=9999', 25],
  ])('%s holds the answer for at most %d seconds', async (prefer, seconds) => {
    const answer = await ask(question, { prefer });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('preference-applied')).toBe(`wait=${seconds}`);
    expect(api.ports.clock.sleeps).toEqual([seconds * 1000]);
  });

  it.each(['wait=0', 'wait=-1', 'wait=soon', 'x-wait=7', 'return=minimal', ''])('%j holds nothing', async (prefer) => {
    const answer = await ask(question, { prefer });
    expect(answer.status).toBe(202);
    expect(answer.headers.has('preference-applied')).toBe(false);
    expect(api.ports.clock.sleeps).toEqual([]);
  });

  it('answers with the whole consultation when it has ended in time', async () => {
    api.ports.workflow.start = async (id) => void (await api.ports.runs.fail(id, { type: 'X', message: 'x' }, '2026-03-01T10:00:05.000Z'));

    const answer = await ask(question, { prefer: 'wait=20' });

    expect(answer).toMatchObject({ status: 200, body: { status: 'failed', failure: { type: 'X' }, pending: [] } });
    expect(answer.headers.get('location')).toBe(`${path}/${idOf(answer)}`);
  });
});

describe('a workflow that cannot start', () => {
  beforeEach(() => {
    vi.spyOn(api.ports.workflow, 'start').mockRejectedValueOnce(new Unavailable('the workflow'));
  });

  const runs = async () => (await api.ports.listings.page({ tenant: 'default', limit: 10 })).runs;

  it('is told at once, and the run is failed by name so that nobody waits for it', async () => {
    const answer = await ask();

    expect(answer).toMatchObject({ status: 503, body: { type: '/problems/unavailable', retryable: true } });
    expect(answer.headers.get('retry-after')).toBe('2');
    const [failed] = await runs();
    expect(failed).toMatchObject({ status: 'failed' });
    expect(await api.ports.runs.state(failed?.id ?? '')).toMatchObject({ failure: { type: 'WorkflowUnavailable' } });
  });

  it('is started by the same request again where it has a key', async () => {
    const once = { 'idempotency-key': 'key-1' };
    expect(await ask(question, once)).toMatchObject({ status: 503 });
    expect(await runs()).toMatchObject([{ status: 'open' }]);

    const answer = await ask(question, once);

    expect(answer.status).toBe(202);
    expect(await runs()).toMatchObject([{ id: idOf(answer), status: 'open' }]);
    expect(api.ports.workflow.start).toHaveBeenCalledTimes(2);
  });
});
