/**
 * What was asked, as an item that is written once. A large one leaves its texts to the store of large texts, and keeps of the question what the core
 * sees when it weighs.
 */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Run, type RunQuestion, runQuestion, weighedQuestion } from '../../contract/run.ts';
import { readStored, writeStored } from '../../contract/stored.ts';
import { largeTextsPrefix, largeTextsPrefixFor, questionKey, tableAttributes } from '../../contract/table.ts';
import { NotFound } from '../../errors.ts';
import { isNamed } from './aws-failure.ts';
import { keptFor } from './dynamo-kept.ts';
import { type DynamoTable, epochSeconds, fieldsOf, type Item, readItem, write } from './dynamo-table.ts';
import type { LargeTexts } from './large-texts.ts';

/** Bytes of the texts of a question that an item holds: an object costs as much as eight kilobytes of an item, and every reader reads them. */
const inlineMaxBytes = 8 * 1024;

/** Parts of a question that can be large. The schema is not among them: the core reads it from the item. */
const texts = runQuestion.pick({ question: true, messages: true, instructions: true, images: true, review: true });
const textsOf = texts.strip();

/** Attribute that holds the key of the large texts, where they are not in the item. */
const textsKey = 'texts';

/**
 * Stores what was asked, before its run: a run never lacks its question. Not in the transaction that makes the run, where it would cost twice; the
 * question of a run that there is not is found by nobody. Throws `Unavailable`.
 */
export async function storeQuestion(
  table: DynamoTable,
  large: LargeTexts,
  { id, circle }: Pick<Run, 'id' | 'circle'>,
  question: RunQuestion,
): Promise<void> {
  const ownDays = Object.hasOwn(table.retentionByCircle, circle) ? table.retentionByCircle[circle] : undefined;
  const Item = keptFor(table, circle, await questionItem(large, { id, ownDays }, question));
  await write(table, () => table.client.send(new PutCommand({ TableName: table.name, Item, ConditionExpression: isFree }))).catch(
    unlessThere,
  );
}

/** Takes back the question of a run that another request has made; a blank item takes its place until it expires, since whoever asks may not delete. */
export async function takeBackQuestion(table: DynamoTable, large: LargeTexts, id: string): Promise<void> {
  await removeTexts(large, await readItem(table, questionKey(id)));
  const Item = { ...questionKey(id), [tableAttributes.expiresAt]: epochSeconds(table.clock.now()) };
  await write(table, () => table.client.send(new PutCommand({ TableName: table.name, Item })));
}

const isFree = `attribute_not_exists(${tableAttributes.partitionKey})`;

/** What is there already is the same: an id is made for one request. */
function unlessThere(thrown: unknown): void {
  if (!isNamed(thrown, 'ConditionalCheckFailedException')) throw thrown;
}

async function questionItem(
  large: LargeTexts,
  { id, ownDays }: { readonly id: string; readonly ownDays: number | undefined },
  question: RunQuestion,
): Promise<Item> {
  const text = JSON.stringify(textsOf.parse(question));
  if (Buffer.byteLength(text) <= inlineMaxBytes) return { ...writeStored(runQuestion, question), ...questionKey(id) };
  const key = largeTextsKey(id, ownDays);
  await large.put(key, text);
  const { messages: _messages, instructions: _instructions, images: _images, review: _review, ...rest } = question;
  const short = writeStored(runQuestion, { ...rest, question: weighedQuestion(question.question) });
  return { ...short, ...questionKey(id), [textsKey]: key };
}

/** What was asked. Throws `NotFound` where it has been removed. */
export async function readQuestion(table: DynamoTable, large: LargeTexts, id: string): Promise<RunQuestion> {
  const item = await readItem(table, questionKey(id));
  if (item === undefined) throw new NotFound(`the question of consultation ${id}`);
  const question = readStored(runQuestion, fieldsOf(item));
  const key = item[textsKey];
  return typeof key === 'string' ? { ...question, ...texts.parse(JSON.parse(await large.get(key))) } : question;
}

/** Removes the large texts that an item leads to; repeated, it does nothing. */
export async function removeTexts(large: LargeTexts, question: Item | undefined): Promise<void> {
  const key = question?.[textsKey];
  if (typeof key === 'string') await large.remove(key);
}

/** Key of the large texts of a run. Those that are kept for a time of their own lie apart, where the bucket's rule for that time finds them. */
function largeTextsKey(id: string, ownDays: number | undefined): string {
  return `${ownDays === undefined ? largeTextsPrefix : largeTextsPrefixFor(ownDays)}${id}.json`;
}
