/** A table whose reply is lost after it has written: the SDK repeats the request, which meets what the first one has done. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it } from 'vitest';
import { dynamoPorts } from '../../shared/adapters/aws/dynamo-ports.ts';
import { stateItem } from '../../shared/adapters/aws/dynamo-run-item.ts';
import type { StoredPorts } from '../../shared/ports/ports.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { memoryTexts } from '../support/memory-texts.ts';
import { attributesOf } from './dynamo-attributes.ts';
import { sampleRun } from './samples.ts';
import { type ScriptedAws, scriptedAws } from './scripted-aws.ts';

let aws: ScriptedAws | undefined;
afterEach(async () => {
  await aws?.close();
  aws = undefined;
});

type Attributes = Record<string, { readonly S?: string; readonly L?: readonly unknown[] }>;

/** One run in a table that judges the length of the journal as DynamoDB does, and loses the replies to changes that it is told to. */
async function losingTable(run: ReturnType<typeof sampleRun>): Promise<{ store: StoredPorts; lines: () => number; loseNext: () => void }> {
  const item = attributesOf(stateItem(run)) as Attributes;
  const length = () => item['journal']?.L?.length ?? 0;
  let losses = 0;
  aws = await scriptedAws(({ operation, input }) => {
    if (operation === 'GetItem') return { body: { Item: item } };
    const {
      ':entry': entry,
      ':after': after,
      ':mark': mark,
    } = input['ExpressionAttributeValues'] as Attributes & { ':after': { N: string } };
    if (Number(after.N) !== length()) return { error: 'ConditionalCheckFailedException' };
    item['journal'] = { L: [...(item['journal']?.L ?? []), ...(entry?.L ?? [])] };
    if (mark) item['entered'] = mark;
    return losses-- > 0 ? { error: 'InternalServerError', status: 500 } : { body: { Attributes: item } };
  });
  const client = new DynamoDBClient({ ...aws.client, maxAttempts: 3 });
  return {
    store: dynamoPorts({ client, table: 'table', clock: fakeClock(), random: () => 0.5 }, memoryTexts()),
    lines: length,
    loseNext: () => {
      losses += 1;
    },
  };
}

const round = { round: 2, reason: 'split', experts: ['expert-0'] } as const;
/** Places of the seats. */
const plan = [[0], [1]];
const next = { seat: 'expert-0', by: 'expert-2', reason: 'failed' } as const;

describe('whoever begins a part of a run', () => {
  it.each<[string, (store: StoredPorts) => Promise<boolean>]>([
    ['a round', async ({ runs }) => (await runs.beginRound('run', round)).begun],
    ['a stage', async ({ runs }) => (await runs.beginStage('run', 1, 'split')).begun],
    ['a replaced seat', async ({ runs }) => (await runs.replaceSeat('run', () => next)).replaced !== undefined],
  ])('goes on with it where the reply was lost: %s', async (_, begin) => {
    const { store, lines, loseNext } = await losingTable(sampleRun({ id: 'run' }));
    await store.runs.plan('run', plan);
    const before = lines();
    loseNext();
    expect(await begin(store)).toBe(true);
    expect(lines()).toBe(before + 1);
  });

  it('is one alone, also where several begin the same in the same moment', async () => {
    const { store, lines, loseNext } = await losingTable(sampleRun({ id: 'run' }));
    loseNext();
    const begun = await Promise.all([1, 2, 3].map(async () => (await store.runs.beginRound('run', round)).begun));
    expect(begun.filter(Boolean)).toHaveLength(1);
    expect(lines()).toBe(2);
  });

  it('finds the stages that it has planned', async () => {
    const { store, lines, loseNext } = await losingTable(sampleRun({ id: 'run' }));
    loseNext();
    expect(await store.runs.plan('run', plan)).toMatchObject({ stages: { plan } });
    expect(lines()).toBe(2);
  });
});
