/** The table as the ports on it see it: a client, a name, a clock, and how a contended write is repeated. */
import { type DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { ItemKey } from '../../contract/table.ts';
import { runKey, tableAttributes } from '../../contract/table.ts';
import { Unavailable } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import { callAws, isNamed } from './aws-failure.ts';

/** An item as it lies in the table, keys included. */
export type Item = Record<string, unknown>;

export interface DynamoTable {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
  readonly clock: Clock;
  /** At least 0, below 1. */
  readonly random: () => number;
  /** Days for which what belongs to a consultation is kept. @default for good */
  readonly retentionDays?: number | undefined;
  /** Days for consultations of circles that say another time. */
  readonly retentionByCircle: Readonly<Record<string, number>>;
  /** The circles of the runs that were met last, by id: what belongs to a run is kept as long as the run. */
  readonly circles: Map<string, string>;
}

/** What a table is opened with. */
export interface TableOptions {
  readonly client: DynamoDBClient;
  /** Name of the table. */
  readonly table: string;
  readonly clock: Clock;
  /** At least 0, below 1. @default Math.random */
  readonly random?: () => number;
  /** @default for good */
  readonly retentionDays?: number | undefined;
  /** Days by circle, where they are others. @default none */
  readonly retentionByCircle?: Readonly<Record<string, number>> | undefined;
}

/** The table for all ports on it. */
export function openTable({
  client,
  table: name,
  clock,
  random = Math.random,
  retentionDays,
  retentionByCircle = {},
}: TableOptions): DynamoTable {
  const document = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return { client: document, name, clock, random, retentionDays, retentionByCircle, circles: new Map() };
}

/** What the database is called in messages. */
export const storeName = 'the store';

// All workers of a run write its one item, at most 50 of them at once: with waits of up to half a second
// the slowest of them gets through long before the last attempt.
const conflictAttempts = 20;
const conflictBaseMs = 20;
const conflictCapMs = 500;

const placing = new Set<string>(Object.values(tableAttributes));

/** The fields of an item without the attributes that place it. */
export function fieldsOf(item: Item): Item {
  return Object.fromEntries(Object.entries(item).filter(([attribute]) => !placing.has(attribute)));
}

/** Consistent read of one item; an item past its `expiresAt` is not there. */
export async function readItem(table: DynamoTable, key: ItemKey): Promise<Item | undefined> {
  const { Item } = await callAws(storeName, () =>
    table.client.send(new GetCommand({ TableName: table.name, Key: key, ConsistentRead: true })),
  );
  if (Item === undefined || isExpired(Item, table.clock.now())) return undefined;
  if (key.sk === runKey('').sk && typeof Item['id'] === 'string') rememberCircle(table, Item['id'], Item['circle']);
  return Item;
}

/** Runs whose circle is remembered: a function works on few at a time. */
const mostCircles = 200;

/** Keeps in mind of which circle a run is. */
export function rememberCircle({ circles }: DynamoTable, consultationId: string, circle: unknown): void {
  if (typeof circle !== 'string') return;
  if (circles.size >= mostCircles) circles.clear();
  circles.set(consultationId, circle);
}

/** All items of a query, page by page. */
export async function readAll(table: DynamoTable, query: Omit<QueryCommandInput, 'TableName'>): Promise<readonly Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await callAws(storeName, () =>
      table.client.send(new QueryCommand({ ...query, TableName: table.name, ExclusiveStartKey: start })),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  const now = table.clock.now();
  return items.filter((item) => !isExpired(item, now));
}

/** The items of one page of a query that have not had their time. */
export async function readPage(table: DynamoTable, query: Omit<QueryCommandInput, 'TableName'>): Promise<readonly Item[]> {
  const page = await callAws(storeName, () => table.client.send(new QueryCommand({ ...query, TableName: table.name })));
  const now = table.clock.now();
  return (page.Items ?? []).filter((item) => !isExpired(item, now));
}

/** `Date` as the seconds of `expiresAt`. */
export function epochSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

/** Says for each entry of a cancelled transaction, by position, whether its condition failed; undefined for any other error. */
export function failedConditions(thrown: unknown): readonly boolean[] | undefined {
  return thrown instanceof TransactionCanceledException
    ? (thrown.CancellationReasons ?? []).map((reason) => reason.Code === 'ConditionalCheckFailed')
    : undefined;
}

/**
 * Sends a conditional write and repeats it with full jitter while another transaction holds one of its items.
 * Throws what the condition threw, or `Unavailable` when the store cannot be reached, throttles, or stays contended.
 */
export async function write<T>(table: DynamoTable, send: () => Promise<T>): Promise<T> {
  let conflict: unknown;
  for (let attempt = 0; attempt < conflictAttempts; attempt += 1) {
    try {
      return await callAws(storeName, send);
    } catch (thrown) {
      if (!isConflict(thrown)) {
        throw isThrottledTransaction(thrown) ? new Unavailable(storeName, { cause: thrown }) : thrown;
      }
      conflict = thrown;
    }
    await table.clock.sleep(table.random() * Math.min(conflictCapMs, conflictBaseMs * 2 ** attempt));
  }
  throw new Unavailable(storeName, { cause: conflict });
}

/** Whether an item is past its time: DynamoDB may take days to delete it. */
export function isExpired(item: Item, now: Date): boolean {
  const expiresAt = item[tableAttributes.expiresAt];
  return typeof expiresAt === 'number' && expiresAt <= epochSeconds(now);
}

/** A failed condition decides, even where another entry met a conflict: that condition would fail again. */
function isConflict(thrown: unknown): boolean {
  if (isNamed(thrown, 'TransactionConflictException')) {
    return true;
  }
  const codes = reasonCodes(thrown);
  return codes.includes('TransactionConflict') && !codes.includes('ConditionalCheckFailed');
}

function isThrottledTransaction(thrown: unknown): boolean {
  return reasonCodes(thrown).some((code) => code === 'ThrottlingError' || code === 'ProvisionedThroughputExceeded');
}

function reasonCodes(thrown: unknown): readonly string[] {
  return thrown instanceof TransactionCanceledException ? (thrown.CancellationReasons ?? []).map((reason) => reason.Code ?? 'None') : [];
}
