/** One opinion as an item. Its words are in the item while they are few, else in the store of large texts. */
import { randomUUID } from 'node:crypto';
import { type Opinion, opinion as opinionSchema } from '../../contract/opinion.ts';
import { readStored, writeStored } from '../../contract/stored.ts';
import { opinionKey, textsAttribute } from '../../contract/table.ts';
import { kept } from './dynamo-kept.ts';
import { type DynamoTable, fieldsOf, type Item } from './dynamo-table.ts';
import { inlineMaxBytes, storeSaid, textsKeyOf } from './dynamo-texts.ts';
import type { LargeTexts } from './large-texts.ts';

/** What an expert can say at length. The core reads these from the object too. */
const words = opinionSchema.pick({ answer: true, reasoning: true, conclusion: true });
const wordsOf = words.strip();

/** The item of an opinion; its large words are stored first, so that no item lacks them. */
export async function opinionItem(table: DynamoTable, large: LargeTexts, id: string, opinion: Opinion): Promise<Item> {
  const text = JSON.stringify(wordsOf.parse(opinion));
  const key = opinionKey(id, opinion.expert, opinion.round);
  if (Buffer.byteLength(text) <= inlineMaxBytes) return kept(table, id, { ...writeStored(opinionSchema, opinion), ...key });
  const { answer: _answer, reasoning: _reasoning, conclusion: _conclusion, ...rest } = opinion;
  // Each writing has an object of its own, so that whoever removes what it has replaced, or has written in vain, removes nobody else's.
  const name = `${opinion.expert}-${randomUUID().replaceAll('-', '')}`;
  const stored = { ...writeStored(opinionSchema, rest), [textsAttribute]: await storeSaid(table, large, id, name, text) };
  return kept(table, id, { ...stored, ...key });
}

/** The whole opinion of an item. Throws `NotFound` where its words have been removed since the item was read. */
export async function opinionOf(large: LargeTexts, item: Item): Promise<Opinion> {
  const opinion = readStored(opinionSchema, fieldsOf(item));
  const key = textsKeyOf(item);
  return key === undefined ? opinion : { ...opinion, ...words.parse(JSON.parse(await large.get(key))) };
}
