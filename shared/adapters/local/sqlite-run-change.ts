/** Runs as the ports on SQLite share them: read, ended, and awaited. */
import type { JournalEntry } from '../../contract/journal.ts';
import { between } from '../../contract/machine-time.ts';
import type { Run, RunStatus } from '../../contract/run.ts';
import { NotFound } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Database } from './sqlite-database.ts';
import { type RunNews, runNews } from './sqlite-run-news.ts';
import { type RunReader, runReader } from './sqlite-run-reader.ts';
import { journalText } from './sqlite-run-row.ts';

/** What the ports of one database share. */
export interface RunTable {
  readonly db: Database;
  readonly clock: Clock;
  readonly reader: RunReader;
  readonly news: RunNews;
  /** Throws `NotFound`. */
  requireRun(id: string): Run;
  /** Adds to a run's journal, inside a transaction. Throws `NotFound`. */
  tell(id: string, entry: JournalEntry): void;
  /** Ends a run if its status is one of `from`, inside a transaction. Throws `NotFound`. */
  end(id: string, from: readonly RunStatus[], entry: Extract<JournalEntry, { type: 'ended' }>): boolean;
  /** Tells of an end that `happened`, and returns that. */
  announceEnd(id: string, happened: boolean): boolean;
}

/** The runs of a database. */
export function runTable(db: Database, clock: Clock): RunTable {
  const reader = runReader(db);
  const requireRun = (id: string): Run => {
    const found = reader.find(id);
    if (!found) throw new NotFound(`consultation ${id}`);
    return found;
  };
  const news = runNews(requireRun, clock);
  return {
    db,
    clock,
    reader,
    news,
    requireRun,
    tell(id, entry) {
      const { changes } = db.sql('UPDATE runs SET journal = journal || ? WHERE id = ?').run(journalText(entry), id);
      if (changes === 0) requireRun(id);
      reader.happened(id, entry);
    },
    end(id, from, entry) {
      const run = requireRun(id);
      if (!from.includes(run.status)) return false;
      const ms = between(run.machine, clock.machine());
      const entries: JournalEntry[] = [...(ms === undefined ? [] : [{ type: 'took' as const, at: entry.at, ms }]), entry];
      db.sql('UPDATE runs SET status = ?, endedAt = ?, journal = journal || ? WHERE id = ?').run(
        entry.end,
        entry.at,
        entries.map(journalText).join(''),
        id,
      );
      for (const one of entries) reader.happened(id, one);
      return true;
    },
    announceEnd(id, happened) {
      if (happened) news.tellEnd(id);
      return happened;
    },
  };
}
