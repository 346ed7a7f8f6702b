/** Opinions and attempts in SQLite: an opinion is stored and counted in one transaction, or neither. */
import { opinionEntry } from '../../contract/journal.ts';
import { attemptNote, type Opinion, opinion as opinionSchema } from '../../contract/opinion.ts';
import { opinionName, standing } from '../../contract/rounds.ts';
import { readStored, writeStored } from '../../contract/stored.ts';
import type { Opinions } from '../../ports/opinions.ts';
import type { RunTable } from './sqlite-run-change.ts';

/** Opinions in SQLite. */
export function sqliteOpinions({ db, clock, news, requireRun, tell }: RunTable): Opinions {
  return {
    async record(id, opinion) {
      const result = await db.write((): Awaited<ReturnType<Opinions['record']>> => {
        const open = requireRun(id).status === 'open';
        const stored: Opinion = !open && opinion.status === 'answered' ? { ...opinion, status: 'late' } : opinion;
        const text = JSON.stringify(writeStored(opinionSchema, stored));
        const inserted = db
          .sql('INSERT OR IGNORE INTO opinions (consultationId, expert, round, opinion) VALUES (?, ?, ?, ?)')
          .run(id, opinion.expert, opinion.round ?? 1, text);
        if (inserted.changes === 0) return { outcome: 'duplicate', run: requireRun(id) };
        tell(id, opinionEntry(stored, clock.now()));
        return { outcome: open ? 'counted' : 'late', run: requireRun(id) };
      });
      if (result.outcome !== 'duplicate') news.tellArrival(id);
      return result;
    },

    async correct(id, opinion) {
      const text = JSON.stringify(writeStored(opinionSchema, opinion));
      const changes = await db.write(() => {
        const replaced = db
          .sql(
            `UPDATE opinions SET opinion = ? WHERE consultationId = ? AND expert = ? AND round = 1 AND json_extract(opinion, '$.status') = 'answered'
             AND EXISTS (SELECT 1 FROM runs WHERE id = ? AND status = 'open')`,
          )
          .run(text, id, opinion.expert, id).changes;
        if (replaced > 0) tell(id, { type: 'corrected', at: clock.now().toISOString(), expert: opinion.expert, round: 1 });
        return replaced;
      });
      if (changes > 0) news.tellArrival(id);
      return changes > 0;
    },

    async noteAttempt(note) {
      const text = JSON.stringify(writeStored(attemptNote, note));
      await db.write(() =>
        db
          .sql('INSERT OR REPLACE INTO attempts (consultationId, expert, attempt) VALUES (?, ?, ?)')
          .run(note.consultationId, opinionName(note), text),
      );
    },

    async read(id) {
      await db.settled();
      const opinions = db
        .sql('SELECT opinion FROM opinions WHERE consultationId = ? ORDER BY expert, round')
        .all(id)
        .map((row) => readStored(opinionSchema, JSON.parse(String(row['opinion']))));
      const present = new Set(opinions.map(opinionName));
      const attempts = db
        .sql('SELECT attempt FROM attempts WHERE consultationId = ? ORDER BY expert')
        .all(id)
        .map((row) => readStored(attemptNote, JSON.parse(String(row['attempt']))))
        .filter((note) => !present.has(opinionName(note)));
      return { ...standing(opinions), attempts };
    },
  };
}
