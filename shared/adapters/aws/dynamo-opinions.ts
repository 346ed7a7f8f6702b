/** Opinions and attempts in the table. */
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type JournalEntry, opinionEntry } from '../../contract/journal.ts';
import { type AttemptNote, attemptNote, type Opinion } from '../../contract/opinion.ts';
import { countedAnswers } from '../../contract/progress.ts';
import { isStored, opinionName, standing } from '../../contract/rounds.ts';
import type { RunState } from '../../contract/run.ts';
import { readStored, writeStored } from '../../contract/stored.ts';
import {
  attemptKey,
  attemptPrefix,
  consultationPartition,
  opinionKey,
  opinionPrefix,
  runKey,
  tableAttributes,
} from '../../contract/table.ts';
import { NotFound, Unavailable } from '../../errors.ts';
import type { Opinions, RecordOutcome } from '../../ports/opinions.ts';
import { isNamed } from './aws-failure.ts';
import { chargeRow } from './dynamo-end-run.ts';
import { kept } from './dynamo-kept.ts';
import { opinionItem, opinionOf } from './dynamo-opinion-item.ts';
import { changeRun, readState, requireItem, requireState, runUpdate } from './dynamo-run-change.ts';
import { isWhole, journalOf } from './dynamo-run-item.ts';
import { type DynamoTable, fieldsOf, type Item, readAll, readItem, storeName, write } from './dynamo-table.ts';
import { removeTexts, textsKeyOf } from './dynamo-texts.ts';
import { happens, type TransactItems } from './dynamo-transaction.ts';
import type { LargeTexts } from './large-texts.ts';

/** Opinions on a table. */
export function dynamoOpinions(table: DynamoTable, large: LargeTexts): Opinions {
  return {
    record: (consultationId, opinion) => recordOpinion(table, large, consultationId, opinion),
    correct: (consultationId, opinion) => replaceAnswer(table, large, consultationId, opinion),

    async noteAttempt(note) {
      const { consultationId, expert } = note;
      const Item = await kept(table, consultationId, {
        ...writeStored(attemptNote, note),
        ...attemptKey(consultationId, expert, note.round),
      });
      await write(table, () => table.client.send(new PutCommand({ TableName: table.name, Item })));
    },

    async read(consultationId) {
      // The run first: each opinion that it counts by then has been stored before.
      const run = await readItem(table, runKey(consultationId));
      const stored = await readOpinions(table, large, consultationId);
      const { attempts } = stored;
      return { ...standing(run === undefined ? stored.opinions : asCounted(stored.opinions, run)), attempts };
    },
  };
}

interface StoredOpinions {
  /** Of all rounds. */
  readonly opinions: readonly Opinion[];
  readonly attempts: readonly AttemptNote[];
}

/** The opinions that stand, whether a first answer is counted or not. Which second one is, the journal says; of a run without any nobody need ask it. */
export async function readStanding(table: DynamoTable, large: LargeTexts, consultationId: string): Promise<readonly Opinion[]> {
  const { opinions } = await readOpinions(table, large, consultationId);
  if (opinions.every(({ round }) => round === undefined)) return opinions;
  const run = await readItem(table, runKey(consultationId));
  return standing(run === undefined ? opinions : asCounted(opinions, run)).opinions;
}

/** Consistent read of what is stored. Words that go while they are read have been replaced, or all of them are being removed. */
async function readOpinions(table: DynamoTable, large: LargeTexts, consultationId: string): Promise<StoredOpinions> {
  try {
    return await readOnce(table, large, consultationId);
  } catch (thrown) {
    if (thrown instanceof NotFound) return readOnce(table, large, consultationId);
    throw thrown;
  }
}

/** One query: the sort keys of attempts and opinions lie side by side. */
async function readOnce(table: DynamoTable, large: LargeTexts, consultationId: string): Promise<StoredOpinions> {
  const items = await readAll(table, {
    KeyConditionExpression: '#pk = :partition AND #sk BETWEEN :first AND :last',
    ExpressionAttributeNames: { '#pk': tableAttributes.partitionKey, '#sk': tableAttributes.sortKey },
    ExpressionAttributeValues: {
      ':partition': consultationPartition(consultationId),
      ':first': attemptPrefix,
      // `~` sorts behind every character of an expert's name.
      ':last': `${opinionPrefix}~`,
    },
    ConsistentRead: true,
  });
  const below = (prefix: string): Item[] => items.filter((item) => String(item[tableAttributes.sortKey]).startsWith(prefix));
  const opinions = await Promise.all(below(opinionPrefix).map((item) => opinionOf(large, item)));
  const heard = new Set(opinions.map(opinionName));
  const attempts = below(attemptPrefix)
    .map((item) => readStored(attemptNote, fieldsOf(item)))
    .filter((note) => !heard.has(opinionName(note)));
  return { opinions: byExpert(opinions), attempts: byExpert(attempts) };
}

function byExpert<T extends { readonly expert: string; readonly round?: number | undefined }>(list: readonly T[]): readonly T[] {
  return list.toSorted((a, b) => (a.expert === b.expert ? (a.round ?? 1) - (b.round ?? 1) : a.expert < b.expert ? -1 : 1));
}

/** An answer that was stored and not counted, because its worker is between the two or stopped there, is not in while the run is open, and late afterwards. */
function asCounted(opinions: readonly Opinion[], run: Item): readonly Opinion[] {
  // The first version stored and counted at once.
  if (isWhole(run)) return opinions;
  const counted = countedAnswers(journalOf(run));
  const isOpen = run['status'] === 'open';
  return opinions.flatMap((opinion) => {
    if (opinion.status !== 'answered' || counted.has(opinionName(opinion))) return [opinion];
    return isOpen ? [] : [{ ...opinion, status: 'late' as const }];
  });
}

/**
 * Stores an opinion, then counts it: what a transaction would do for twice the price. The journal says what counts, so an opinion that is stored and not
 * counted is nobody's answer yet; whoever repeats the call counts it.
 */
async function recordOpinion(
  table: DynamoTable,
  large: LargeTexts,
  id: string,
  given: Opinion,
): Promise<{ readonly outcome: RecordOutcome; readonly run: RunState }> {
  const { own, opinion } = await storeOnce(table, large, id, given);
  const entry = opinionEntry(opinion, table.clock.now());
  const counted = await changeRun(table, id, { entry, from: ['open'], heard: opinionName(opinion) });
  // Whoever stored it has it counted, also where a repetition was quicker to count it.
  if (counted !== undefined) return { outcome: own ? 'counted' : 'duplicate', run: counted };
  const run = await readState(table, id);
  if (run === undefined) {
    await removeOpinion(table, large, id, opinion);
    throw new NotFound(`consultation ${id}`);
  }
  if (!isStored(run, opinion)) await tellLate(table, run, opinion);
  return { outcome: own ? await outcomeOf(table, id, opinion) : 'duplicate', run: await requireState(table, id) };
}

/** After the close an answer is kept as `late`; other outcomes keep their names. The money is spent all the same. */
async function tellLate(table: DynamoTable, run: RunState, opinion: Opinion): Promise<void> {
  if (run.status === 'open') throw new Unavailable(storeName);
  const late: Opinion = opinion.status === 'answered' ? { ...opinion, status: 'late' } : opinion;
  if (late !== opinion) await markLate(table, run.id, late);
  const told = await changeRun(table, run.id, { entry: opinionEntry(late, table.clock.now()), heard: opinionName(late) });
  if (told?.endedAt !== undefined && late.costUsd) await chargeRow(table, run.id, late.costUsd);
}

/** What the journal says of an opinion that it tells of. */
async function outcomeOf(table: DynamoTable, id: string, opinion: Opinion): Promise<RecordOutcome> {
  const journal = journalOf(await requireItem(table, id));
  const told = journal.findIndex((entry) => entry.type === 'opinion' && opinionName(entry) === opinionName(opinion));
  return journal.slice(0, told).some(({ type }) => type === 'closed' || type === 'ended') ? 'late' : 'counted';
}

/** Stores an opinion where there is none, and says which one is there. */
async function storeOnce(
  table: DynamoTable,
  large: LargeTexts,
  id: string,
  opinion: Opinion,
): Promise<{ readonly own: boolean; readonly opinion: Opinion }> {
  const Item = await opinionItem(table, large, id, opinion);
  const ConditionExpression = `attribute_not_exists(${tableAttributes.sortKey})`;
  try {
    await write(table, () => table.client.send(new PutCommand({ TableName: table.name, Item, ConditionExpression })));
    return { own: true, opinion };
  } catch (thrown) {
    if (!isNamed(thrown, 'ConditionalCheckFailedException')) throw thrown;
    const first = await readItem(table, opinionKey(id, opinion.expert, opinion.round));
    await removeReplaced(large, Item, first);
    return { own: false, opinion: first === undefined ? opinion : await opinionOf(large, first) };
  }
}

/** Removes the words of an item that another one stands in place of, unless it is the same writing: one that the SDK has repeated finds itself there. */
async function removeReplaced(large: LargeTexts, item: Item | undefined, other: Item | undefined): Promise<void> {
  if (textsKeyOf(item) !== textsKeyOf(other)) await removeTexts(large, item);
}

/** Nothing may be left of a run that was removed meanwhile. */
async function removeOpinion(table: DynamoTable, large: LargeTexts, id: string, { expert, round }: Opinion): Promise<void> {
  const Key = opinionKey(id, expert, round);
  await removeTexts(large, await readItem(table, Key));
  await write(table, () => table.client.send(new DeleteCommand({ TableName: table.name, Key })));
}

async function markLate(table: DynamoTable, id: string, { expert, round }: Opinion): Promise<void> {
  await write(table, () =>
    table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: opinionKey(id, expert, round),
        UpdateExpression: 'SET #status = :late',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':late': 'late' },
      }),
    ),
  );
}

/** The run is written to only to hold it open: a close at the same moment wins or loses as a whole. */
async function replaceAnswer(table: DynamoTable, large: LargeTexts, id: string, opinion: Opinion): Promise<boolean> {
  const before = await readItem(table, opinionKey(id, opinion.expert));
  const Item = await opinionItem(table, large, id, opinion);
  const replacing: TransactItems[number] = {
    Put: {
      TableName: table.name,
      Item,
      ConditionExpression: '#status = :answered',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':answered': 'answered' },
    },
  };
  const entry: JournalEntry = { type: 'corrected', at: table.clock.now().toISOString(), expert: opinion.expert, round: 1 };
  const replaced = await happens(table, [replacing, { Update: runUpdate(table, id, { entry, from: ['open'] }) }]);
  await (replaced ? removeReplaced(large, before, Item) : removeReplaced(large, Item, before));
  return replaced;
}
