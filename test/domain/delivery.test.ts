/** When a webhook is tried again, and how its deliveries begin, end and show. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { Delivery, WebhookReply } from '../../shared/contract/delivery.ts';
import { attemptLeaseSeconds, endAttempt, nextStep, showDeliveries, webhookIdOf, webhookPayloadOf } from '../../shared/domain/delivery.ts';
import { endedEvent } from '../../shared/domain/ended-event.ts';
import { secondsOfRetryAfter, webhookAttemptsMax, webhookWaitSeconds } from '../../shared/domain/webhook-retry.ts';
import { sampleRun, sampleVerdict } from '../ports/samples.ts';

const now = new Date('2026-03-01T10:00:00.000Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const chance = fc.double({ min: 0, max: 1, noNaN: true });
const message = { consultationId: 'run-1', webhook: 0, attempt: 1 };

/** The delivery after replies that came one after the other, each a second after the one before. */
function deliveryAfter(replies: readonly WebhookReply[]): Delivery {
  let stored: Delivery | undefined;
  for (const [index, reply] of replies.entries()) {
    const next = nextStep(stored, { ...message, attempt: index + 1 }, later(index));
    if (next.step !== 'attempt') throw new Error(`attempt ${index + 1} is not due: ${next.step}`);
    stored = endAttempt(next.begun, reply, later(index), 0.5);
  }
  if (!stored) throw new Error('nothing was tried');
  return stored;
}

describe('the wait before the next attempt', () => {
  it.each([
    [1, 5],
    [2, 30],
    [3, 120],
    [4, 600],
    [5, 900],
  ])('after attempt %i is about %i s', (attempts, seconds) => {
    expect(webhookWaitSeconds(attempts, undefined, 0.5)).toBe(seconds);
    expect(webhookWaitSeconds(attempts, undefined, 0)).toBe(seconds * 0.8);
    expect(webhookWaitSeconds(attempts, undefined, 1)).toBe(Math.min(900, seconds * 1.2));
  });

  it('is none after the last attempt', () => {
    expect(webhookWaitSeconds(webhookAttemptsMax, undefined, 0.5)).toBeUndefined();
    expect(webhookWaitSeconds(webhookAttemptsMax, 10, 0.5)).toBeUndefined();
  });

  test.prop([fc.integer({ min: 1, max: webhookAttemptsMax - 1 }), fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })), chance])(
    'is whole seconds that a queue can hold, and as long as the receiver asked up to that',
    (attempts, asked, random) => {
      const seconds = webhookWaitSeconds(attempts, asked ?? undefined, random) ?? -1;
      expect(Number.isInteger(seconds)).toBe(true);
      expect(seconds).toBeGreaterThanOrEqual(Math.min(900, asked ?? 0));
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(900);
    },
  );

  it.each([
    ['120', 120],
    ['0', 0],
    ['Sun, 01 Mar 2026 10:00:30 GMT', 30],
    ['Sun, 01 Mar 2026 09:00:00 GMT', 0],
    ['-1', undefined],
    ['soon', undefined],
    ['99999999999', undefined],
    [undefined, undefined],
  ])('reads Retry-After %j', (header, seconds) => {
    expect(secondsOfRetryAfter(header, now)).toBe(seconds);
  });
});

describe('a delivery', () => {
  it.each([200, 202, 204, 299])('is done with status %i', (status) => {
    const delivered = deliveryAfter([{ status }]);
    expect(delivered).toMatchObject({ state: 'delivered', attempts: [{ at: now.toISOString(), status }] });
    expect(delivered.nextAttemptAt).toBeUndefined();
  });

  it.each<WebhookReply>([
    { status: 500 },
    { status: 302 },
    { status: 404 },
    { status: 199 },
    { reason: 'timeout' },
    { reason: 'key-missing' },
  ])('is tried again after %j', (reply) => {
    expect(deliveryAfter([reply])).toMatchObject({ state: 'pending', attempts: [reply], nextAttemptAt: later(5).toISOString() });
  });

  it('waits as long as the receiver asks', () => {
    expect(deliveryAfter([{ status: 503, retryAfter: '60' }]).nextAttemptAt).toBe(later(60).toISOString());
  });

  it('is given up at once when the receiver is gone for good', () => {
    expect(deliveryAfter([{ status: 500 }, { status: 410, retryAfter: '60' }])).toMatchObject({ state: 'given-up' });
  });

  it('is given up after six attempts', () => {
    const replies = Array.from({ length: 6 }, () => ({ status: 500 }));
    expect(deliveryAfter(replies.slice(0, 5))).toMatchObject({ state: 'pending' });
    const given = deliveryAfter(replies);
    expect(given).toMatchObject({ state: 'given-up' });
    expect(given.attempts).toHaveLength(6);
    expect(given.nextAttemptAt).toBeUndefined();
  });

  it('has an id that stays, and that no other webhook of the consultation has', () => {
    expect(webhookIdOf('run-1', 0)).toBe('msg_run-1_0');
    expect(webhookIdOf('run-1', 1)).not.toBe(webhookIdOf('run-1', 0));
  });
});

describe('a message', () => {
  const failed = deliveryAfter([{ status: 500 }]);
  const begun = nextStep(undefined, message, now);

  it('begins an attempt that is due', () => {
    expect(begun).toEqual({
      step: 'attempt',
      begun: { ...message, attempt: undefined, version: 1, state: 'pending', attempts: [], attemptSince: now.toISOString() },
    });
    expect(nextStep(failed, { ...message, attempt: 2 }, later(9))).toMatchObject({
      step: 'attempt',
      begun: { version: 3, attemptSince: later(9).toISOString() },
    });
  });

  it('waits while an attempt is under way, and takes it over when its worker must have died', () => {
    const underWay = begun.step === 'attempt' ? begun.begun : undefined;
    expect(nextStep(underWay, message, later(4.5))).toEqual({ step: 'wait', seconds: 26 });
    expect(nextStep(underWay, message, later(30))).toMatchObject({
      step: 'attempt',
      begun: { version: 2, attempts: [{ at: now.toISOString(), reason: 'interrupted' }], attemptSince: later(30).toISOString() },
    });
  });

  it('is a copy when its attempt is over, and says when the next one is due', () => {
    expect(nextStep(failed, message, later(2))).toEqual({ step: 'queued', seconds: 3 });
    expect(nextStep(failed, message, later(60))).toEqual({ step: 'queued', seconds: 0 });
    expect(nextStep(deliveryAfter([{ status: 500 }, { status: 500 }]), message, now)).toEqual({ step: 'over' });
  });

  it('has nothing to do for a delivery that is done or given up', () => {
    expect(nextStep(deliveryAfter([{ status: 200 }]), message, later(60))).toEqual({ step: 'over' });
    expect(nextStep(deliveryAfter([{ status: 410 }]), { ...message, attempt: 2 }, later(60))).toEqual({ step: 'over' });
  });
});

describe('a clock that is set back', () => {
  it('makes no wait longer than it is', () => {
    const dayAgo = new Date(now.getTime() - 86_400_000);
    const begun = nextStep(undefined, message, now);
    const underWay = begun.step === 'attempt' ? begun.begun : expect.fail('no attempt');
    expect(nextStep(underWay, message, dayAgo)).toEqual({ step: 'wait', seconds: attemptLeaseSeconds });
    expect(nextStep(deliveryAfter([{ status: 500 }]), message, dayAgo)).toEqual({ step: 'queued', seconds: 900 });
  });
});

describe('what a receiver is told', () => {
  const endedAt = '2026-03-01T10:00:30.000Z';
  const run = sampleRun({ status: 'decided', endedAt, question: 'a secret question' });
  const cost = { usd: run.costUsd, unknown: [] as string[] };

  it('is the event of the bus and a link, and no word of question or answers', () => {
    const payload = webhookPayloadOf(run, endedAt, { verdict: sampleVerdict({ answer: 'a secret answer' }), cost });
    const { links, ...event } = payload.data;
    expect(event).toEqual(endedEvent(run, endedAt, { verdict: sampleVerdict(), cost }));
    expect(links).toEqual({ self: `/v1/consultations/${run.id}` });
    expect(payload).toMatchObject({ type: 'consultation.decided', timestamp: endedAt });
    expect(JSON.stringify(payload)).not.toContain('secret');
  });

  it.each([
    ['failed', 'consultation.failed'],
    ['cancelled', 'consultation.cancelled'],
    ['decided', 'consultation.decided'],
    ['no-quorum', 'consultation.ended'],
    ['no-consensus', 'consultation.ended'],
  ] as const)('of a run that is %s is %s', (status, type) => {
    expect(webhookPayloadOf({ ...run, status }, endedAt, { verdict: undefined, cost }).type).toBe(type);
  });

  it.each([
    [{ usd: 0, unknown: ['ada', 'bob'] }, null],
    [{ usd: 0.5, unknown: ['bob'] }, 0.5],
    [{ usd: 0, unknown: [] }, 0],
  ])('says of a cost of %j that it is %j, and whose is not known', (known, costUsd) => {
    const { data } = webhookPayloadOf(run, endedAt, { verdict: undefined, cost: known });
    expect(data).toMatchObject({ costUsd, costUnknown: known.unknown });
  });

  it('links to the public address, and brings the metadata of the caller back', () => {
    const told = { verdict: undefined, cost, publicUrl: 'https://circle.example/api/' };
    expect(webhookPayloadOf({ ...run, metadata: { ticket: 'T-1' } }, endedAt, told).data).toMatchObject({
      links: { self: `https://circle.example/api/v1/consultations/${run.id}` },
      metadata: { ticket: 'T-1' },
    });
  });
});

describe('the deliveries as they are shown', () => {
  it('follow the webhooks of the run, without queries, and pending where nothing has begun', () => {
    const webhooks = ['https://a.example.com/x?token=secret', 'https://b.example.com:8443/y#z'].map((url) => ({
      url,
      key: 'WEBHOOK_SECRET',
    }));
    const run = sampleRun({ id: 'run-1', webhooks });
    expect(showDeliveries(run, [deliveryAfter([{ status: 500 }])])).toEqual([
      {
        webhookId: 'msg_run-1_0',
        url: 'https://a.example.com/x',
        state: 'pending',
        attempts: [{ at: now.toISOString(), status: 500 }],
        nextAttemptAt: later(5).toISOString(),
      },
      { webhookId: 'msg_run-1_1', url: 'https://b.example.com:8443/y', state: 'pending', attempts: [], nextAttemptAt: null },
    ]);
  });

  it('are none for a run of an earlier version', () => {
    expect(showDeliveries(sampleRun(), [])).toEqual([]);
  });
});
