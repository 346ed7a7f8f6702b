/** Large answers that others take the place of, step between step: an item never loses the words that it leads to. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, expect, it } from 'vitest';
import { dynamoPorts } from '../../shared/adapters/aws/dynamo-ports.ts';
import { systemClock } from '../../shared/adapters/node/system-clock.ts';
import type { Opinions } from '../../shared/ports/opinions.ts';
import { memoryTexts } from '../support/memory-texts.ts';
import { sampleOpinion } from './samples.ts';
import { type ScriptedAws, type ScriptedCall, type ScriptedReply, scriptedAws } from './scripted-aws.ts';

type Item = Readonly<Record<string, { readonly S?: string }>>;

let aws: ScriptedAws | undefined;
afterEach(() => aws?.close());

/** A table that holds one answer; a transaction is refused when its turn is in `refused`, counted from 1. */
async function tableOfOne(refused: readonly number[] = []) {
  const texts = memoryTexts();
  let held: Item | undefined;
  let transactions = 0;
  const reply = ({ operation, input }: ScriptedCall): ReturnType<Extract<ScriptedReply, (call: ScriptedCall) => unknown>> => {
    if (operation === 'GetItem') return { body: held === undefined ? {} : { Item: held } };
    if (operation !== 'TransactWriteItems') return { body: {} };
    transactions += 1;
    if (refused.includes(transactions)) {
      const CancellationReasons = [{ Code: 'ConditionalCheckFailed' }, { Code: 'None' }];
      return { error: 'TransactionCanceledException', fields: { CancellationReasons } };
    }
    held = (input['TransactItems'] as readonly { readonly Put?: { readonly Item: Item } }[])[0]?.Put?.Item;
    return { body: {} };
  };
  aws = await scriptedAws(reply);
  const { opinions } = dynamoPorts({ client: new DynamoDBClient(aws.client), table: 'table', clock: systemClock }, texts);
  return { opinions, texts, words: () => JSON.parse(texts.kept.get(held?.['texts']?.S ?? '') ?? 'null')?.answer as string | undefined };
}

const [a, b] = ['a'.repeat(20_000), 'b'.repeat(20_000)];
const say = (opinions: Opinions, answer: string) => opinions.correct('run', sampleOpinion('expert-0', { answer }));

it('keeps the words of a correction that a second one with the same words comes too late for', async () => {
  const { opinions, texts, words } = await tableOfOne([3]);
  await say(opinions, a);
  // Both corrections have stored their words before either is written down.
  let meanwhile: Promise<boolean> | undefined;
  const { put } = texts;
  texts.put = async (key, text) => {
    await put(key, text);
    texts.put = put;
    meanwhile = say(opinions, b);
    await meanwhile;
  };
  expect(await say(opinions, b)).toBe(false);
  expect(await meanwhile).toBe(true);
  expect(words()).toBe(b);
  expect(texts.kept.size).toBe(1);
});

it('keeps the words of a correction back to what was said first, while the first correction still cleans up', async () => {
  const { opinions, texts, words } = await tableOfOne();
  await say(opinions, a);
  const { remove } = texts;
  texts.remove = async (key) => {
    texts.remove = remove;
    expect(await say(opinions, a)).toBe(true);
    await remove(key);
  };
  expect(await say(opinions, b)).toBe(true);
  expect(words()).toBe(a);
  expect(texts.kept.size).toBe(1);
});
