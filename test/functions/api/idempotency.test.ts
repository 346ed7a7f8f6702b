/** One key, one consultation: whatever has become of the rest, and never for another question. */
import { beforeEach, describe, expect, it } from 'vitest';
import { type NewConsultation, newConsultation } from '../../../shared/contract/question.ts';
import { openApi, type TestApi } from '../../support/api.ts';
import { openPorts } from '../../support/ports.ts';
import { question as base } from '../../support/samples.ts';
import { testKnowledge } from '../../support/test-knowledge.ts';

let api: TestApi;
beforeEach(() => {
  // The tests change what is known.
  api = openApi({ ports: openPorts(structuredClone(testKnowledge())) });
});

const headers = { 'idempotency-key': 'key-1' };
const ask = (body: object) => api.send('POST', '/v1/consultations', { headers, body });

/** For every field of a body: one with another value of it, beside `base`. It does not compile if a field is missing. */
const others: { readonly [Field in keyof Required<NewConsultation>]: Partial<NewConsultation> } = {
  question: { question: 'Is 8 a prime number?' },
  kind: { kind: 'ranking' },
  options: { options: ['no', 'yes'] },
  ordered: { ordered: true },
  circle: { circle: 'plain' },
  queryType: { queryType: 'technical' },
  priority: { priority: 'low' },
  experts: { experts: ['ada'] },
  quorum: { quorum: 1 },
  minimum: { minimum: 1 },
  leastAgreement: { leastAgreement: 0.9 },
  deadlineSeconds: { deadlineSeconds: 11 },
  budgetUsd: { budgetUsd: 0.5 },
  limits: { limits: { calls: 3 } },
  messages: { messages: [{ role: 'user', content: 'before' }] },
  instructions: { instructions: 'Be brief.' },
  images: { images: [{ url: 'https://example.test/a.png' }] },
  schema: { kind: 'text', options: undefined, schema: { type: 'object' } },
  review: { review: { files: [{ path: 'a.yaml', text: 'a: 1' }] } },
  sampling: { sampling: { temperature: 0 } },
  requireWhole: { requireWhole: true },
  metadata: { metadata: { team: 'blue' } },
  repeats: { repeats: 'new' },
  onDisconnect: { onDisconnect: 'keep' },
  strategy: { strategy: { sure: 0.9 } },
  deliberation: { deliberation: { debate: true } },
  hedgeSeconds: { strategy: { sure: 0.9 }, hedgeSeconds: 5 },
  promise: { promise: 0.95 },
  webhook: { webhook: { url: 'https://hooks.example.com/', key: 'WEBHOOK_SECRET' } },
};

describe('a key', () => {
  it('is judged by all fields that a body has', () => {
    expect(Object.keys(others).sort()).toEqual(Object.keys(newConsultation.shape).sort());
  });

  it.each(Object.entries(others))('that was used is refused for a body with another %s', async (_, other) => {
    const first = await ask(base);
    expect(first).toMatchObject({ status: 202 });
    expect(await ask({ ...base, ...other })).toMatchObject({ status: 409 });
    expect(await ask(base)).toMatchObject({ status: 202, body: { id: (first.body as { id: string }).id } });
    expect((await api.ports.listings.page({ tenant: 'default', limit: 10 })).runs).toHaveLength(1);
  });

  it.each<[string, () => void]>([
    ['its circle is gone', () => Reflect.deleteProperty(api.ports.knowledge.circles, 'plain')],
    ['its experts are gone', () => Object.assign(api.ports.knowledge.circles['plain'] ?? {}, { experts: ['nobody'] })],
    ['it would cost too much now', () => Object.assign(api.ports.knowledge.circles['plain'] ?? {}, { budgetUsd: 1e-9 })],
    ['its webhook would be refused now', () => api.ports.webhooks.refused.set(webhook.url, { field: 'url', message: 'is gone' })],
    ['nobody can be asked now', () => void api.ports.health.save([{ expert: 'ada', status: 'unavailable', reason: 'gone' }])],
  ])('leads to its first consultation though %s', async (_, change) => {
    const body = { ...base, circle: 'plain', webhook };
    const first = await ask(body);
    expect(first).toMatchObject({ status: 202 });
    change();
    expect(await ask(body)).toMatchObject({ status: 202, body: { id: (first.body as { id: string }).id } });
  });

  it('is no way around the judgement for a first request', async () => {
    expect(await ask({ ...base, circle: 'nowhere' })).toMatchObject({ status: 400 });
    expect(await ask(base)).toMatchObject({ status: 202 });
  });
});

const webhook = { url: 'https://hooks.example.com/', key: 'WEBHOOK_SECRET' };
