/**
 * What was asked, as an item that is written once. A large one leaves its texts to the store of large texts, and keeps of the question what the core
 * sees when it weighs.
 */
import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Run, type RunQuestion, runQuestion, weighedQuestion } from '../../contract/run.ts';
import { readStored, writeStored } from '../../contract/stored.ts';
import { largeTextsPrefixFor, questionKey, tableAttributes, textsAttribute } from '../../contract/table.ts';
import { NotFound } from '../../errors.ts';
import { isNamed } from './aws-failure.ts';
import { keptFor, ownDaysOf } from './dynamo-kept.ts';
import { type DynamoTable, epochSeconds, fieldsOf, type Item, readItem, write } from './dynamo-table.ts';
import { inlineMaxBytes, removeTexts, textsKeyOf } from './dynamo-texts.ts';
import type { LargeTexts } from './large-texts.ts';

/** Parts of a question that can be large. The schema is not among them: the core reads it from the item. */
const texts = runQuestion.pick({ question: true, messages: true, instructions: true, images: true, review: true });
const textsOf = texts.strip();

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
  // Of its own for each writing: whoever comes second, with what it has read a moment later, overwrites nothing that somebody has been asked.
  const key = `${largeTextsPrefixFor('questions', ownDaysOf(table, circle))}${id}/${randomUUID().replaceAll('-', '')}.json`;
  const Item = { ...keptFor(table, circle, await questionItem(large, key, question)), ...questionKey(id) };
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

/** Whoever was first is right: an id is made for one request, though what a schedule reads for it may have changed in between. */
function unlessThere(thrown: unknown): void {
  if (!isNamed(thrown, 'ConditionalCheckFailedException')) throw thrown;
}

async function questionItem(large: LargeTexts, key: string, question: RunQuestion): Promise<Item> {
  const text = JSON.stringify(textsOf.parse(question));
  if (Buffer.byteLength(text) <= inlineMaxBytes) return writeStored(runQuestion, question);
  await large.put(key, text);
  const { messages: _messages, instructions: _instructions, images: _images, review: _review, ...rest } = question;
  const short = writeStored(runQuestion, { ...rest, question: weighedQuestion(question.question) });
  return { ...short, [textsAttribute]: key };
}

/** What was asked. Throws `NotFound` where it has been removed. */
export async function readQuestion(table: DynamoTable, large: LargeTexts, id: string): Promise<RunQuestion> {
  const item = await readItem(table, questionKey(id));
  if (item === undefined) throw new NotFound(`the question of consultation ${id}`);
  const question = readStored(runQuestion, fieldsOf(item));
  const key = textsKeyOf(item);
  return key === undefined ? question : { ...question, ...texts.parse(JSON.parse(await large.get(key))) };
}
