/** Webhooks: who is told of an end, how it is signed, and what becomes of a receiver that does not take it. */
import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect } from 'vitest';
import { type ShownDelivery, shownDeliveries, type WebhookPayload, webhookPayload } from '../../../shared/contract/delivery.ts';
import { problemIn } from '../circle-client.ts';
import { eventually } from '../eventually.ts';
import { webhookKey } from '../knowledge-folder.ts';
import { newQuestion, type Stage, type Tell } from './context.ts';

/** Milliseconds until a delivery is over that is sent a second time after about five seconds. */
const secondAttemptMs = 40_000;

/** A path that no other test uses. */
const newPath = () => `/${randomUUID()}`;

/** What came at a path, each checked as a receiver would. */
function verified({ receiver }: Stage, path: string): readonly WebhookPayload[] {
  return receiver.posts(path).map(({ body, headers }) => webhookPayload.parse(new Webhook(webhookKey.value).verify(body, { ...headers })));
}

function deliveriesOf({ circle }: Stage, id: string, isOver: (delivery: ShownDelivery) => boolean): Promise<readonly ShownDelivery[]> {
  return eventually(async () => {
    const answer = await circle.send('GET', `/v1/consultations/${id}/deliveries`);
    expect(answer, answer.text).toMatchObject({ status: 200 });
    const { deliveries } = shownDeliveries.parse(JSON.parse(answer.text));
    if (!deliveries.every(isOver)) throw new Error(`not over: ${answer.text}`);
    return deliveries;
  }, secondAttemptMs);
}

const isOver = ({ state }: ShownDelivery) => state !== 'pending';

/** Tests of webhooks. */
export function tellTelling(tell: Tell): void {
  tell('tells a webhook how a consultation has ended, signed, once and without its words, and logs the delivery', async (stage) => {
    const { circle, receiver } = stage;
    const path = newPath();
    const question = newQuestion();
    const id = await circle.ask({ question, webhook: { url: `${receiver.url}${path}?token=secret` } });
    const { verdict, cost } = await circle.end(id);
    const [delivery, ...others] = await deliveriesOf(stage, id, isOver);

    expect(others).toEqual([]);
    expect(delivery).toEqual({
      webhookId: `msg_${id}_0`,
      url: `${receiver.url}${path}`,
      state: 'delivered',
      attempts: [{ at: expect.any(String), status: 204 }],
      nextAttemptAt: null,
    });
    const [payload, ...repeats] = verified(stage, `${path}?token=secret`);
    expect(repeats).toEqual([]);
    expect(payload).toMatchObject({
      type: 'consultation.decided',
      data: {
        consultationId: id,
        agreement: verdict?.agreement,
        costUsd: cost.usd === 0 && cost.unknown.length > 0 ? null : cost.usd,
        costUnknown: cost.unknown,
        links: { self: `/v1/consultations/${id}` },
      },
    });
    expect(JSON.stringify(payload)).not.toMatch(/France|Paris|Lyon/);
  });

  tell('sends a webhook again when its receiver fails, under the same id', async (stage) => {
    const { circle, receiver } = stage;
    const path = newPath();
    receiver.answer(path, { status: 500 });
    const id = await circle.ask({ question: newQuestion(), webhook: { url: `${receiver.url}${path}` } });
    await deliveriesOf(stage, id, ({ attempts, nextAttemptAt }) => attempts.length > 0 && nextAttemptAt !== null);
    const [delivery] = await deliveriesOf(stage, id, isOver);

    expect(delivery).toMatchObject({ state: 'delivered', attempts: [{ status: 500 }, { status: 204 }] });
    expect(verified(stage, path)).toHaveLength(2);
    expect(new Set(receiver.posts(path).map(({ headers }) => headers['webhook-id']))).toEqual(new Set([`msg_${id}_0`]));
  });

  tell('tells the webhooks of a circle, asked by hand too, and gives up on a receiver that is gone for good', async (stage) => {
    const { target, receiver } = stage;
    const path = newPath();
    receiver.answer(path, { status: 410 });
    const id = `told-${randomUUID()}`;
    const before = receiver.posts('/of-the-circle').length;
    await target.startBare(id, { question: newQuestion(), circle: 'told', webhook: { url: `${receiver.url}${path}` } });
    await eventually(async () => (await stage.circle.look(id)).status, 20_000);
    const deliveries = await deliveriesOf(stage, id, isOver);

    expect(deliveries).toMatchObject([
      { url: `${receiver.url}/of-the-circle`, state: 'delivered', attempts: [{ status: 204 }] },
      { url: `${receiver.url}${path}`, state: 'given-up', attempts: [{ status: 410 }] },
    ]);
    expect(verified(stage, '/of-the-circle').slice(before)).toMatchObject([{ data: { consultationId: id, circle: 'told' } }]);
  });

  tell('tells a webhook of a cancellation', async (stage) => {
    const { circle, receiver } = stage;
    const path = newPath();
    const body = { question: newQuestion(), experts: ['paris', 'reviewer'], quorum: 2, deadlineSeconds: 60 };
    const id = await circle.ask({ ...body, webhook: { url: `${receiver.url}${path}` } });
    expect((await circle.cancel(id)).status).toBe(200);
    await deliveriesOf(stage, id, isOver);
    expect(verified(stage, path)).toMatchObject([{ type: 'consultation.cancelled', data: { consultationId: id, status: 'cancelled' } }]);
  });

  tell('refuses a webhook with a password in its URL or with a key of a provider, by field', async ({ circle }) => {
    const ask = (webhook: object) => circle.send('POST', '/v1/consultations', { body: { question: newQuestion(), webhook } });
    const password = problemIn(await ask({ url: 'https://me:secret@hooks.example.com/' }), 400);
    expect(password.errors).toMatchObject([{ field: 'webhook.url', message: expect.stringContaining('no password') }]);
    const key = problemIn(await ask({ url: 'https://hooks.example.com/', key: 'OPENAI_API_KEY' }), 400);
    expect(key.errors).toMatchObject([{ field: 'webhook.key', message: expect.stringContaining('WEBHOOK_') }]);
  });
}
