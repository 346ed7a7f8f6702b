/** How the DynamoDB store meets contention, throttling and faults: answers of AWS that an emulator does not give. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it } from 'vitest';
import { dynamoPorts } from '../../shared/adapters/aws/dynamo-ports.ts';
import type { Delivery } from '../../shared/contract/delivery.ts';
import type { Run } from '../../shared/contract/run.ts';
import type { StoredPorts } from '../../shared/ports/ports.ts';
import { memoryTexts } from '../support/memory-texts.ts';
import { attributesOf } from './dynamo-attributes.ts';
import { sampleOpinion, sampleRun } from './samples.ts';
import { type ScriptedAws, type ScriptedReply, scriptedAws } from './scripted-aws.ts';

let aws: ScriptedAws | undefined;
let sleeps: number[] = [];
afterEach(async () => {
  await aws?.close();
  aws = undefined;
  sleeps = [];
});

async function storeOn(...replies: readonly ScriptedReply[]): Promise<{ store: StoredPorts; aws: ScriptedAws }> {
  aws = await scriptedAws(...replies);
  const clock = {
    now: () => new Date(),
    monotonic: () => performance.now(),
    machine: () => undefined,
    slept: () => 0,
    away: () => 0,
    sleep: async (milliseconds: number) => {
      sleeps.push(milliseconds);
    },
  };
  return { store: dynamoPorts({ client: new DynamoDBClient(aws.client), table: 'table', clock, random: () => 0.5 }, memoryTexts()), aws };
}

/** A cancelled transaction with a reason for each of its entries. */
function cancelled(...codes: readonly string[]): ScriptedReply {
  return { error: 'TransactionCanceledException', fields: { CancellationReasons: codes.map((Code) => ({ Code })) } };
}

const ok: ScriptedReply = { body: {} };

/** The run as GetItem gives it. */
function stored(overrides: Partial<Run> = {}): ScriptedReply {
  return { body: { Item: attributesOf({ ...sampleRun(overrides), pk: 'CONSULTATION#run', sk: 'RUN', tenantKey: 'TENANT#tenant-a' }) } };
}

/** The run as an update gives it back. */
function changed(overrides: Partial<Run> = {}): ScriptedReply {
  const reply = stored(overrides);
  return { body: { Attributes: 'body' in reply && 'Item' in reply.body ? reply.body.Item : {} } };
}

describe('a contended run', () => {
  it('repeats the counting of an opinion that met another, after waits of growing random length', async () => {
    const conflict: ScriptedReply = { error: 'TransactionConflictException' };
    const {
      store,
      aws: { calls },
    } = await storeOn(ok, conflict, conflict, conflict, changed({ answered: 1 }));
    expect(await store.opinions.record('run', sampleOpinion('expert-0'))).toMatchObject({ outcome: 'counted', run: { answered: 1 } });
    expect(calls.map(({ operation }) => operation)).toEqual(['PutItem', ...Array.from({ length: 4 }, () => 'UpdateItem')]);
    expect(sleeps).toEqual([10, 20, 40]);
  });

  it('stores an opinion before it counts it', async () => {
    const {
      store,
      aws: { calls },
    } = await storeOn(ok, changed());
    await store.opinions.record('run', sampleOpinion('expert-0'));
    expect(calls).toMatchObject([
      { operation: 'PutItem', input: { Item: { sk: { S: 'OPINION#expert-0#1' } } } },
      { operation: 'UpdateItem', input: { Key: { sk: { S: 'RUN' } } } },
    ]);
  });

  it('counts what an earlier worker has stored and not counted, in its own words and not in those of the repetition', async () => {
    const refused: ScriptedReply = { error: 'ConditionalCheckFailedException' };
    const first = attributesOf({ ...sampleOpinion('expert-0', { costUsd: 0.75 }), pk: 'CONSULTATION#run', sk: 'OPINION#expert-0#1' });
    const {
      store,
      aws: { calls },
    } = await storeOn(refused, { body: { Item: first } }, changed({ answered: 1 }));
    expect((await store.opinions.record('run', sampleOpinion('expert-0'))).outcome).toBe('duplicate');
    expect(JSON.stringify(calls[2]?.input['ExpressionAttributeValues'])).toContain('0.75');
  });

  it('takes a counted opinion as a duplicate', async () => {
    const refused: ScriptedReply = { error: 'ConditionalCheckFailedException' };
    const { store } = await storeOn(refused, { body: {} }, refused, stored({ arrivals: ['expert-0'] }));
    expect((await store.opinions.record('run', sampleOpinion('expert-0'))).outcome).toBe('duplicate');
  });

  it('leaves nothing of an opinion whose run has been removed meanwhile', async () => {
    const refused: ScriptedReply = { error: 'ConditionalCheckFailedException' };
    const { store, aws } = await storeOn(ok, refused, { body: {} }, ok);
    await expect(store.opinions.record('run', sampleOpinion('expert-0'))).rejects.toMatchObject({ name: 'NotFound' });
    expect(aws.calls.at(-1)).toMatchObject({ operation: 'DeleteItem', input: { Key: { sk: { S: 'OPINION#expert-0#1' } } } });
  });

  it('gives up as unavailable when the contention does not end', async () => {
    const { store } = await storeOn({ error: 'TransactionConflictException' });
    await expect(store.opinions.record('run', sampleOpinion('expert-0'))).rejects.toMatchObject({
      name: 'Unavailable',
      cause: { name: 'TransactionConflictException' },
    });
    expect(Math.max(...sleeps)).toBe(250);
  });

  it('repeats a single update that met a transaction', async () => {
    const { store } = await storeOn({ error: 'TransactionConflictException' }, ok);
    await expect(store.runs.markSent('run')).rejects.toMatchObject({ name: 'NotFound' });
    expect(sleeps).toHaveLength(1);
  });

  it('finds the closing rule anew when an opinion came in between', async () => {
    const lost: ScriptedReply = { error: 'ConditionalCheckFailedException' };
    const updated = changed({ status: 'closed', endedBy: 'quorum', answered: 2 });
    const {
      store,
      aws: { calls },
    } = await storeOn(stored({ answered: 1 }), lost, stored({ answered: 2 }), updated);
    const run = await store.runs.close('run', ({ answered }) => (answered === 2 ? 'quorum' : 'deadline'));
    expect(run).toMatchObject({ status: 'closed', endedBy: 'quorum' });
    const rules = calls
      .filter(({ operation }) => operation === 'UpdateItem')
      .map(({ input }) => JSON.stringify((input['ExpressionAttributeValues'] as Record<string, unknown>)[':entry']));
    expect(rules).toEqual([expect.stringContaining('deadline'), expect.stringContaining('quorum')]);
  });
});

describe('a reading that takes more than one reply', () => {
  it('goes on behind the last opinion, since a reply holds 1 MB', async () => {
    const item = (expert: string): object =>
      attributesOf({ ...sampleOpinion(expert, { usage: undefined }), pk: 'run', sk: `OPINION#${expert}#1` });
    const start = { pk: { S: 'run' }, sk: { S: 'OPINION#expert-0#1' } };
    const { store, aws } = await storeOn(
      stored(),
      { body: { Items: [item('expert-0')], LastEvaluatedKey: start } },
      { body: { Items: [item('expert-1')] } },
    );
    const { opinions } = await store.opinions.read('run');
    expect(opinions.map(({ expert }) => expert)).toEqual(['expert-0', 'expert-1']);
    expect(aws.calls.slice(1).map(({ input }) => input['ExclusiveStartKey'])).toEqual([undefined, start]);
  });

  it('ends after some pages that a filter leaves empty, with a cursor behind them', async () => {
    const key = {
      pk: { S: 'CONSULTATION#run-9' },
      sk: { S: 'ROW' },
      tenantKey: { S: 'TENANT#tenant-a' },
      createdAt: { S: '2026-03-01T10:00:00.000Z' },
    };
    const { store, aws } = await storeOn({ body: { Items: [], LastEvaluatedKey: key } });
    const { runs, cursor } = await store.listings.page({ tenant: 'tenant-a', limit: 10, tag: 'team:blue' });
    expect({ runs, looks: aws.calls.length }).toEqual({ runs: [], looks: 20 });
    await store.listings.page({ tenant: 'tenant-a', limit: 10, tag: 'team:blue', cursor });
    expect(aws.calls[20]?.input['ExclusiveStartKey']).toEqual(key);
  });

  it('leaves out a run that has ended since the index saw it open', async () => {
    const keys = { pk: { S: 'CONSULTATION#run' }, sk: { S: 'RUN' }, openKey: { S: 'OPEN' }, deadlineAt: { S: '2026-03-01T10:01:00.000Z' } };
    const { store, aws } = await storeOn({ body: { Items: [keys] } }, stored({ status: 'decided' }));
    expect(await store.listings.overdue('2026-03-01T11:00:00.000Z', 10)).toEqual([]);
    expect(aws.calls[1]).toMatchObject({ operation: 'GetItem', input: { ConsistentRead: true, Key: { pk: { S: 'CONSULTATION#run' } } } });
  });
});

describe('a delivery', () => {
  const delivery: Delivery = { consultationId: 'run', webhook: 0, version: 1, state: 'pending', attempts: [] };

  it('is changed in a transaction: after a lost reply the SDK repeats it under its token, and does not meet its own result', async () => {
    const {
      store,
      aws: { calls },
    } = await storeOn(ok, cancelled('ConditionalCheckFailed'));
    expect(await store.deliveries.save(delivery)).toBe(true);
    expect(await store.deliveries.save({ ...delivery, version: 2 })).toBe(false);
    expect(calls.map(({ operation, input }) => [operation, typeof input['ClientRequestToken']])).toEqual([
      ['TransactWriteItems', 'string'],
      ['TransactWriteItems', 'string'],
    ]);
  });

  it('is not taken for changed by another when the store fails', async () => {
    const { store } = await storeOn({ error: 'AccessDeniedException' });
    await expect(store.deliveries.save(delivery)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('a store that fails', () => {
  it.each<ScriptedReply>([
    cancelled('None', 'ThrottlingError'),
    cancelled('None', 'ProvisionedThroughputExceeded'),
    { error: 'ProvisionedThroughputExceededException' },
    { error: 'ThrottlingException' },
    { error: 'InternalServerError', status: 500 },
  ])('is unavailable, with the cause: %j', async (reply) => {
    const { store } = await storeOn(reply);
    await expect(store.opinions.record('run', sampleOpinion('expert-0'))).rejects.toMatchObject({
      name: 'Unavailable',
      retryable: true,
      cause: expect.any(Error),
    });
  });

  it('is unavailable when nothing answers', async () => {
    const { store, aws: gone } = await storeOn(ok);
    await gone.close();
    await expect(store.runs.get('run')).rejects.toMatchObject({ name: 'Unavailable', cause: expect.any(Error) });
  });

  it.each<ScriptedReply>([{ error: 'AccessDeniedException' }, { error: 'ValidationException' }, cancelled('ValidationError', 'None')])(
    'tells a fault of ours apart, which trying again does not mend: %j',
    async (reply) => {
      const { store } = await storeOn(reply);
      await expect(store.opinions.record('run', sampleOpinion('expert-0'))).rejects.not.toMatchObject({ name: 'Unavailable' });
    },
  );
});
