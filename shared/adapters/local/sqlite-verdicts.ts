/** Verdicts in SQLite: one is written in the transaction that ends its run. */
import { runEnd } from '../../contract/journal.ts';
import { readStored, writeStored } from '../../contract/stored.ts';
import { verdict as verdictSchema } from '../../contract/verdict.ts';
import type { Verdicts } from '../../ports/verdicts.ts';
import type { RunTable } from './sqlite-run-change.ts';

/** Verdicts in SQLite. */
export function sqliteVerdicts({ db, end, announceEnd }: RunTable): Verdicts {
  return {
    async publish(id, status, verdict, endedAt) {
      const happened = await db.write(() => {
        if (!end(id, ['closed'], { type: 'ended', at: endedAt, end: runEnd.parse(status) })) return false;
        db.sql('INSERT INTO verdicts (consultationId, verdict) VALUES (?, ?)').run(id, JSON.stringify(writeStored(verdictSchema, verdict)));
        return true;
      });
      return announceEnd(id, happened);
    },

    async get(id) {
      await db.settled();
      const row = db.sql('SELECT verdict FROM verdicts WHERE consultationId = ?').get(id);
      return row ? readStored(verdictSchema, JSON.parse(String(row['verdict']))) : undefined;
    },
  };
}
