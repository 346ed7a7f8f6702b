/**
 * The verdict as an item. A table item holds 400 KB and is billed by the kilobyte, and a verdict may quote 50 answers of a megabyte: a large one is stored
 * with references in place of the quotations, which are the frozen opinions' own words and are put back when it is read. What it says in words of
 * its own, such as a JSON value put together from several answers, may be large too: then all of it goes to the store of large texts.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { saidAnswer } from '../../contract/said-answer.ts';
import { formVersion, readStored, writeStored } from '../../contract/stored.ts';
import { textsAttribute, verdictKey } from '../../contract/table.ts';
import { type Verdict, verdict as verdictSchema } from '../../contract/verdict.ts';
import { readStanding } from './dynamo-opinions.ts';
import { type DynamoTable, fieldsOf, type Item, readItem } from './dynamo-table.ts';
import { storeSaid, textsKeyOf } from './dynamo-texts.ts';
import type { LargeTexts } from './large-texts.ts';

/** Bytes of JSON that an item holds with every quotation: a transaction bills its size twice, and whoever reads a verdict reads the opinions as a rule. */
const plainMaxBytes = 16 * 1024;
/** Bytes of JSON without them: well below the 400 KB of an item, which counts names and nesting too. */
const packedMaxBytes = 100_000;

const packed = z.strictObject({
  /** The verdict with the empty text in place of each quotation. */
  verdict: verdictSchema,
  /** The expert whose answer the verdict's answer is, or null if the answer is in the verdict. */
  answerOf: z.string().nullable(),
  /** The dissenters whose answers were taken out. */
  dissentOf: z.array(z.string()),
  /** The expert whose answer each position's is, or null where the answer is in the verdict. */
  positionsOf: z.array(z.string().nullable()).default([]),
  /** That quotations hold the conclusions of their experts too; absent in items of earlier versions. */
  said: z.literal(true).optional(),
});

/** Fields of the item: the verdict itself, or `packed` where it is too large. */
export async function packVerdict(table: DynamoTable, large: LargeTexts, consultationId: string, verdict: Verdict): Promise<Item> {
  const plain = verdictSchema.parse(verdict);
  if (Buffer.byteLength(JSON.stringify(plain)) <= plainMaxBytes) {
    return { ...plain, v: formVersion };
  }
  const answers = await answersByExpert(table, large, consultationId, true);
  const isQuoted = (expert: string | null, text: string | null): boolean => expert !== null && answers.get(expert) === text;
  const answerOf = isQuoted(plain.pick, plain.answer) ? plain.pick : null;
  const dissentOf = plain.dissent.filter(({ expert, answer }) => isQuoted(expert, answer)).map(({ expert }) => expert);
  const positionsOf = (plain.positions ?? []).map(({ experts, answer }) => experts.find((expert) => isQuoted(expert, answer)) ?? null);
  const item = writeStored(packed, {
    verdict: {
      ...plain,
      ...(plain.positions && {
        positions: plain.positions.map((position, at) => (positionsOf[at] === null ? position : { ...position, answer: '' })),
      }),
      answer: answerOf === null ? plain.answer : '',
      dissent: plain.dissent.map((entry) => (dissentOf.includes(entry.expert) ? { ...entry, answer: '' } : entry)),
    },
    answerOf,
    dissentOf,
    positionsOf,
    said: true,
  });
  const text = JSON.stringify(item);
  if (Buffer.byteLength(text) <= packedMaxBytes) return item;
  // Stored again, it is the same object: nobody removes it but with its consultation.
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return { v: formVersion, [textsAttribute]: await storeSaid(table, large, consultationId, `verdict-${digest}`, text) };
}

/** Consistent read of a verdict. */
export async function readVerdict(table: DynamoTable, large: LargeTexts, consultationId: string): Promise<Verdict | undefined> {
  const item = await readItem(table, verdictKey(consultationId));
  if (item === undefined) {
    return undefined;
  }
  const { end: _end, ...fields } = await wholeFields(large, item);
  if (!('answerOf' in fields)) {
    return readStored(verdictSchema, fields);
  }
  const { verdict, answerOf, dissentOf, positionsOf, said = false } = readStored(packed, fields);
  const answers = await answersByExpert(table, large, consultationId, said);
  return {
    ...verdict,
    ...(verdict.positions && {
      positions: verdict.positions.map((position, at) => ({ ...position, answer: answers.get(positionsOf[at] ?? '') ?? position.answer })),
    }),
    answer: answerOf === null ? verdict.answer : (answers.get(answerOf) ?? null),
    dissent: verdict.dissent.map((entry) =>
      dissentOf.includes(entry.expert) ? { ...entry, answer: answers.get(entry.expert) ?? '' } : entry,
    ),
  };
}

async function wholeFields(large: LargeTexts, item: Item): Promise<Item> {
  const key = textsKeyOf(item);
  return key === undefined ? fieldsOf(item) : { ...JSON.parse(await large.get(key)) };
}

async function answersByExpert(
  table: DynamoTable,
  large: LargeTexts,
  consultationId: string,
  said: boolean,
): Promise<ReadonlyMap<string, string | undefined>> {
  const opinions = await readStanding(table, large, consultationId);
  return new Map(opinions.map((opinion) => [opinion.expert, opinion.answer !== undefined && said ? saidAnswer(opinion) : opinion.answer]));
}
