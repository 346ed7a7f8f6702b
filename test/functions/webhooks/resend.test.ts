/** A delivery that was given up and is sent once more, on the real functions, store and queue. */
import { expect, it, vi } from 'vitest';
import { handleRecord } from '../../../functions/webhooks/handle-record.ts';
import { Conflict, Unavailable } from '../../../shared/errors.ts';
import { failRun } from '../../../shared/steps/finish-run.ts';
import { resendWebhook } from '../../../shared/steps/resend-webhook.ts';
import { openPorts, runOf } from '../../support/ports.ts';
import { accept } from '../../support/samples.ts';

async function givenUp() {
  const ports = openPorts();
  ports.vault.keys.set('WEBHOOK_SECRET', Buffer.alloc(32, 7).toString('base64'));
  const run = await accept(ports, { webhook: { url: 'https://caller.example.com/' } });
  await failRun(run, { type: 'X', message: 'x' }, ports);
  const deliver = async () => {
    ports.clock.advance(2000);
    for (const message of ports.queue.receive('webhooks', 10)) {
      await handleRecord(message, ports);
      await ports.queue.remove(message.id);
    }
    return (await ports.deliveries.read(run.id))[0];
  };
  const resend = async () => resendWebhook(await runOf(ports, run.id), `msg_${run.id}_0`, ports);

  ports.webhooks.replies.push({ status: 410 });
  expect(await deliver()).toMatchObject({ state: 'given-up', attempts: [{ status: 410 }] });
  return { ports, run, deliver, resend };
}

it('goes out under the same id, and is given up again or delivered', async () => {
  const { ports, run, deliver, resend } = await givenUp();
  ports.webhooks.replies.push({ status: 410 });
  await resend();
  expect(await deliver()).toMatchObject({ state: 'given-up', attempts: [{ status: 410 }, { status: 410 }] });
  await resend();
  expect(await deliver()).toMatchObject({ state: 'delivered', attempts: [{}, {}, { status: 204 }] });
  expect(new Set(ports.webhooks.posts.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([`msg_${run.id}_0`]));
  expect(ports.queue.receive('webhooks', 10)).toEqual([]);
});

it('may be sent once more where the queue did not take it: the delivery is as it was', async () => {
  const { ports, deliver, resend } = await givenUp();
  vi.spyOn(ports.queue, 'sendDelivery').mockRejectedValueOnce(new Unavailable('the queue'));
  await expect(resend()).rejects.toThrow(Unavailable);
  expect(await deliver()).toMatchObject({ state: 'given-up', attempts: [{ status: 410 }] });
  await resend();
  expect(await deliver()).toMatchObject({ state: 'delivered' });
});

it('waits for a delivery that is under way, and sends it again once its message is lost', async () => {
  const { ports, run, deliver, resend } = await givenUp();
  await resend();
  await expect(resend()).rejects.toThrow(Conflict);
  for (const message of ports.queue.receive('webhooks', 10)) await ports.queue.remove(message.id);
  ports.clock.advance(600_000);
  await expect(resend()).rejects.toThrow(Conflict);
  ports.clock.advance(600_000);
  await resend();
  await resend();
  expect(await deliver()).toMatchObject({ state: 'delivered', attempts: [{ status: 410 }, { status: 204 }] });
  expect(ports.webhooks.posts).toHaveLength(2);
  expect(ports.queue.receive('webhooks', 10)).toEqual([]);
  expect((await ports.deliveries.read(run.id))[0]?.attempts).toHaveLength(2);
});

it('sends a webhook again whose first message became a dead letter before any attempt', async () => {
  const ports = openPorts();
  ports.vault.keys.set('WEBHOOK_SECRET', Buffer.alloc(32, 7).toString('base64'));
  const run = await accept(ports, { webhook: { url: 'https://caller.example.com/' } });
  await failRun(run, { type: 'X', message: 'x' }, ports);
  ports.clock.advance(2000);
  for (const message of ports.queue.receive('webhooks', 10)) await ports.queue.remove(message.id);
  const resend = async () => resendWebhook(await runOf(ports, run.id), `msg_${run.id}_0`, ports);
  await expect(resend()).rejects.toThrow(Conflict);
  ports.clock.advance(3_600_000);
  await resend();
  expect(ports.queue.receive('webhooks', 10)).toHaveLength(1);
});
