/** POST /v1/estimates: judged as a question, and nothing is asked, stored or paid. */
import { describe, expect, it } from 'vitest';
import type { Estimate } from '../../../shared/contract/estimate.ts';
import { publishVerdict } from '../../../shared/steps/finish-run.ts';
import { openApi } from '../../support/api.ts';
import { accept, answered, question } from '../../support/samples.ts';

const bodies: readonly (readonly [string, object])[] = [
  ['no question', {}],
  ['a field that is not known', { ...question, colour: 'red' }],
  ['a circle that does not exist', { ...question, circle: 'nowhere' }],
  ['an expert that does not exist', { ...question, experts: ['nobody'] }],
  ['a quorum above the seats', { ...question, experts: ['ada'], quorum: 2 }],
  ['a budget that does not cover it', { ...question, budgetUsd: 0.000_001 }],
  ['limits too small for its quorum', { ...question, limits: { calls: 1 } }],
  ['limits that hold nothing', { ...question, limits: {} }],
  ['a schema that cannot be used', { question: 'Why?', schema: { type: 'nothing' } }],
  ['a diff that is none', { ...question, review: { files: [{ path: 'a', text: '' }], diff: 'no diff' } }],
  ['a strategy that names a stranger', { ...question, strategy: { escalate: [['ada'], ['nobody']] } }],
  ['a hang-up that nobody sees', { ...question, onDisconnect: 'cancel' }],
];

describe('an estimate', () => {
  it.each(bodies)('of %s is refused with the same answer as the question', async (_, body) => {
    const api = openApi();
    const [asked, estimated] = [await api.send('POST', '/v1/consultations', { body }), await api.send('POST', '/v1/estimates', { body })];
    expect(asked.status).toBeGreaterThanOrEqual(400);
    expect({ status: estimated.status, body: estimated.body }).toEqual({ status: asked.status, body: asked.body });
  });

  it('of a webhook that cannot be used is refused with the same answer, too', async () => {
    const api = openApi();
    api.ports.webhooks.refused.set('https://hooks.example.com/', { field: 'url', message: 'is gone' });
    const body = { ...question, webhook: { url: 'https://hooks.example.com/' } };
    const [asked, estimated] = [await api.send('POST', '/v1/consultations', { body }), await api.send('POST', '/v1/estimates', { body })];
    expect(estimated).toMatchObject({ status: 400, body: asked.body });
  });

  it('asks nobody and stores nothing', async () => {
    const api = openApi();
    const { status, body } = await api.send('POST', '/v1/estimates', { body: question });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      circle: 'default',
      calls: { likely: 3 },
      usd: { likely: null },
      basis: { unpriced: ['cyd'], consultations: 0 },
    });
    expect((await api.ports.listings.page({ tenant: 'default', limit: 10 })).runs).toEqual([]);
    expect(api.ports.queue.nextVisibleAt('openai')).toBeUndefined();
  });

  it('rests on what earlier consultations of the circle have taken', async () => {
    const api = openApi();
    await accept(api.ports, {}, 'run-1');
    for (const expert of ['ada', 'bob', 'cyd'])
      await api.ports.opinions.record('run-1', answered(expert, 'yes', { latencyMs: 7000, usage: { inputTokens: 90, outputTokens: 40 } }));
    await api.ports.runs.close('run-1', () => 'all');
    await publishVerdict('run-1', await api.ports.consensus.weigh('run-1'), api.ports);
    const told = (await api.send('POST', '/v1/estimates', { body: question })).body as Estimate;
    expect(told).toMatchObject({ seconds: { likely: 7 }, basis: { consultations: 1 } });
    expect(told.experts.map(({ basis }) => basis)).toEqual(['stored', 'stored', 'stored']);
  });

  it('still comes where what is stored cannot be read, from assumptions', async () => {
    const api = openApi();
    Object.assign(api.ports.listings, { page: () => Promise.reject(new Error('away')) });
    expect(await api.send('POST', '/v1/estimates', { body: question })).toMatchObject({
      status: 200,
      body: { basis: { consultations: 0 } },
    });
    expect(api.ports.log.of('ESTIMATE_ASSUMED')).toHaveLength(1);
  });
});
