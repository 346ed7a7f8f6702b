/** Deliveries under random orders, copies, crashes and outages, on the real functions, store and queue. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { handleRecord } from '../../../functions/webhooks/handle-record.ts';
import type { Delivery, WebhookReply } from '../../../shared/contract/delivery.ts';
import type { WebhookRequest } from '../../../shared/ports/webhooks.ts';
import { failRun } from '../../../shared/steps/finish-run.ts';
import { openPorts, runOf, type TestPorts } from '../../support/ports.ts';
import { accept } from '../../support/samples.ts';
import { type Crash, fallibleDelivery, unreliable } from '../../support/unreliable.ts';

const consultationId = 'run-1';
/** The receivers in the order of the run's webhooks. */
const urls = ['https://circle.example.com/', 'https://caller.example.com/'] as const;

/**
 * What may happen next. `redeliver` handles a message without removing it, `copy` puts a second first message on the queue, `together`
 * has three workers at once, `time` passes until the next message shows.
 */
type Happening = 'end' | 'deliver' | 'redeliver' | 'copy' | 'together' | 'time';
const happening = fc.constantFrom<Happening>('end', 'deliver', 'deliver', 'redeliver', 'copy', 'together', 'time', 'time');
const refusal = fc.constantFrom<WebhookReply>({ status: 500 }, { status: 503, retryAfter: '60' }, { reason: 'timeout' });
const reply = fc.oneof(fc.constantFrom<WebhookReply>({ status: 200 }, { status: 410 }), { weight: 4, arbitrary: refusal });
const crash: fc.Arbitrary<Crash> = fc.record({
  method: fc.constantFrom(...fallibleDelivery),
  nth: fc.integer({ min: 1, max: 6 }),
  when: fc.constantFrom('before', 'after'),
});

/** What went over the wire. */
interface Sent {
  posts: number;
  /** Attempts that began while another one to the same receiver was under way. */
  overlaps: number;
  readonly accepted: Set<string>;
}

/** Counts what is posted to the receivers. */
function watchPosts(ports: TestPorts): Sent {
  const sent: Sent = { posts: 0, overlaps: 0, accepted: new Set() };
  const underWay = new Map<string, number>();
  const { post } = ports.webhooks;
  ports.webhooks.post = async (request: WebhookRequest) => {
    const now = ports.clock.now().getTime();
    // An attempt that is older than its lease has lost its worker.
    if (now - (underWay.get(request.url) ?? Number.NEGATIVE_INFINITY) < 30_000) sent.overlaps += 1;
    underWay.set(request.url, now);
    sent.posts += 1;
    await Promise.resolve();
    const answer = await post(request);
    underWay.delete(request.url);
    if ('status' in answer && answer.status < 300) sent.accepted.add(request.url);
    return answer;
  };
  return sent;
}

/** A run with a webhook of its circle and one of its caller, whose receivers answer with the replies in order. */
async function openDeliveries(replies: readonly WebhookReply[], crashes: readonly Crash[], turn: () => Promise<unknown>) {
  const quiet = openPorts();
  quiet.vault.keys.set('WEBHOOK_SECRET', Buffer.alloc(32, 7).toString('base64'));
  Object.assign(quiet.knowledge.circles['default'] ?? {}, { webhooks: [{ url: urls[0] }] });
  await accept(quiet, { webhook: { url: urls[1] }, deadlineSeconds: 60 }, consultationId);
  quiet.webhooks.replies.push(...replies);
  const sent = watchPosts(quiet);
  const { ports, calm } = unreliable(quiet, crashes, turn);
  const { queue, clock } = quiet;

  const deliver = async (remove: boolean) => {
    const [message] = queue.receive('webhooks', 1);
    if (!message) return;
    try {
      await handleRecord(message, ports);
      if (remove) return queue.remove(message.id);
    } catch {
      // As in SQS: what failed too often becomes a dead letter, and a person moves it back.
      if (message.receives >= 3) {
        queue.sendRaw('webhooks', message.body);
        return queue.remove(message.id);
      }
    }
    queue.giveBack(message.id, 0);
  };
  const passTime = (least: number) => {
    clock.advance(Math.max(least, (queue.nextVisibleAt('webhooks') ?? 0) - queue.now()));
  };
  const happenings: Readonly<Record<Happening, () => Promise<unknown>>> = {
    end: async () => failRun(await runOf(quiet, consultationId), { type: 'Broken', message: 'broken' }, ports),
    deliver: () => deliver(true),
    redeliver: () => deliver(false),
    copy: async () => queue.sendRaw('webhooks', JSON.stringify({ consultationId, webhook: 1, attempt: 1 })),
    together: () => Promise.all([deliver(true), deliver(true), deliver(true)]),
    time: async () => passTime(1000),
  };
  return {
    sent,
    calm,
    /** Lets one thing happen. Errors of workers end there, as they do in the product. */
    happen: async (one: Happening) => void (await happenings[one]().catch(() => undefined)),
    isQuiet: () => queue.nextVisibleAt('webhooks') === undefined,
    deliveries: () => quiet.deliveries.read(consultationId),
  };
}

function expectEnded({ webhook, state, attempts, attemptSince }: Delivery, { accepted }: Sent): void {
  expect(state).not.toBe('pending');
  expect(attemptSince).toBeUndefined();
  if (state === 'delivered') expect(accepted).toContain(urls[webhook]);
  else expect(attempts.length >= 6 || attempts.at(-1)?.status === 410).toBe(true);
}

describe('deliveries', () => {
  test.prop(
    [fc.array(happening, { maxLength: 25 }), fc.array(reply, { maxLength: 14 }), fc.array(crash, { maxLength: 4 }), fc.scheduler()],
    {
      numRuns: 600,
    },
  )(
    'reach their receivers or are given up, whatever happens, and never in two attempts at once',
    async (plan, replies, crashes, order) => {
      const opened = await openDeliveries(replies, crashes, () => order.schedule(Promise.resolve()));
      const happen = (one: Happening) => order.waitFor(opened.happen(one));

      for (const one of plan) await happen(one);
      opened.calm();
      await happen('end');
      while (!opened.isQuiet()) {
        await happen('time');
        await happen('deliver');
      }

      const deliveries = await opened.deliveries();
      expect(deliveries.map(({ webhook }) => webhook)).toEqual([0, 1]);
      for (const delivery of deliveries) expectEnded(delivery, opened.sent);
      expect(opened.sent.overlaps).toBe(0);
      // The log has every attempt, and more than six only where crashes have left some in doubt.
      const attempts = deliveries.flatMap((delivery) => delivery.attempts);
      const inDoubt = attempts.filter(({ reason }) => reason === 'interrupted');
      expect(opened.sent.posts).toBeLessThanOrEqual(attempts.length);
      expect(attempts.length).toBeLessThanOrEqual(2 * 6 + inDoubt.length);
      expect(inDoubt.length).toBeLessThanOrEqual(crashes.length);
    },
    60_000,
  );
});
