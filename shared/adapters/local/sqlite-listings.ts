/** Lists of runs in SQLite. */
import { setImmediate } from 'node:timers/promises';
import { listedQuestion, type Run, type RunRow, rowOfRun } from '../../contract/run.ts';
import { InvalidInput } from '../../errors.ts';
import type { Listings, RunQuery } from '../../ports/listings.ts';
import type { Database } from './sqlite-database.ts';
import type { RunTable } from './sqlite-run-change.ts';

// Rows that a look takes in while everybody else waits: a tag stands in the question, which may be a megabyte to read.
const rowsOfLook = 10_000;
const questionsOfLook = 25;
// Looks of one request: 2,000 questions, as in the cloud.
const mostLooks = 80;

/** A condition with what it is bound to. */
type Filter = readonly [condition: string, bound: readonly string[]];

/** Listings in SQLite. */
export function sqliteListings({ db, reader }: Pick<RunTable, 'db' | 'reader'>): Listings {
  return {
    async page(query) {
      await db.settled();
      const found: Run[] = [];
      let from = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
      for (let looks = 1; ; looks += 1) {
        const behind = endOfLook(db, query, from);
        found.push(...look({ reader }, query, { from, behind, limit: query.limit + 1 - found.length }));
        const last = found.length > query.limit ? found[query.limit - 1] : undefined;
        if (last !== undefined) return { runs: found.slice(0, query.limit).map(rowOf), cursor: encodeCursor(last) };
        if (behind === undefined) return { runs: found.map(rowOf) };
        if (looks === mostLooks) return { runs: found.map(rowOf), cursor: encodeCursor(behind) };
        from = behind;
        await setImmediate();
      }
    },

    async overdue(before, limit) {
      await db.settled();
      return reader.list(`WHERE status IN ('open', 'closed') AND deadlineAt < ? ORDER BY deadlineAt LIMIT ?`, before, limit);
    },
  };
}

/** Where a run stands among the others, which are listed newest first. */
type Place = Pick<Run, 'createdAt' | 'id'>;

/** The last row that a look takes in, if there may be rows behind it. */
function endOfLook(db: Database, query: RunQuery, from: Place | undefined): Place | undefined {
  const { condition, values } = joined([...rangeOf(query), ...behindOf(from)]);
  const rows = query.tag === undefined ? rowsOfLook : questionsOfLook;
  const text = `SELECT createdAt, id FROM runs WHERE ${condition} ${newestFirst} LIMIT 1 OFFSET ?`;
  const [end] = db.sql(text).all(...values, rows - 1);
  return end && { createdAt: String(end['createdAt']), id: String(end['id']) };
}

/** A part of a listing. */
interface Part {
  readonly from: Place | undefined;
  /** Its last row; undefined where it goes on to the end. */
  readonly behind: Place | undefined;
  readonly limit: number;
}

function look({ reader }: Pick<RunTable, 'reader'>, query: RunQuery, { from, behind, limit }: Part): readonly Run[] {
  const upTo: Filter[] = behind === undefined ? [] : [['(createdAt, id) >= (?, ?)', [behind.createdAt, behind.id]]];
  const { condition, values } = joined([...rangeOf(query), ...behindOf(from), ...upTo, ...filtersOf(query)]);
  return reader.list(`WHERE ${condition} ${newestFirst} LIMIT ?`, ...values, limit);
}

const newestFirst = 'ORDER BY createdAt DESC, id DESC';

function rowOf(run: Run): RunRow {
  return { ...rowOfRun.parse(run), question: listedQuestion(run.question) };
}

function joined(filters: readonly Filter[]): { readonly condition: string; readonly values: readonly string[] } {
  return { condition: filters.map(([condition]) => condition).join(' AND '), values: filters.flatMap(([, bound]) => bound) };
}

function behindOf(from: Place | undefined): readonly Filter[] {
  return from === undefined ? [] : [['(createdAt, id) < (?, ?)', [from.createdAt, from.id]]];
}

/** What the index finds. */
function rangeOf({ tenant, after, before }: RunQuery): readonly Filter[] {
  return chosen([['tenant = ?', [tenant]], after && ['createdAt > ?', [after]], before && ['createdAt < ?', [before]]]);
}

/** What each row is looked at for. */
function filtersOf({ status, circle, tag }: RunQuery): readonly Filter[] {
  return chosen([
    status && [status === 'open' ? `status IN (?, 'closed')` : 'status = ?', [status]],
    circle && ['circle = ?', [circle]],
    tag && [`json_extract((SELECT question FROM questions WHERE consultationId = id), '$.metadata.' || json_quote(?)) = ?`, splitTag(tag)],
  ]);
}

function chosen(filters: readonly (Filter | '' | undefined)[]): readonly Filter[] {
  return filters.filter((filter) => typeof filter === 'object');
}

function splitTag(tag: string): [string, string] {
  const colon = tag.indexOf(':');
  return [tag.slice(0, colon), tag.slice(colon + 1)];
}

function encodeCursor(run: Place): string {
  return Buffer.from(JSON.stringify([run.createdAt, run.id])).toString('base64url');
}

function decodeCursor(cursor: string): Place {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'string') return { createdAt: value[0], id: value[1] };
  } catch {
    // A broken text is reported to the caller below, like one of another form.
  }
  throw new InvalidInput([{ field: 'cursor', message: 'is not a cursor that this server gave' }]);
}
