/** A run as items: its state, what was asked, and its row in lists. Runs of the first version are one item with all three. */
import * as z from 'zod';
import { type JournalEntry, readEntry, writeEntry } from '../../contract/journal.ts';
import { countedBefore, progressOf, untouched } from '../../contract/progress.ts';
import {
  askedInHead,
  listedQuestion,
  type Run,
  type RunRow,
  type RunState,
  rowOfRun,
  runHead,
  runProgress,
  runQuestion,
  runRow,
} from '../../contract/run.ts';
import { withReplacements } from '../../contract/seats-now.ts';
import { readStored, writeStored } from '../../contract/stored.ts';
import { byDeadline, byTenant, openKeyValue, rowKey, runKey, tableAttributes, tenantKeyOf } from '../../contract/table.ts';
import { fieldsOf, type Item } from './dynamo-table.ts';

/** A reader of the first version would look for the question in the run's own item. */
const itemVersion = 2;

/** Attributes of the state that change, beside `status`. */
export const changing = {
  /** Lines of the journal. */
  journal: 'journal',
  /** Experts whose opinion is in the journal, as a set: what a condition can look into. */
  heard: 'heard',
  /** Mark of the worker whose entry was the last of those that only one may make. */
  entered: 'entered',
} as const;

const lines = z.array(z.string()).default([]);

/** The head of a whole run, whose other fields are left out. */
const headOfRun = runHead.strip();

/** The item of a new run's state. */
export function stateItem(run: Run): Item {
  return {
    ...writeStored(runHead, headOfRun.parse(run), itemVersion),
    ...runKey(run.id),
    status: run.status,
    [changing.journal]: [writeEntry({ type: 'opened', at: run.createdAt })],
    [byDeadline.partitionKey]: openKeyValue,
  };
}

/** The item of a run's row in lists. */
export function rowItem(row: z.input<typeof runRow>): Item {
  return { ...writeStored(runRow, row), ...rowKey(row.id), [byTenant.partitionKey]: tenantKeyOf(row.tenant) };
}

/** A row from an item of the listing: runs of the first version are rows themselves. */
export function rowOf(item: Item): RunRow {
  if (item[tableAttributes.sortKey] === rowKey('').sk) return readStored(runRow, fieldsOf(item));
  const { question, metadata } = earlierQuestion(item);
  return rowOfRun.parse({ ...earlierState(item), question: listedQuestion(question), metadata });
}

/** Whether a run's own item holds its question, as in the first version. */
export function isWhole(item: Item): boolean {
  return item['question'] !== undefined;
}

/** The journal of a run's item. */
export function journalOf(item: Item): readonly JournalEntry[] {
  return lines.parse(item[changing.journal]).flatMap((line) => readEntry(line) ?? []);
}

const earlierRun = runHead.omit({ experts: true, notified: true, settles: true }).extend(runProgress.shape).extend(runQuestion.shape);

/** The state of a run from its item. */
export function stateOf(item: Item): RunState {
  if (isWhole(item)) return earlierState(item);
  const {
    [changing.journal]: _journal,
    [changing.heard]: _heard,
    [changing.entered]: _entered,
    status: _status,
    ...fields
  } = fieldsOf(item);
  return withReplacements({ ...readStored(runHead, fields, itemVersion), ...progressOf(journalOf(item), untouched) });
}

/** What was asked, from the item of a run of the first version. */
export function earlierQuestion(item: Item): z.infer<typeof runQuestion> {
  return readStored(runQuestion, fieldsOf(item));
}

const earlierHead = runHead.strip();
const earlierProgress = runProgress.strip();

/** Counted by the first version in attributes, and since then in a journal. */
function earlierState(item: Item): RunState {
  const earlier = readStored(earlierRun, fieldsOf(item));
  const head = earlierHead.parse({ ...earlier, ...askedInHead(earlier) });
  const journal = journalOf(item);
  return { ...head, ...progressOf(journal, countedBefore(earlierProgress.parse(earlier), journal)) };
}
