/** The life of a run: created, open, closed, ended. */
import { expect, it } from 'vitest';
import type { Store } from '../../shared/ports.ts';
import { expertNames, sampleOpinion, sampleRun, sampleVerdict, unique } from './samples.ts';

const endedAt = '2026-03-01T10:00:30.000Z';
const webhooks = [{ url: 'https://hooks.example.com/circle?team=blue', key: 'WEBHOOK_SECRET' }];
const failure = { type: 'WeighFailed', message: 'the core did not answer' };

export function storeRunCases(open: () => Store): void {
  async function create(overrides: Parameters<typeof sampleRun>[0] = {}): Promise<string> {
    const run = sampleRun(overrides);
    await open().createRun(run);
    return run.id;
  }

  it('gives back a run as it was created', async () => {
    const run = sampleRun({ metadata: { team: 'blue' }, budgetUsd: 0.5, demo: true, webhooks });
    expect(await open().createRun(run)).toEqual({ created: true });
    expect(await open().getRun(run.id)).toEqual(run);
  });

  it('knows nothing of a run that was never created', async () => {
    expect(await open().getRun(unique('none'))).toBeUndefined();
    expect(await open().getVerdict(unique('none'))).toBeUndefined();
  });

  it('keeps the first of two runs with one id', async () => {
    const first = sampleRun();
    await open().createRun(first);
    const again = await open().createRun({ ...first, deadlineAt: '2126-03-01T11:00:00.000Z' });
    expect(again).toEqual({ created: false, existingId: first.id, sameRequest: true });
    expect(await open().getRun(first.id)).toEqual(first);
  });

  it('leads a repeated request to the run of the first', async () => {
    const idempotency = { key: unique('key'), digest: 'digest-1' };
    const first = sampleRun();
    const repeated = sampleRun();
    await open().createRun(first, idempotency);
    expect(await open().createRun(repeated, idempotency)).toEqual({ created: false, existingId: first.id, sameRequest: true });
    expect(await open().getRun(repeated.id)).toBeUndefined();
  });

  it('tells another request under the same key apart', async () => {
    const key = unique('key');
    const first = sampleRun();
    await open().createRun(first, { key, digest: 'digest-1' });
    const other = await open().createRun(sampleRun(), { key, digest: 'digest-2' });
    expect(other).toEqual({ created: false, existingId: first.id, sameRequest: false });
  });

  it('keeps the keys of tenants apart', async () => {
    const idempotency = { key: unique('key'), digest: 'digest-1' };
    await open().createRun(sampleRun({ tenant: 'tenant-a' }), idempotency);
    expect(await open().createRun(sampleRun({ tenant: 'tenant-b' }), idempotency)).toEqual({ created: true });
  });

  it('creates one run for 20 requests at once with one key', async () => {
    const idempotency = { key: unique('key'), digest: 'digest-1' };
    const results = await Promise.all(Array.from({ length: 20 }, () => open().createRun(sampleRun(), idempotency)));
    expect(results.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(results.map((result) => (result.created ? undefined : result.existingId))).size).toBe(2);
  });

  it('overwrites the token while the run is open', async () => {
    const id = await create();
    await open().saveToken(id, 'token-1');
    expect(await open().saveToken(id, 'token-2')).toMatchObject({ status: 'open', token: 'token-2' });
    expect((await open().getRun(id))?.token).toBe('token-2');
  });

  it('leaves the token alone once the run has closed', async () => {
    const id = await create();
    await open().saveToken(id, 'token-1');
    await open().closeRun(id, () => 'deadline');
    expect(await open().saveToken(id, 'token-2')).toMatchObject({ status: 'closed', token: 'token-1' });
  });

  it('marks that every message has been sent', async () => {
    const id = await create();
    await open().markSent(id);
    expect((await open().getRun(id))?.sent).toBe(true);
  });

  it('closes a run with the rule that its counts give', async () => {
    const id = await create();
    await open().recordOpinion(id, sampleOpinion('expert-0'));
    const closed = await open().closeRun(id, (run) => (run.answered === 1 ? 'quorum' : 'deadline'));
    expect(closed).toMatchObject({ status: 'closed', endedBy: 'quorum', answered: 1 });
    expect(await open().getRun(id)).toEqual(closed);
  });

  it('keeps the rule of the first close', async () => {
    const id = await create();
    const first = await open().closeRun(id, () => 'deadline');
    expect(await open().closeRun(id, () => 'all')).toEqual(first);
  });

  it('ends a closed run with its verdict, and forgets the token', async () => {
    const id = await create();
    await open().saveToken(id, 'token-1');
    await open().closeRun(id, () => 'quorum');
    expect(await open().endRun(id, 'decided', sampleVerdict(), endedAt)).toBe(true);
    const run = await open().getRun(id);
    expect(run).toMatchObject({ status: 'decided', endedAt, endedBy: 'quorum' });
    expect(run?.token).toBeUndefined();
    expect(await open().getVerdict(id)).toEqual(sampleVerdict());
  });

  it('writes a verdict once', async () => {
    const id = await create();
    await open().closeRun(id, () => 'quorum');
    await open().endRun(id, 'decided', sampleVerdict({ method: 'first' }), endedAt);
    expect(await open().endRun(id, 'no-quorum', sampleVerdict({ method: 'second' }), endedAt)).toBe(false);
    expect((await open().getRun(id))?.status).toBe('decided');
    expect((await open().getVerdict(id))?.method).toBe('first');
  });

  it('gives no verdict to a run whose opinions are not frozen', async () => {
    const id = await create();
    expect(await open().endRun(id, 'decided', sampleVerdict(), endedAt)).toBe(false);
    expect((await open().getRun(id))?.status).toBe('open');
    expect(await open().getVerdict(id)).toBeUndefined();
  });

  it('stores a verdict that quotes more text than one item holds', async () => {
    const id = await create();
    const [first = '', ...others] = expertNames(3);
    for (const expert of expertNames(3)) {
      await open().recordOpinion(id, sampleOpinion(expert, { answer: `${expert}: ${'long '.repeat(50_000)}` }));
    }
    const { opinions } = await open().readOpinions(id);
    const answerOf = (expert: string): string => opinions.find((opinion) => opinion.expert === expert)?.answer ?? '';
    const dissent = others.map((expert) => ({ expert, answer: answerOf(expert) }));
    const verdict = sampleVerdict({ answer: answerOf(first), pick: first, dissent });
    await open().closeRun(id, () => 'all');
    expect(await open().endRun(id, 'decided', verdict, endedAt)).toBe(true);
    expect(await open().getVerdict(id)).toEqual(verdict);
  });

  it.each(['open', 'closed'])('fails a run that is %s', async (status) => {
    const id = await create();
    await open().saveToken(id, 'token-1');
    if (status === 'closed') await open().closeRun(id, () => 'deadline');
    expect(await open().failRun(id, failure, endedAt)).toBe(true);
    const run = await open().getRun(id);
    expect(run).toMatchObject({ status: 'failed', failure, endedAt });
    expect(run?.token).toBeUndefined();
  });

  it('cancels an open run', async () => {
    const id = await create();
    await open().saveToken(id, 'token-1');
    expect(await open().cancelRun(id, endedAt)).toBe(true);
    const run = await open().getRun(id);
    expect(run).toMatchObject({ status: 'cancelled', endedAt });
    expect(run?.token).toBeUndefined();
  });

  it('does not cancel a closed run', async () => {
    const id = await create();
    await open().closeRun(id, () => 'deadline');
    expect(await open().cancelRun(id, endedAt)).toBe(false);
    expect((await open().getRun(id))?.status).toBe('closed');
  });

  it('changes nothing once a run has ended', async () => {
    const id = await create();
    await open().failRun(id, failure, endedAt);
    expect(await open().cancelRun(id, endedAt)).toBe(false);
    expect(await open().failRun(id, { type: 'Other', message: 'later' }, endedAt)).toBe(false);
    expect(await open().endRun(id, 'decided', sampleVerdict(), endedAt)).toBe(false);
    expect((await open().closeRun(id, () => 'all')).status).toBe('failed');
    expect(await open().getRun(id)).toMatchObject({ status: 'failed', failure });
    expect(await open().getVerdict(id)).toBeUndefined();
  });

  it.each<[string, (store: Store, id: string) => Promise<unknown>]>([
    ['saveToken', (store, id) => store.saveToken(id, 'token')],
    ['recordOpinion', (store, id) => store.recordOpinion(id, sampleOpinion('expert-0'))],
    ['closeRun', (store, id) => store.closeRun(id, () => 'deadline')],
    ['endRun', (store, id) => store.endRun(id, 'decided', sampleVerdict(), endedAt)],
    ['failRun', (store, id) => store.failRun(id, failure, endedAt)],
    ['cancelRun', (store, id) => store.cancelRun(id, endedAt)],
    ['waitForEnd', (store, id) => store.waitForEnd(id, 1)],
    ['waitForArrival', (store, id) => store.waitForArrival(id, 0, 1)],
  ])('%s names a run that does not exist', async (_, call) => {
    await expect(call(open(), unique('none'))).rejects.toMatchObject({ name: 'NotFound' });
  });
}
