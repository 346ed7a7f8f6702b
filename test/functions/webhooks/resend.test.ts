/** A delivery that was given up and is sent once more, on the real functions, store and queue. */
import { expect, it } from 'vitest';
import { handleRecord } from '../../../functions/webhooks/handle-record.ts';
import { failRun } from '../../../shared/steps/finish-run.ts';
import { resendWebhook } from '../../../shared/steps/resend-webhook.ts';
import { openPorts, runOf } from '../../support/ports.ts';
import { accept } from '../../support/samples.ts';

it('goes out under the same id, and is given up again or delivered', async () => {
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

  ports.webhooks.replies.push({ status: 410 }, { status: 410 });
  expect(await deliver()).toMatchObject({ state: 'given-up', attempts: [{ status: 410 }] });
  await resend();
  expect(await deliver()).toMatchObject({ state: 'given-up', attempts: [{ status: 410 }, { status: 410 }] });
  await resend();
  expect(await deliver()).toMatchObject({ state: 'delivered', attempts: [{}, {}, { status: 204 }] });
  expect(new Set(ports.webhooks.posts.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([`msg_${run.id}_0`]));
  expect(ports.queue.receive('webhooks', 10)).toEqual([]);
});
