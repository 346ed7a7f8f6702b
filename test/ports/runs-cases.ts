/** The life of a run: created, open, closed, ended. */

import { expect, it } from 'vitest';
import { progressOf } from '../../shared/contract/progress.ts';
import type { StoredPorts } from '../../shared/ports/ports.ts';
import { sampleOpinion, sampleRun, sampleVerdict, unique } from './samples.ts';

const endedAt = '2026-03-01T10:00:30.000Z';
const webhooks = [{ url: 'https://hooks.example.com/circle?team=blue', key: 'WEBHOOK_SECRET' }];
const failure = { type: 'WeighFailed', message: 'the core did not answer' };

export function runsCases(open: () => StoredPorts): void {
  async function create(overrides: Parameters<typeof sampleRun>[0] = {}): Promise<string> {
    const run = sampleRun(overrides);
    await open().runs.create(run);
    return run.id;
  }

  it('gives back a run as it was created', async () => {
    const run = sampleRun({ metadata: { team: 'blue' }, budgetUsd: 0.5, demo: true, webhooks });
    expect(await open().runs.create(run)).toEqual({ created: true });
    expect(await open().runs.get(run.id)).toEqual(run);
  });

  it('gives back all that goes with a question, and a schema deeper and wider than an item can nest or count', async () => {
    const deep = Array.from({ length: 38 }).reduce<object>((inner) => ({ items: inner }), { maximum: 1e300, default: null });
    const run = sampleRun({
      messages: [
        { role: 'user', content: 'Is it?' },
        { role: 'assistant', content: 'It depends.' },
      ],
      instructions: 'Be brief.',
      images: [{ url: 'https://example.test/a.png', detail: 'low' }, { url: `data:image/png;base64,${'A'.repeat(150_000)}` }],
      schema: JSON.stringify(deep),
      sampling: { temperature: 0, maxOutputTokens: 100, stop: ['END', '\n'] },
    });
    await open().runs.create(run);
    expect(await open().runs.get(run.id)).toEqual(run);
  });

  it('keeps whom the strategy asks in which stage, and begins each stage once and in turn', async () => {
    const { runs } = open();
    const strategy = { escalate: [['expert-2'], ['expert-0'], ['expert-1']], below: 0.7, kinds: ['choice' as const] };
    const id = await create({ strategy, hedgeSeconds: 5, order: ['expert-1'], replayed: 'settled', statedQuorum: true });
    expect(await runs.get(id)).toMatchObject({ strategy, hedgeSeconds: 5, order: ['expert-1'], replayed: 'settled', statedQuorum: true });
    expect(await runs.state(id)).toMatchObject({ strategy, hedgeSeconds: 5 });
    expect(await runs.beginStage(id, 1, 'split')).toMatchObject({ begun: false });

    const planned = await Promise.all([runs.plan(id, [[2], [0], [1]]), runs.plan(id, [[0], [1], [2]])]);
    expect(planned[0]?.stages).toEqual(planned[1]?.stages);
    await runs.markSent(id, 1);
    expect((await runs.state(id))?.stages).toMatchObject({ begun: [{ reason: 'first' }], sent: 1 });

    const begun = await Promise.all([runs.beginStage(id, 1, 'split'), runs.beginStage(id, 1, 'late')]);
    expect(begun.filter((one) => one.begun)).toHaveLength(1);
    expect((await runs.state(id))?.stages).toMatchObject({ sent: 1 });
    expect(await runs.beginStage(id, 2, 'open')).toMatchObject({ begun: true, run: { stages: { sent: 1 } } });
    expect(await runs.beginStage(id, 3, 'open')).toMatchObject({ begun: false });
    await runs.markSent(id, 3);
    await runs.markSent(id, 2);
    expect((await runs.get(id))?.stages).toMatchObject({ sent: 3 });
  });

  it('keeps the limits of a run, what each later stage is granted, and what who was heard has used', async () => {
    const { runs, opinions } = open();
    const worst = [
      { calls: 1, tokens: 900, usd: 0.25 },
      { calls: 1, tokens: 900, usd: null },
      { calls: 0, tokens: 0, usd: 0 },
    ];
    const limits = { calls: 4, usd: 0.5, worst };
    const id = await create({ strategy: 'settled', limits });
    await runs.plan(id, [[0], [1, 2]]);
    const charged = { calls: 2, usd: 0.1234, over: 'usd' as const };
    await opinions.record(id, sampleOpinion('expert-0', { charged }));
    const grants = [{ lacks: 'usd' as const }, { calls: 0, usd: 0 }];
    const { run } = await runs.beginStage(id, 1, 'open', () => grants);
    for (const state of [run, await runs.state(id), await runs.get(id)]) {
      expect(state).toMatchObject({
        limits,
        charges: { 'expert-0': charged },
        stages: { begun: [{ reason: 'first' }, { reason: 'open', grants }] },
      });
    }
    expect((await opinions.read(id)).opinions).toMatchObject([{ charged }]);
  });

  it('begins no stage of a run that has closed', async () => {
    const { runs } = open();
    const id = await create({ strategy: 'settled' });
    await runs.plan(id, [[0, 1], [2]]);
    await runs.close(id, () => 'settled');
    expect(await runs.beginStage(id, 1, 'open')).toMatchObject({ begun: false, run: { status: 'closed', stages: { begun: [{}] } } });
    const ended = await create({ strategy: 'settled' });
    await runs.cancel(ended, endedAt);
    expect((await runs.plan(ended, [[0, 1], [2]])).stages).toBeUndefined();
  });

  it('knows nothing of a run that was never created', async () => {
    expect(await open().runs.get(unique('none'))).toBeUndefined();
    expect(await open().verdicts.get(unique('none'))).toBeUndefined();
  });

  it('keeps the first of two runs with one id', async () => {
    const first = sampleRun();
    await open().runs.create(first);
    const again = await open().runs.create({ ...first, deadlineAt: '2126-03-01T11:00:00.000Z' });
    expect(again).toEqual({ created: false, existingId: first.id, sameRequest: true });
    expect(await open().runs.get(first.id)).toEqual(first);
  });

  it('leads a repeated request to the run of the first', async () => {
    const idempotency = { key: unique('key'), digest: 'digest-1' };
    const first = sampleRun();
    const repeated = sampleRun();
    await open().runs.create(first, idempotency);
    expect(await open().runs.create(repeated, idempotency)).toEqual({ created: false, existingId: first.id, sameRequest: true });
    expect(await open().runs.get(repeated.id)).toBeUndefined();
  });

  it('finds the run of a key before anything is created, and none of another tenant', async () => {
    const idempotency = { key: unique('key'), digest: 'digest-1' };
    expect(await open().runs.findKey('tenant-a', idempotency)).toBeUndefined();
    const first = sampleRun({ tenant: 'tenant-a' });
    await open().runs.create(first, idempotency);
    expect(await open().runs.findKey('tenant-a', idempotency)).toEqual({ existingId: first.id, sameRequest: true });
    expect(await open().runs.findKey('tenant-a', { ...idempotency, digest: 'digest-2' })).toEqual({
      existingId: first.id,
      sameRequest: false,
    });
    expect(await open().runs.findKey('tenant-b', idempotency)).toBeUndefined();
  });

  it('tells another request under the same key apart', async () => {
    const key = unique('key');
    const first = sampleRun();
    await open().runs.create(first, { key, digest: 'digest-1' });
    const other = await open().runs.create(sampleRun(), { key, digest: 'digest-2' });
    expect(other).toEqual({ created: false, existingId: first.id, sameRequest: false });
  });

  it('keeps the keys of tenants apart', async () => {
    const idempotency = { key: unique('key'), digest: 'digest-1' };
    await open().runs.create(sampleRun({ tenant: 'tenant-a' }), idempotency);
    expect(await open().runs.create(sampleRun({ tenant: 'tenant-b' }), idempotency)).toEqual({ created: true });
  });

  it('creates one run for 20 requests at once with one key', async () => {
    const idempotency = { key: unique('key'), digest: 'digest-1' };
    const results = await Promise.all(Array.from({ length: 20 }, () => open().runs.create(sampleRun(), idempotency)));
    expect(results.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(results.map((result) => (result.created ? undefined : result.existingId))).size).toBe(2);
  });

  it('overwrites the token while the run is open', async () => {
    const id = await create();
    await open().runs.saveToken(id, 'token-1');
    expect(await open().runs.saveToken(id, 'token-2')).toMatchObject({ id, status: 'open' });
    expect(await open().runs.token(id)).toBe('token-2');
  });

  it('tells whoever saves a token that the run has closed, and has none for a run that waits for nothing', async () => {
    const id = await create();
    expect(await open().runs.token(id)).toBeUndefined();
    await open().runs.close(id, () => 'deadline');
    expect(await open().runs.saveToken(id, 'token-2')).toMatchObject({ status: 'closed' });
  });

  it('marks that every message has been sent', async () => {
    const id = await create();
    await open().runs.markSent(id);
    expect((await open().runs.get(id))?.sent).toBe(true);
  });

  it('keeps a journal of what has happened, in order', async () => {
    const id = await create();
    await open().runs.markSent(id);
    await open().opinions.record(id, sampleOpinion('expert-1'));
    await open().opinions.record(id, sampleOpinion('expert-0', { status: 'timeout', costUsd: null }));
    await open().opinions.correct(id, sampleOpinion('expert-1', { answer: 'no' }));
    await open().runs.close(id, () => 'deadline');
    await open().opinions.record(id, sampleOpinion('expert-2'));
    await open().runs.fail(id, failure, endedAt);
    const entries = (await open().runs.journal(id)).map(({ at: _at, ...entry }) => entry);
    expect(entries).toEqual([
      { type: 'opened' },
      { type: 'asked' },
      { type: 'opinion', expert: 'expert-1', round: 1, status: 'answered', costUsd: 0.25 },
      { type: 'opinion', expert: 'expert-0', round: 1, status: 'timeout', costUsd: null, failedBy: 'provider-error' },
      { type: 'corrected', expert: 'expert-1', round: 1 },
      { type: 'closed', endedBy: 'deadline' },
      { type: 'opinion', expert: 'expert-2', round: 1, status: 'late', costUsd: 0.25 },
      { type: 'ended', end: 'failed', failure },
    ]);
    expect(await open().runs.state(id)).toMatchObject({ ...progressOf(await open().runs.journal(id)), costUsd: 0.5 });
  });

  it('gives a question back as it was asked, whatever its size', async () => {
    const question = `${'é😀 '.repeat(60_000)}Is it safe?`;
    const messages = [{ role: 'user' as const, content: 'Look at this. '.repeat(5000) }];
    const id = await create({ question, messages, instructions: 'Be brief.', schema: '{"type":"string"}' });
    const run = await open().runs.get(id);
    expect(run).toMatchObject({ question, messages, instructions: 'Be brief.', schema: '{"type":"string"}' });
    expect(JSON.stringify(await open().runs.state(id)).length).toBeLessThan(JSON.stringify(run).length + 1);
    await open().runs.cancel(id, endedAt);
    expect(await open().runs.remove(id)).toBe(true);
    expect(await open().runs.get(id)).toBeUndefined();
  });

  it('closes a run with the rule that its counts give', async () => {
    const id = await create();
    await open().opinions.record(id, sampleOpinion('expert-0'));
    const closed = await open().runs.close(id, (run) => (run.answered === 1 ? 'quorum' : 'deadline'));
    expect(closed).toMatchObject({ status: 'closed', endedBy: 'quorum', answered: 1 });
    expect(await open().runs.state(id)).toEqual(closed);
  });

  it('keeps the rule of the first close', async () => {
    const id = await create();
    const first = await open().runs.close(id, () => 'deadline');
    expect(await open().runs.close(id, () => 'all')).toEqual(first);
  });

  it.each(['open', 'closed'])('fails a run that is %s', async (status) => {
    const id = await create();
    await open().runs.saveToken(id, 'token-1');
    if (status === 'closed') await open().runs.close(id, () => 'deadline');
    expect(await open().runs.fail(id, failure, endedAt)).toBe(true);
    expect(await open().runs.get(id)).toMatchObject({ status: 'failed', failure, endedAt });
  });

  it('cancels an open run', async () => {
    const id = await create();
    await open().runs.saveToken(id, 'token-1');
    expect(await open().runs.cancel(id, endedAt)).toBe(true);
    expect(await open().runs.get(id)).toMatchObject({ status: 'cancelled', endedAt });
  });

  it('does not cancel a closed run', async () => {
    const id = await create();
    await open().runs.close(id, () => 'deadline');
    expect(await open().runs.cancel(id, endedAt)).toBe(false);
    expect((await open().runs.get(id))?.status).toBe('closed');
  });

  it('changes nothing once a run has ended', async () => {
    const id = await create();
    await open().runs.fail(id, failure, endedAt);
    expect(await open().runs.cancel(id, endedAt)).toBe(false);
    expect(await open().runs.fail(id, { type: 'Other', message: 'later' }, endedAt)).toBe(false);
    expect(await open().verdicts.publish(id, 'decided', sampleVerdict(), endedAt)).toBe(false);
    expect((await open().runs.close(id, () => 'all')).status).toBe('failed');
    expect(await open().runs.get(id)).toMatchObject({ status: 'failed', failure });
    expect(await open().verdicts.get(id)).toBeUndefined();
  });

  it.each<[string, (store: StoredPorts, id: string) => Promise<unknown>]>([
    ['saveToken', (store, id) => store.runs.saveToken(id, 'token')],
    ['recordOpinion', (store, id) => store.opinions.record(id, sampleOpinion('expert-0'))],
    ['closeRun', (store, id) => store.runs.close(id, () => 'deadline')],
    ['endRun', (store, id) => store.verdicts.publish(id, 'decided', sampleVerdict(), endedAt)],
    ['failRun', (store, id) => store.runs.fail(id, failure, endedAt)],
    ['cancelRun', (store, id) => store.runs.cancel(id, endedAt)],
    ['waitForEnd', (store, id) => store.runs.waitForEnd(id, 1)],
    ['waitForArrival', (store, id) => store.runs.waitForArrival(id, 0, 1)],
  ])('%s names a run that does not exist', async (_, call) => {
    await expect(call(open(), unique('none'))).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('stops waiting for an arrival when there is one, and does not wait for those it knows', async () => {
    const id = await create();
    const waiting = open().runs.waitForArrival(id, 0, 20_000);
    await open().opinions.record(id, sampleOpinion('expert-0'));
    await waiting;
    const next = open().runs.waitForArrival(id, 1, 20_000);
    await open().opinions.record(id, sampleOpinion('expert-1'));
    await next;
    await open().runs.waitForArrival(id, 1, 20_000);
  });

  it('stops waiting for an arrival when the run ends, or after its time', async () => {
    const id = await create();
    await open().runs.waitForArrival(id, 0, 50);
    const waiting = open().runs.waitForArrival(id, 0, 20_000);
    await open().runs.cancel(id, endedAt);
    await waiting;
    await open().runs.waitForArrival(id, 0, 20_000);
  });

  it('stops waiting when the run ends', async () => {
    const id = await create();
    const waiting = open().runs.waitForEnd(id, 20_000);
    await open().runs.cancel(id, endedAt);
    await waiting;
    expect((await open().runs.get(id))?.status).toBe('cancelled');
  });

  it('waits for the verdict, not for the close', async () => {
    const id = await create();
    await open().runs.close(id, () => 'deadline');
    const start = performance.now();
    await open().runs.waitForEnd(id, 500);
    // A timer may fire a little early.
    expect(performance.now() - start).toBeGreaterThan(480);
  });

  it('removes an ended run with everything that was kept of it', async () => {
    const id = await create({ webhooks });
    const { runs, opinions, verdicts, deliveries, feedback, listings } = open();
    const tenant = (await runs.get(id))?.tenant ?? '';
    await opinions.record(id, sampleOpinion('expert-0'));
    await opinions.noteAttempt({ consultationId: id, expert: 'expert-1', attempts: 1, underWay: true, at: endedAt });
    await deliveries.save({ consultationId: id, webhook: 0, version: 1, state: 'pending', attempts: [], attemptSince: endedAt });
    await runs.close(id, () => 'all');
    await verdicts.publish(id, 'decided', sampleVerdict(), endedAt);
    const key = { tenant, circle: 'default', kind: 'short' } as const;
    await feedback.save(key, { consultationId: id, right: true, receivedAt: endedAt }, {});
    expect(await runs.remove(id)).toBe(true);
    expect(await runs.get(id)).toBeUndefined();
    expect(await opinions.read(id)).toEqual({ opinions: [], attempts: [] });
    expect(await verdicts.get(id)).toBeUndefined();
    expect(await deliveries.read(id)).toEqual([]);
    expect(await feedback.list(id)).toEqual([]);
    expect((await listings.page({ tenant, limit: 100 })).runs.map((run) => run.id)).not.toContain(id);
    expect(await runs.remove(id)).toBe(false);
  });

  it('leaves other runs as they are when one is removed', async () => {
    const [gone, other] = [await create(), await create()];
    await open().opinions.record(other, sampleOpinion('expert-0'));
    await open().runs.cancel(gone, endedAt);
    await open().runs.remove(gone);
    expect(await open().runs.get(other)).toMatchObject({ answered: 1 });
    expect((await open().opinions.read(other)).opinions).toHaveLength(1);
  });

  it('removes no run that has not ended', async () => {
    const id = await create();
    await expect(open().runs.remove(id)).rejects.toMatchObject({ name: 'Conflict' });
    await open().runs.close(id, () => 'all');
    await expect(open().runs.remove(id)).rejects.toMatchObject({ name: 'Conflict' });
    expect(await open().runs.get(id)).toMatchObject({ status: 'closed' });
  });
}
