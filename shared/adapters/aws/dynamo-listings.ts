/** Listings of runs: a tenant's newest first, page by page, and those whose deadline has passed. */
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { consultationId } from '../../contract/question.ts';
import type { RunRow, RunState } from '../../contract/run.ts';
import { byDeadline, byTenant, consultationPartition, openKeyValue, rowKey, tableAttributes, tenantKeyOf } from '../../contract/table.ts';
import { InvalidInput } from '../../errors.ts';
import type { Listings, RunQuery } from '../../ports/listings.ts';
import { callAws } from './aws-failure.ts';
import { readState } from './dynamo-run-change.ts';
import { rowOf } from './dynamo-run-item.ts';
import { type DynamoTable, type Item, isExpired, storeName } from './dynamo-table.ts';

// A filter is applied after reading: with few hits a page of `limit` items would mean one request per hit.
const filteredPageSize = 100;
// Pages of the index that one request reads: 2,000 runs with a filter, within a second or two.
const mostLooks = 20;
// Bounds of any ISO time of our era.
const firstTime = '0000';
const lastTime = '9999';

/** The last run that the page before has shown. */
const cursorSchema = z.strictObject({ id: consultationId, createdAt: z.iso.datetime() });
type Cursor = z.infer<typeof cursorSchema>;

/** Listings on a table. */
export function dynamoListings(table: DynamoTable): Listings {
  return {
    async page(query) {
      const found: RunRow[] = [];
      let looked = 0;
      for await (const { rows, behind } of pages(table, query)) {
        found.push(...rows);
        looked += 1;
        const last = found.length > query.limit ? found[query.limit - 1] : undefined;
        // One run more than asked for was looked for, so this cursor leads to a page that is not empty.
        if (last !== undefined) return { runs: found.slice(0, query.limit), cursor: writeCursor(last) };
        // A filter with few hits would read all that there is, and be paid for it, before its caller hears of anything.
        if (looked === mostLooks && behind !== undefined) return { runs: found, cursor: writeCursor(behind) };
      }
      return { runs: found };
    },

    async overdue(before, limit) {
      const { Items = [] } = await callAws(storeName, () =>
        table.client.send(
          new QueryCommand({
            TableName: table.name,
            IndexName: byDeadline.name,
            KeyConditionExpression: '#open = :open AND #deadline < :before',
            ExpressionAttributeNames: { '#open': byDeadline.partitionKey, '#deadline': byDeadline.sortKey },
            ExpressionAttributeValues: { ':open': openKeyValue, ':before': timeOf('before', before, 0) },
            Limit: limit,
          }),
        ),
      );
      // An index lags behind its table: only the run itself knows whether it is still without an end.
      const runs = await Promise.all(Items.map((item) => readState(table, idOf(item))));
      return runs.filter((run): run is RunState => run?.status === 'open' || run?.status === 'closed');
    },
  };
}

/** The matching rows of one page of the index, and the place behind which the next one begins. */
interface IndexPage {
  readonly rows: readonly RunRow[];
  readonly behind: Cursor | undefined;
}

/** Each page of the index, until it is exhausted. */
async function* pages(table: DynamoTable, query: RunQuery): AsyncGenerator<IndexPage> {
  const range = rangeOf(query);
  const filter = filterOf(query);
  let start = startOf(query, range);
  do {
    const page = await callAws(storeName, () =>
      table.client.send(
        new QueryCommand({
          TableName: table.name,
          IndexName: byTenant.name,
          ScanIndexForward: false,
          KeyConditionExpression: '#tenant = :tenant AND #created BETWEEN :first AND :last',
          ...(filter.conditions.length === 0 ? {} : { FilterExpression: filter.conditions.join(' AND ') }),
          ExpressionAttributeNames: { '#tenant': byTenant.partitionKey, '#created': byTenant.sortKey, ...filter.names },
          ExpressionAttributeValues: { ':tenant': tenantKeyOf(query.tenant), ':first': range.first, ':last': range.last, ...filter.values },
          Limit: filter.conditions.length === 0 ? query.limit + 1 : Math.max(query.limit + 1, filteredPageSize),
          ExclusiveStartKey: start,
        }),
      ),
    );
    const now = table.clock.now();
    const rows = (page.Items ?? []).filter((item) => !isExpired(item, now)).map(rowOf);
    start = page.LastEvaluatedKey;
    yield { rows, behind: start && placeOf(start) };
  } while (start !== undefined);
}

interface Range {
  readonly first: string;
  readonly last: string;
}

/** `after` and `before` are exclusive, the bounds of an index are not: our times are whole milliseconds. */
function rangeOf({ after, before }: RunQuery): Range {
  const first = after === undefined ? firstTime : timeOf('after', after, 1);
  const last = before === undefined ? lastTime : timeOf('before', before, -1);
  // The index refuses a range whose end lies before its start; an empty one is meant.
  return first <= last ? { first, last } : { first: lastTime, last: lastTime };
}

/** The time as it is stored, so that comparing texts compares times. */
function timeOf(field: string, text: string, shiftMs: number): string {
  const time = Date.parse(text);
  if (Number.isNaN(time)) {
    throw new InvalidInput([{ field, message: 'must be an ISO 8601 time' }]);
  }
  return new Date(time + shiftMs).toISOString();
}

interface Filter {
  readonly conditions: readonly string[];
  readonly names: Readonly<Record<string, string>>;
  readonly values: Item;
}

function filterOf({ status, circle, tag }: RunQuery): Filter {
  const conditions: string[] = [];
  const names: Record<string, string> = {};
  const values: Item = {};
  if (status !== undefined) {
    conditions.push('#status IN (:status, :alias)');
    names['#status'] = 'status';
    // A caller sees a closed run as open.
    Object.assign(values, { ':status': status, ':alias': status === 'open' ? 'closed' : status });
  }
  if (circle !== undefined) {
    conditions.push('#circle = :circle');
    names['#circle'] = 'circle';
    values[':circle'] = circle;
  }
  if (tag !== undefined) {
    const [key, value] = splitTag(tag);
    conditions.push('#metadata.#tag = :tag');
    Object.assign(names, { '#metadata': 'metadata', '#tag': key });
    values[':tag'] = value;
  }
  return { conditions, names, values };
}

function splitTag(tag: string): readonly [key: string, value: string] {
  const colon = tag.indexOf(':');
  if (colon < 1) {
    throw new InvalidInput([{ field: 'tag', message: 'must have the form key:value' }]);
  }
  return [tag.slice(0, colon), tag.slice(colon + 1)];
}

/** The place of an index key. */
function placeOf(key: Item): Cursor {
  return cursorSchema.parse({ id: idOf(key), createdAt: key[byTenant.sortKey] });
}

function writeCursor({ id, createdAt }: Cursor): string {
  return Buffer.from(JSON.stringify({ id, createdAt } satisfies Cursor)).toString('base64url');
}

/** The key behind which the index goes on. The tenant is the query's own, so a cursor cannot lead into another's runs. */
function startOf({ tenant, cursor }: RunQuery, { first, last }: Range): Item | undefined {
  if (cursor === undefined) {
    return undefined;
  }
  const position = readCursor(cursor);
  if (position === undefined || position.createdAt < first || position.createdAt > last) {
    throw new InvalidInput([{ field: 'cursor', message: 'is not a cursor of this listing' }]);
  }
  return { ...rowKey(position.id), [byTenant.partitionKey]: tenantKeyOf(tenant), [byTenant.sortKey]: position.createdAt };
}

function readCursor(cursor: string): Cursor | undefined {
  try {
    return cursorSchema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString())).data;
  } catch {
    return undefined;
  }
}

function idOf(item: Item): string {
  return String(item[tableAttributes.partitionKey]).slice(consultationPartition('').length);
}
