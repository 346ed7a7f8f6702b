/** Uses of secrets in SQLite. */
import type { SecretUses } from '../../ports/secret-uses.ts';
import type { Database } from './sqlite-database.ts';

/** Uses of secrets in SQLite. */
export function sqliteSecretUses(db: Database): SecretUses {
  return {
    async record(use) {
      await db.write(() => db.sql('INSERT INTO secretUses (at, use) VALUES (?, ?)').run(use.at, JSON.stringify(use)));
    },
  };
}
