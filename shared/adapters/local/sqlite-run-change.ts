/** Runs as the ports on SQLite share them: read, ended, and awaited. */
import type { Run } from '../../contract/consultation.ts';
import { NotFound } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Database } from './sqlite-database.ts';
import { type RunNews, runNews } from './sqlite-run-news.ts';
import { type RunReader, runReader } from './sqlite-run-row.ts';

/** What the ports of one database share. */
export interface RunTable {
  readonly db: Database;
  readonly clock: Clock;
  readonly reader: RunReader;
  readonly news: RunNews;
  /** Throws `NotFound`. */
  requireRun(id: string): Run;
  /** Ends a run if its status is one of `from`; inside a transaction or alone. Throws `NotFound`. */
  end(id: string, from: readonly string[], change: { status: string; endedAt: string; failure?: string }): boolean;
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
    end(id, from, change) {
      const marks = from.map(() => '?').join(', ');
      const changed = db
        .sql(`UPDATE runs SET status = ?, endedAt = ?, failure = ?, token = NULL WHERE id = ? AND status IN (${marks})`)
        .run(change.status, change.endedAt, change.failure ?? null, id, ...from).changes;
      if (changed === 0) requireRun(id);
      return changed > 0;
    },
    announceEnd(id, happened) {
      if (happened) news.tellEnd(id);
      return happened;
    },
  };
}
