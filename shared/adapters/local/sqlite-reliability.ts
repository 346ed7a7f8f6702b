/** Learnt reliability in SQLite: each update is one transaction, so that it is added once or not at all. */
import { addLessons, learnt as learntSchema, type ReliabilityKey } from '../../contract/reliability.ts';
import { readTolerantly } from '../../contract/stored.ts';
import type { Reliability } from '../../ports/reliability.ts';
import type { Database } from './sqlite-database.ts';
import { addLesson } from './sqlite-lessons.ts';

/** Learnt reliability in SQLite. */
export function sqliteReliability(db: Database): Reliability {
  const generationOf = ({ tenant, circle, kind }: ReliabilityKey): number =>
    Number(
      db.sql('SELECT generation FROM generations WHERE tenant = ? AND circle = ? AND kind = ?').get(tenant, circle, kind)?.['generation'] ??
        0,
    );

  return {
    async read(key) {
      const rows = db
        .sql('SELECT expert, rightSum, askedSum FROM reliability WHERE tenant = ? AND circle = ? AND kind = ? ORDER BY expert')
        .all(key.tenant, key.circle, key.kind);
      const experts = rows.map((row) => [String(row['expert']), { right: Number(row['rightSum']), asked: Number(row['askedSum']) }]);
      return { state: { version: 1, experts: readTolerantly(learntSchema, Object.fromEntries(experts)) }, generation: generationOf(key) };
    },

    async learn(key, consultationId, learnt) {
      return db.write(() => {
        if (db.sql('INSERT OR IGNORE INTO learnt (consultationId) VALUES (?)').run(consultationId).changes === 0) return false;
        addLesson(db, key, learnt);
        return true;
      });
    },

    async replace(key, before, state) {
      return db.write(() => {
        if (generationOf(key) !== before.generation) return false;
        addLesson(db, key, addLessons(state.experts, before.state.experts, -1));
        db.sql('INSERT OR REPLACE INTO generations (tenant, circle, kind, generation) VALUES (?, ?, ?, ?)').run(
          key.tenant,
          key.circle,
          key.kind,
          before.generation + 1,
        );
        return true;
      });
    },
  };
}
