/** Health of experts in SQLite. */
import { expertHealth } from '../../contract/expert.ts';
import { readStored, writeStored } from '../../contract/stored.ts';
import type { Health } from '../../ports/health.ts';
import type { Database } from './sqlite-database.ts';

/** Health in SQLite. */
export function sqliteHealth(db: Database): Health {
  return {
    async save(health) {
      await db.write(() => {
        for (const entry of health) {
          db.sql('INSERT OR REPLACE INTO health (expert, health) VALUES (?, ?)').run(
            entry.expert,
            JSON.stringify(writeStored(expertHealth, entry)),
          );
        }
      });
    },

    async read() {
      return db
        .sql('SELECT health FROM health ORDER BY expert')
        .all()
        .map((row) => readStored(expertHealth, JSON.parse(String(row['health']))));
    },
  };
}
