/** Webhooks at the door: what is taken and frozen into the run, what is refused by name, and the log of deliveries. */
import { beforeEach, describe, expect, it } from 'vitest';
import { acceptedConsultation } from '../../../shared/contract/consultation.ts';
import { openApi, type TestApi } from '../../support/api.ts';
import { openPorts, runOf } from '../../support/ports.ts';
import { testKnowledge } from '../../support/test-knowledge.ts';

const ofCircle = [{ url: 'https://circle.example.com/a' }, { url: 'https://circle.example.com/b', key: 'WEBHOOK_BLUE' }];
const question = 'Is 7 a prime number?';

let api: TestApi;
beforeEach(() => {
  const { circles } = testKnowledge();
  const knowledge = testKnowledge({ circles: { ...circles, told: { experts: ['ada', 'bob'], webhooks: ofCircle } } });
  api = openApi({ ports: openPorts(knowledge) });
});

const ask = (body: object) => api.send('POST', '/v1/consultations', { body: { question, circle: 'told', ...body } });
async function accepted(body: object) {
  const { id } = acceptedConsultation.parse((await ask(body)).body);
  return runOf(api.ports, id);
}

describe('webhooks of a question', () => {
  it('are those of the circle, then that of the caller, each with its key', async () => {
    expect((await accepted({ webhook: { url: 'http://127.0.0.1:9000/x', key: 'WEBHOOK_GREEN_2' } })).webhooks).toEqual([
      { url: 'https://circle.example.com/a', key: 'WEBHOOK_SECRET' },
      { url: 'https://circle.example.com/b', key: 'WEBHOOK_BLUE' },
      { url: 'http://127.0.0.1:9000/x', key: 'WEBHOOK_GREEN_2' },
    ]);
  });

  it('are told once where circle and caller name the same', async () => {
    expect((await accepted({ webhook: { url: 'https://circle.example.com/a' } })).webhooks).toHaveLength(2);
  });

  it('are none where nobody names one', async () => {
    expect(await accepted({ circle: 'plain' })).not.toHaveProperty('webhooks');
  });

  it.each([
    ['no URL', { url: 'hooks.example.com' }, 'webhook.url', 'http or https URL'],
    ['another protocol', { url: 'ftp://hooks.example.com/' }, 'webhook.url', 'http or https URL'],
    ['a password', { url: 'https://me:secret@hooks.example.com/' }, 'webhook.url', 'no password'],
    ['a user name', { url: 'https://me@hooks.example.com/' }, 'webhook.url', 'no user name'],
    ['a URL without end', { url: `https://hooks.example.com/${'x'.repeat(2000)}` }, 'webhook.url', '2000'],
    ['a provider key', { url: 'https://hooks.example.com/', key: 'OPENAI_API_KEY' }, 'webhook.key', 'begins with WEBHOOK_'],
    ['a path for a key', { url: 'https://hooks.example.com/', key: 'WEBHOOK_/../api-key' }, 'webhook.key', 'begins with WEBHOOK_'],
    ['an unknown field', { url: 'https://hooks.example.com/', secret: 'x' }, 'webhook.secret', 'not a known field'],
    ['nothing', {}, 'webhook.url', ''],
  ])('are refused with %s, by field', async (_, webhook, field, message) => {
    expect(await ask({ webhook })).toMatchObject({
      status: 400,
      body: { type: '/problems/invalid-input', errors: [{ field, message: expect.stringContaining(message) }] },
    });
  });

  it('are refused where their address or key cannot be used, by field, and nothing is stored', async () => {
    const url = 'https://10.0.0.1/';
    api.ports.webhooks.refused.set(url, { field: 'url', message: 'must be a public address' });
    expect(await ask({ webhook: { url } })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'webhook.url', message: 'must be a public address' }] },
    });
    api.ports.webhooks.refused.set('https://circle.example.com/b', { field: 'key', message: 'names WEBHOOK_BLUE, which is not set' });
    expect(await ask({})).toMatchObject({
      status: 400,
      body: {
        errors: [
          { field: 'circle', message: 'a webhook of the circle "told" cannot be used: its key names WEBHOOK_BLUE, which is not set' },
        ],
      },
    });
    expect((await api.send('GET', '/v1/consultations')).body).toMatchObject({ consultations: [] });
  });
});

describe('GET /v1/consultations/{id}/deliveries', () => {
  it('shows each webhook without its query, with its attempts', async () => {
    const { id } = await accepted({ circle: 'plain', webhook: { url: 'https://hooks.example.com/x?token=secret' } });
    const at = '2026-03-01T10:00:30.000Z';
    await api.ports.deliveries.save({
      consultationId: id,
      webhook: 0,
      version: 1,
      state: 'pending',
      attempts: [
        { at, status: 500 },
        { at, reason: 'timeout' },
      ],
      nextAttemptAt: at,
    });
    const answer = await api.send('GET', `/v1/consultations/${id}/deliveries`);
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).toEqual({
      deliveries: [
        {
          webhookId: `msg_${id}_0`,
          url: 'https://hooks.example.com/x',
          state: 'pending',
          attempts: [
            { at, status: 500 },
            { at, reason: 'timeout' },
          ],
          nextAttemptAt: at,
        },
      ],
    });
  });

  it('is empty without webhooks, and not there without a consultation', async () => {
    const { id } = await accepted({ circle: 'plain' });
    expect((await api.send('GET', `/v1/consultations/${id}/deliveries`)).body).toEqual({ deliveries: [] });
    expect(await api.send('GET', '/v1/consultations/nobody/deliveries')).toMatchObject({ status: 404 });
  });
});

describe('POST /v1/consultations/{id}/deliveries', () => {
  const at = '2026-03-01T10:00:30.000Z';
  const over = { webhook: 0, version: 1, attempts: [{ at, status: 500 }] };
  const resend = (id: string, webhookId: string) => api.send('POST', `/v1/consultations/${id}/deliveries`, { body: { webhookId } });
  const hook = { circle: 'plain', webhook: { url: 'https://hooks.example.com/x' } };

  it.each(['given-up', 'delivered'] as const)('sends one that is %s once more, at once, and once for each wish', async (state) => {
    const { id } = await accepted(hook);
    await api.ports.deliveries.save({ consultationId: id, ...over, state });
    const webhookId = `msg_${id}_0`;
    expect(await resend(id, webhookId)).toMatchObject({
      status: 200,
      body: { deliveries: [{ webhookId, state: 'pending', attempts: [{ status: 500 }], nextAttemptAt: expect.any(String) }] },
    });
    expect(api.ports.queue.receive('webhooks', 10).map(({ body }) => JSON.parse(body))).toMatchObject([
      { consultationId: id, webhook: 0, attempt: 2 },
    ]);
    expect(await resend(id, webhookId)).toMatchObject({ status: 409 });
  });

  it('is refused for one that is still being tried, for one that nobody has, and for another consultation', async () => {
    const { id } = await accepted(hook);
    expect(await resend(id, `msg_${id}_0`)).toMatchObject({ status: 409 });
    expect(await resend(id, `msg_${id}_1`)).toMatchObject({ status: 404 });
    expect(await resend('nobody', 'msg_nobody_0')).toMatchObject({ status: 404 });
    expect(await resend(id, '')).toMatchObject({ status: 400 });
    expect(api.ports.queue.receive('webhooks', 10)).toEqual([]);
  });
});
