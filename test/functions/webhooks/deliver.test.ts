/** One message, one attempt: signed, logged, and repeated while that can help. */
import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { handleRecord } from '../../../functions/webhooks/handle-record.ts';
import { deliveryMessage, webhookPayload } from '../../../shared/contract/delivery.ts';
import { readStored } from '../../../shared/contract/stored.ts';
import { Unavailable } from '../../../shared/errors.ts';
import { cancelRun, failRun, publishVerdict } from '../../../shared/steps/finish-run.ts';
import { openPorts, runOf, type TestPorts } from '../../support/ports.ts';
import { accept, weighingOf } from '../../support/samples.ts';
import { testKnowledge } from '../../support/test-knowledge.ts';

const consultationId = 'run-1';
const url = 'https://hooks.example.com/circle?token=of-the-receiver';
const key = `whsec_${Buffer.from('a key of twenty-four bytes').toString('base64')}`;

let ports: TestPorts;
beforeEach(async () => {
  ports = openPorts();
  // Signatures are checked against the time of this machine.
  ports.clock.advance(Date.now() - ports.clock.now().getTime());
  ports.vault.keys.set('WEBHOOK_SECRET', key);
  await accept(ports, { webhook: { url }, deadlineSeconds: 60 });
});

const messageOf = (attempt: number, webhook = 0) => ({ consultationId, webhook, attempt });
const handle = (message: object, receives: number | undefined = 1) => handleRecord({ body: JSON.stringify(message), receives }, ports);
const end = async () => failRun(await runOf(ports, consultationId), { type: 'Broken', message: 'it broke' }, ports);
const deliveries = () => ports.deliveries.read(consultationId);
/** The messages that wait, with the seconds until they are seen. */
function queued(): readonly unknown[] {
  const before = ports.queue.now();
  const at = ports.queue.nextVisibleAt('webhooks');
  if (at === undefined) return [];
  ports.clock.advance(Math.max(0, at - before));
  const messages = ports.queue.receive('webhooks', 10);
  for (const { id } of messages) void ports.queue.remove(id);
  return messages.map(({ body }) => ({ ...readStored(deliveryMessage, JSON.parse(body)), inSeconds: Math.ceil((at - before) / 1000) }));
}

async function endAndForget(): Promise<void> {
  await end();
  queued();
}

describe('the end of a run', () => {
  const away = new Unavailable('the store');
  const ends: readonly [string, () => unknown, () => Promise<unknown>][] = [
    [
      'verdict',
      () => vi.spyOn(ports.verdicts, 'publish').mockRejectedValueOnce(away),
      async () => publishVerdict(consultationId, weighingOf([['ada', 'bob']], { option: 0 }), ports),
    ],
    ['failure', () => vi.spyOn(ports.runs, 'fail').mockRejectedValueOnce(away), () => end()],
    [
      'cancellation',
      () => vi.spyOn(ports.runs, 'cancel').mockRejectedValueOnce(away),
      async () => cancelRun(await runOf(ports, consultationId), ports),
    ],
  ];

  it.each(ends)('(%s) queues a message for each webhook before it is written, so that no end is lost', async (_, fails, endIt) => {
    fails();
    await expect(endIt()).rejects.toThrow('the store');
    expect(queued()).toEqual([{ ...messageOf(1), inSeconds: 1 }]);
  });

  it.each(ends)('(%s) is not written while its messages cannot be queued', async (_, __, endIt) => {
    vi.spyOn(ports.queue, 'sendDelivery').mockRejectedValueOnce(new Unavailable('the queue'));
    await expect(endIt()).rejects.toThrow('the queue');
    expect((await runOf(ports, consultationId)).status).toBe('open');
  });

  it('is told of a cancellation too', async () => {
    await cancelRun(await runOf(ports, consultationId), ports);
    expect(queued()).toHaveLength(1);
    await handle(messageOf(1));
    expect(webhookPayload.parse(JSON.parse(ports.webhooks.posts[0]?.body ?? ''))).toMatchObject({
      type: 'consultation.cancelled',
      data: { status: 'cancelled' },
    });
  });

  it('queues nothing for a run without webhooks', async () => {
    const run = await accept(ports, {}, 'plain');
    await failRun(run, { type: 'Broken', message: 'it broke' }, ports);
    expect(queued()).toEqual([]);
  });
});

describe('an attempt', () => {
  beforeEach(endAndForget);

  it('is signed so that the official library accepts it, and says how the run has ended', async () => {
    await handle(messageOf(1));

    const [post] = ports.webhooks.posts;
    expect(post).toMatchObject({ url, timeoutMs: 10_000, headers: { 'content-type': 'application/json', 'webhook-id': 'msg_run-1_0' } });
    const verified = webhookPayload.parse(new Webhook(key).verify(post?.body ?? '', { ...post?.headers }));
    expect(verified).toMatchObject({
      type: 'consultation.failed',
      data: { consultationId, status: 'failed', links: { self: '/v1/consultations/run-1' } },
    });
    expect(() => new Webhook(key).verify(`${post?.body} `, { ...post?.headers })).toThrow('No matching signature');
    expect(() => new Webhook(key).verify(post?.body ?? '', { ...post?.headers, 'webhook-id': 'msg_run-1_1' })).toThrow();
  });

  it('goes as one that a caller has named, and shows who this machine is to those of a circle alone', async () => {
    const circles = { ...testKnowledge().circles, own: { experts: ['ada'], webhooks: [{ url: 'https://own.example.com/' }] } };
    ports = openPorts({ ...testKnowledge(), circles });
    ports.vault.keys.set('WEBHOOK_SECRET', key);
    await accept(ports, { circle: 'own', webhook: { url } });
    await endAndForget();
    for (const webhook of [0, 1]) await handle(messageOf(1, webhook));
    expect(ports.webhooks.posts.map((post) => [post.url, post.declared])).toEqual([
      ['https://own.example.com/', true],
      [url, false],
    ]);
  });

  it('that is accepted ends the delivery', async () => {
    await handle(messageOf(1));
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: [{ status: 204 }] }]);
    expect(queued()).toEqual([]);
    expect(ports.log.of('WEBHOOK_DELIVERED')).toEqual([{ consultationId, webhook: 0, attempts: 1, status: 204 }]);
  });

  it('that fails is repeated later, with the same id and another time', async () => {
    ports.webhooks.replies.push({ status: 500 });
    await handle(messageOf(1));
    expect(await deliveries()).toMatchObject([{ state: 'pending', attempts: [{ status: 500 }] }]);
    const [next, ...others] = queued();
    expect(others).toEqual([]);
    expect(next).toMatchObject(messageOf(2));
    await handle(messageOf(2));
    const [first, second] = ports.webhooks.posts;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.headers['webhook-timestamp']).not.toBe(first?.headers['webhook-timestamp']);
    expect(second?.body).toBe(first?.body);
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: [{ status: 500 }, { status: 204 }] }]);
  });

  it('is the last when the receiver is gone, or after six', async () => {
    ports.webhooks.replies.push(...Array.from({ length: 6 }, () => ({ reason: 'connection-refused' as const })));
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      await handle(messageOf(attempt));
      expect(queued()).toHaveLength(attempt < 6 ? 1 : 0);
    }
    expect(await deliveries()).toMatchObject([{ state: 'given-up', attempts: Array(6).fill({ reason: 'connection-refused' }) }]);
    expect(ports.log.of('WEBHOOK_GIVEN_UP')).toEqual([{ consultationId, webhook: 0, attempts: 6, reason: 'connection-refused' }]);
  });

  it('reads its key for this purpose, and nothing is sent when it is not set or cannot sign', async () => {
    await handle(messageOf(1));
    expect(ports.vault.uses).toMatchObject([
      { secret: 'WEBHOOK_SECRET', purpose: { purpose: 'sign msg_run-1_0', tenant: 'default', consultationId } },
    ]);
  });

  it.each([
    ['is not set', undefined, 'key-missing'],
    ['is no Base64', 'correct horse battery staple', 'key-unusable'],
    ['is too short', Buffer.from('short').toString('base64'), 'key-unusable'],
    ['is nothing but its prefix', 'whsec_', 'key-unusable'],
  ])('fails by name when the key %s', async (_, value, reason) => {
    if (value === undefined) ports.vault.keys.delete('WEBHOOK_SECRET');
    else ports.vault.keys.set('WEBHOOK_SECRET', value);
    await handle(messageOf(1));
    expect(ports.webhooks.posts).toEqual([]);
    expect(await deliveries()).toMatchObject([{ state: 'pending', attempts: [{ reason }] }]);
  });

  it.each([key.replace('whsec_', ''), `${key}\n`])('takes a key as it may be pasted: %j', async (value) => {
    ports.vault.keys.set('WEBHOOK_SECRET', value);
    await handle(messageOf(1));
    const [post] = ports.webhooks.posts;
    expect(() => new Webhook(key).verify(post?.body ?? '', { ...post?.headers })).not.toThrow();
  });

  it('writes no address, key or signature to the log', async () => {
    ports.webhooks.replies.push({ status: 500 });
    await handle(messageOf(1));
    const log = JSON.stringify(ports.log.entries);
    for (const secret of ['of-the-receiver', 'hooks.example.com', key, key.slice(6), 'v1,']) expect(log).not.toContain(secret);
  });
});

describe('a message', () => {
  it('waits for the end that it tells of', async () => {
    await handle(messageOf(1));
    expect(ports.webhooks.posts).toEqual([]);
    expect(queued()).toEqual([{ ...messageOf(1), inSeconds: 15 }]);
    await endAndForget();
    await handle(messageOf(1));
    expect(await deliveries()).toMatchObject([{ state: 'delivered' }]);
  });

  it('gives up on an end that does not come', async () => {
    ports.clock.advance((60 + 1800) * 1000);
    await handle(messageOf(1));
    expect(queued()).toEqual([]);
    expect(ports.log.of('WEBHOOK_LEFT')).toHaveLength(1);
  });

  it.each(['nap', 'set'] as const)('waits on where the time has passed without anybody at work: %s', async (pass) => {
    ports.clock[pass](7_200_000);
    await handle(messageOf(1));
    expect(queued()).toEqual([{ ...messageOf(1), inSeconds: 15 }]);
    await endAndForget();
    await handle(messageOf(1));
    expect(await deliveries()).toMatchObject([{ state: 'delivered' }]);
  });

  it('that comes twice is sent once', async () => {
    await endAndForget();
    await handle(messageOf(1));
    await handle(messageOf(1));
    expect(ports.webhooks.posts).toHaveLength(1);
  });

  it('that two workers take at once is sent once, and the other waits to see what becomes of it', async () => {
    await endAndForget();
    await Promise.all([handle(messageOf(1)), handle(messageOf(1), 2)]);
    expect(ports.webhooks.posts).toHaveLength(1);
    expect(queued()).toMatchObject([messageOf(1)]);
    await handle(messageOf(1));
    expect(ports.webhooks.posts).toHaveLength(1);
    expect(queued()).toEqual([]);
  });

  it('of a worker that died in its attempt is sent again once that must be over', async () => {
    await endAndForget();
    vi.spyOn(ports.webhooks, 'post').mockRejectedValueOnce(new Error('killed'));
    await expect(handle(messageOf(1))).rejects.toThrow('killed');
    await handle(messageOf(1), 2);
    expect(queued()).toEqual([{ ...messageOf(1), inSeconds: 30 }]);
    await handle(messageOf(1));
    expect(ports.webhooks.posts).toHaveLength(1);
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: [{ reason: 'interrupted' }, { status: 204 }] }]);
  });

  it('of a worker that died before it queued the next one queues it', async () => {
    await endAndForget();
    ports.webhooks.replies.push({ status: 500 });
    vi.spyOn(ports.queue, 'sendDelivery').mockRejectedValueOnce(new Unavailable('the queue'));
    await expect(handle(messageOf(1))).rejects.toThrow('the queue');
    await handle(messageOf(1), 2);
    expect(queued()).toMatchObject([messageOf(2)]);
    await handle(messageOf(2));
    expect(await deliveries()).toMatchObject([{ state: 'delivered' }]);
  });

  it('that a person has moved back queues the next attempt where nobody has made it, and looks once more before', async () => {
    await endAndForget();
    ports.webhooks.replies.push({ status: 500 });
    vi.spyOn(ports.queue, 'sendDelivery').mockRejectedValueOnce(new Unavailable('the queue'));
    await expect(handle(messageOf(1))).rejects.toThrow('the queue');
    await handle(messageOf(1));
    expect(queued()).toMatchObject([messageOf(1)]);
    ports.clock.advance(60_000);
    await handle(messageOf(1));
    expect(queued()).toMatchObject([messageOf(2)]);
    await handle(messageOf(2));
    expect(await deliveries()).toMatchObject([{ state: 'delivered' }]);
    await handle(messageOf(1));
    expect(queued()).toEqual([]);
  });

  it('changes nothing when it took so long that another worker has made its attempt', async () => {
    await endAndForget();
    vi.spyOn(ports.webhooks, 'post').mockImplementationOnce(async () => {
      ports.clock.advance(31_000);
      await handle(messageOf(1), 2);
      return { status: 500 };
    });
    await handle(messageOf(1));
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: [{ reason: 'interrupted' }, { status: 204 }] }]);
    expect(queued()).toEqual([]);
  });

  it('comes again when the vault or the store is away', async () => {
    await endAndForget();
    vi.spyOn(ports.vault, 'use').mockRejectedValueOnce(new Unavailable('the vault'));
    await expect(handle(messageOf(1))).rejects.toMatchObject({ retryable: true });
  });

  it.each([
    ['no JSON', '{', 'InvalidInput'],
    ['another form', '{"consultationId":"run-1"}', 'InvalidInput'],
    ['an unknown run', JSON.stringify({ ...messageOf(1), consultationId: 'nobody' }), 'NotFound'],
    ['a webhook that the run has not', JSON.stringify(messageOf(1, 1)), 'InvalidInput'],
  ])('with %s is refused, and becomes a dead letter', async (_, body, name) => {
    await expect(handleRecord({ body, receives: 1 }, ports)).rejects.toMatchObject({ name });
  });
});
