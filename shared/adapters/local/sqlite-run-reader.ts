/** Reads runs of the one file. Nobody else writes to it, so what was read once, and all that has happened since, is known without reading it again. */

import type { JournalEntry } from '../../contract/journal.ts';
import { afterEntry } from '../../contract/progress.ts';
import type { Run } from '../../contract/run.ts';
import { withReplacements } from '../../contract/seats-now.ts';
import type { Database } from './sqlite-database.ts';
import { type Accepted, type KeptRow, readAccepted, readJournal, readRows, runOf } from './sqlite-run-row.ts';

/** Runs that are kept in memory: as many as are worked on at once, with room to spare, and no more than memory has. */
const keptRuns = 2000;
const keptCharacters = 32_000_000;

/** The runs of a database; a run is read some twenty times in its life. */
export interface RunReader {
  find(id: string): Run | undefined;
  /** An entry has been added to the journal of a run, in the transaction that is under way. */
  happened(id: string, entry: JournalEntry): void;
  /** Keeps nothing of a run that was removed. */
  forget(id: string): void;
  /** The runs that the rest of a SELECT, from its WHERE on, chooses. */
  list(rest: string, ...values: readonly (string | number)[]): Run[];
}

interface Kept {
  readonly accepted: Accepted;
  readonly length: number;
  /** The run as it is now; undefined until it is read. */
  readonly run?: Run | undefined;
}

const readers = new WeakMap<Database, RunReader>();

/** The reader of a database: one, since each must know what has happened. */
export function runReader(db: Database): RunReader {
  const known = readers.get(db);
  if (known) return known;
  const reader = openReader(db);
  readers.set(db, reader);
  return reader;
}

function openReader(db: Database): RunReader {
  const kept = new Map<string, Kept>();
  let characters = 0;
  const keep = (id: string, entry: Kept): void => {
    if (!kept.has(id)) characters += entry.length;
    kept.set(id, entry);
    for (const [oldest, { length }] of kept) {
      if (kept.size <= keptRuns && characters <= keptCharacters) break;
      kept.delete(oldest);
      characters -= length;
    }
  };
  const partsOf = (id: string): Kept => {
    const known = kept.get(id);
    if (known) return known;
    const read = readAccepted(db, id);
    keep(id, read);
    return read;
  };
  const toRun = (row: KeptRow): Run => runOf(row, partsOf(row.id).accepted);
  // What was undone is not known run by run, and it is rare.
  db.onUndone(() => {
    for (const [id, { accepted, length }] of kept) kept.set(id, { accepted, length });
  });
  return {
    find(id) {
      const known = kept.get(id)?.run;
      if (known) return known;
      const [row] = readRows(db, 'WHERE id = ?', id);
      if (!row) return undefined;
      const run = toRun(row);
      // What an earlier version has counted is no part of the journal, so such a run is read again after each change.
      const [first] = readJournal(row.journal);
      if (first?.type === 'opened') keep(id, { ...partsOf(id), run });
      return run;
    },
    happened(id, entry) {
      const known = kept.get(id);
      if (known?.run) kept.set(id, { ...known, run: withReplacements(afterEntry(known.run, entry)) });
    },
    forget(id) {
      characters -= kept.get(id)?.length ?? 0;
      kept.delete(id);
    },
    list: (rest, ...values) => readRows(db, rest, ...values).map(toRun),
  };
}
