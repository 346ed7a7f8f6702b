/** What holds on every route: keys, methods, problems, logs, and the application's description of itself. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { makeProblem } from '../../../functions/api/problems.ts';
import { problemTypes } from '../../../shared/contract/problem.ts';
import { keyHolder } from '../../../shared/domain/principal.ts';
import { goodKey, openApi, type TestApi } from '../../support/api.ts';
import { openPorts } from '../../support/ports.ts';
import { testKnowledge } from '../../support/test-knowledge.ts';

let api: TestApi;
beforeEach(() => {
  api = openApi();
});

describe('the bearer key', () => {
  it.each([
    ['no header', undefined],
    ['an empty one', ''],
    ['another scheme', `Basic ${goodKey}`],
    ['the key alone', goodKey],
    ['no key', 'Bearer '],
    ['a wrong key', 'Bearer wrong'],
    ['a part of the key', `Bearer ${goodKey.slice(0, -1)}`],
    ['more than the key', `Bearer ${goodKey} x`],
  ])('is refused as %s', async (_, authorization) => {
    const answer = await api.send('GET', '/v1/experts', { headers: { authorization } });
    expect(answer).toMatchObject({ status: 401, body: { type: '/problems/unauthorized' } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each([`Bearer ${goodKey}`, `bearer ${goodKey}`, `BEARER   ${goodKey} `])('is good as %j', async (authorization) => {
    expect(await api.send('GET', '/v1/experts', { headers: { authorization } })).toMatchObject({ status: 200 });
  });

  it('is asked for on every path below /v1, those that do not exist included', async () => {
    for (const path of ['/v1/consultations', '/v1/circles', '/v1/nothing']) {
      expect(await api.send('GET', path, { headers: { authorization: undefined } })).toMatchObject({ status: 401 });
    }
  });

  it('is not asked for where anyone may read', async () => {
    for (const path of ['/healthz', '/v1/openapi.json']) {
      expect(await api.send('GET', path, { headers: { authorization: undefined } })).toMatchObject({ status: 200 });
    }
  });

  it('is left to the gateway where one stands in front', async () => {
    expect(
      await openApi({ authenticate: () => keyHolder }).send('GET', '/v1/experts', { headers: { authorization: undefined } }),
    ).toMatchObject({
      status: 200,
    });
  });
});

describe('what is not offered', () => {
  it.each(['/', '/v2/consultations', '/v1/nothing', '/v1/consultations/a/b/c'])('is not found: %s', async (path) => {
    expect(await api.send('GET', path)).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
  });

  it.each([
    ['PUT', '/v1/consultations', 'POST, GET, HEAD, OPTIONS'],
    ['PATCH', '/v1/consultations/x', 'GET, HEAD, DELETE, OPTIONS'],
    ['GET', '/v1/consultations/x/opinions', 'POST, OPTIONS'],
    ['DELETE', '/v1/experts', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/healthz', 'GET, HEAD, OPTIONS'],
    ['POST', '/v1/experts', 'GET, HEAD, OPTIONS'],
  ])('is not allowed: %s %s', async (method, path, allow) => {
    const answer = await api.send(method, path);
    expect(answer).toMatchObject({ status: 405, body: { type: '/problems/method-not-allowed' } });
    expect(answer.headers.get('allow')).toBe(allow);
  });
});

describe('asking about a path', () => {
  it('by OPTIONS gives the methods that it offers', async () => {
    const answer = await api.send('OPTIONS', '/v1/consultations');
    expect(answer).toMatchObject({ status: 204, body: undefined });
    expect(answer.headers.get('allow')).toBe('POST, GET, HEAD, OPTIONS');
  });

  it('by OPTIONS finds nothing where nothing is', async () => {
    expect(await api.send('OPTIONS', '/v1/nothing')).toMatchObject({ status: 404 });
  });

  it.each(['/healthz', '/v1/experts', '/v1/consultations', '/v1/openapi.json', '/docs'])(
    'by HEAD gives what GET gives, without a body: %s',
    async (path) => {
      const answer = await api.send('HEAD', path);
      expect(answer).toMatchObject({ status: 200, body: undefined });
      expect(answer.headers.get('content-type')).toBe(
        (await api.fetch(new Request(`http://circle${path}`, { headers: { authorization: `Bearer ${goodKey}` } }))).headers.get(
          'content-type',
        ),
      );
    },
  );
});

describe('the unexpected', () => {
  it('is a problem without a cause; the log has it', async () => {
    vi.spyOn(api.ports.health, 'read').mockRejectedValue(new TypeError('secret detail', { cause: new Error('deeper') }));

    const answer = await api.send('GET', '/v1/experts');

    expect(answer).toMatchObject({ status: 500, body: { type: '/problems/internal', retryable: true } });
    expect(JSON.stringify(answer.body)).not.toContain('secret detail');
    expect(api.ports.log.of('REQUEST_FAILED')).toEqual([{ error: 'TypeError', reason: 'secret detail', cause: 'deeper' }]);
  });

  it('is written down as answered like every other request, without query or body', async () => {
    await api.send('GET', '/v1/consultations?tag=private:thing');
    expect(api.ports.log.of('REQUEST_COMPLETED')).toMatchObject([{ method: 'GET', path: '/v1/consultations', status: 200 }]);
    expect(JSON.stringify(api.ports.log.entries)).not.toContain('private');
  });
});

describe('problems', () => {
  it('have a status and a title for every type', () => {
    for (const type of problemTypes)
      expect(makeProblem(type, 'x')).toMatchObject({ type: `/problems/${type}`, title: expect.stringMatching(/^[A-Z]/) });
  });
});

describe('GET /v1/experts and /v1/circles', () => {
  it('show who may sit, at which price, and how they are', async () => {
    await api.ports.health.save([
      { expert: 'bob', status: 'unavailable', reason: 'the key ANTHROPIC_API_KEY is not set', checkedAt: '2026-03-01T10:00:00.000Z' },
    ]);

    const { body } = await api.send('GET', '/v1/experts');

    const { experts } = z.object({ experts: z.array(z.looseObject({ name: z.string() })) }).parse(body);
    const of = (name: string) => experts.find((expert) => expert.name === name);
    expect(of('ada')).toEqual({
      name: 'ada',
      provider: 'openai',
      model: 'large',
      family: 'openai',
      persona: 'architect',
      health: { status: 'unknown' },
      price: { inputUsdPerMillion: 10, outputUsdPerMillion: 30 },
    });
    expect(of('bob')).toMatchObject({ health: { status: 'unavailable', reason: 'the key ANTHROPIC_API_KEY is not set' } });
    expect(of('cyd')).toMatchObject({ price: null });
    expect(JSON.stringify(body)).not.toMatch(/"key"/);
  });

  it('show panels with their policy, defaults filled in', async () => {
    const { body } = await api.send('GET', '/v1/circles');
    expect(body).toMatchObject({
      circles: expect.arrayContaining([
        {
          name: 'default',
          experts: ['ada', 'bob', 'cyd'],
          choose: null,
          quorum: 2,
          minimum: null,
          available: 3,
          stop: 'settled',
          strategy: 'all',
          promise: null,
          late: 'keep',
          deadlineSeconds: 30,
          budgetUsd: 2,
          limits: null,
          learning: 'auto',
          unavailable: 'skip',
          demo: false,
        },
        {
          name: 'plain',
          experts: ['ada', 'bob', 'cyd', 'dot'],
          choose: null,
          quorum: 3,
          minimum: null,
          available: 4,
          stop: 'settled',
          strategy: 'all',
          promise: null,
          late: 'keep',
          deadlineSeconds: 60,
          budgetUsd: null,
          limits: null,
          learning: 'auto',
          unavailable: 'fail',
          demo: false,
        },
      ]),
    });
  });

  it('are empty where nothing is declared', async () => {
    const bare = openApi({ ports: openPorts(testKnowledge({ experts: {}, circles: {} })) });
    expect(await bare.send('GET', '/v1/experts')).toMatchObject({ body: { experts: [] } });
    expect(await bare.send('GET', '/v1/circles')).toMatchObject({ body: { circles: [] } });
  });
});

describe('GET /healthz', () => {
  it('says that every part is ready', async () => {
    expect(await api.send('GET', '/healthz')).toMatchObject({ status: 200, body: { status: 'ready', parts: { store: 'ready' } } });
  });

  it('says which part is not', async () => {
    const parts = { store: undefined, consensus: 'the consensus core is not running' };
    expect(await openApi({ parts }).send('GET', '/healthz')).toMatchObject({
      status: 503,
      body: { status: 'not-ready', parts: { store: 'ready', consensus: 'the consensus core is not running' } },
    });
  });
});
