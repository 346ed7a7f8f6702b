/** Lists of runs in SQLite. */
import { listedQuestion, type Run, type RunRow, rowOfRun } from '../../contract/run.ts';
import { InvalidInput } from '../../errors.ts';
import type { Listings, RunQuery } from '../../ports/listings.ts';
import type { RunTable } from './sqlite-run-change.ts';

/** A condition with what it is bound to, or nothing where the query does not ask for it. */
type Filter = readonly [condition: string, bound: readonly string[]] | '' | undefined;

/** Listings in SQLite. */
export function sqliteListings({ db, reader }: Pick<RunTable, 'db' | 'reader'>): Listings {
  return {
    async page(query) {
      await db.settled();
      const filters = filtersOf(query);
      const conditions = filters.map(([condition]) => condition);
      const values = filters.flatMap(([, bound]) => bound);
      const rows = reader.list(`WHERE ${conditions.join(' AND ')} ORDER BY createdAt DESC, id DESC LIMIT ?`, ...values, query.limit + 1);
      const page = rows.slice(0, query.limit);
      const last = rows.length > query.limit ? page.at(-1) : undefined;
      return { runs: page.map(rowOf), ...(last && { cursor: encodeCursor(last) }) };
    },

    async overdue(before, limit) {
      await db.settled();
      return reader.list(`WHERE status IN ('open', 'closed') AND deadlineAt < ? ORDER BY deadlineAt LIMIT ?`, before, limit);
    },
  };
}

function rowOf(run: Run): RunRow {
  return { ...rowOfRun.parse(run), question: listedQuestion(run.question) };
}

function filtersOf(query: RunQuery): Exclude<Filter, '' | undefined>[] {
  const chosen: Filter[] = [
    ['tenant = ?', [query.tenant]],
    query.status && [query.status === 'open' ? `status IN (?, 'closed')` : 'status = ?', [query.status]],
    query.circle && ['circle = ?', [query.circle]],
    query.after && ['createdAt > ?', [query.after]],
    query.before && ['createdAt < ?', [query.before]],
    query.tag && [
      `json_extract((SELECT question FROM questions WHERE consultationId = id), '$.metadata.' || json_quote(?)) = ?`,
      splitTag(query.tag),
    ],
    query.cursor && ['(createdAt, id) < (?, ?)', decodeCursor(query.cursor)],
  ];
  return chosen.filter((filter) => typeof filter === 'object');
}

function splitTag(tag: string): [string, string] {
  const colon = tag.indexOf(':');
  return [tag.slice(0, colon), tag.slice(colon + 1)];
}

function encodeCursor(run: Run): string {
  return Buffer.from(JSON.stringify([run.createdAt, run.id])).toString('base64url');
}

function decodeCursor(cursor: string): [string, string] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'string') return [value[0], value[1]];
  } catch {
    // A broken text is reported to the caller below, like one of another form.
  }
  throw new InvalidInput([{ field: 'cursor', message: 'is not a cursor that this server gave' }]);
}
