/** The agenda of schedules, in SQLite. */
import { type AgendaEntry, agendaEntry, keptTime } from '../../contract/schedule.ts';
import { readStored, writeStored } from '../../contract/stored.ts';
import type { Agenda } from '../../ports/agenda.ts';
import type { Database } from './sqlite-database.ts';

/** The agenda in SQLite. */
export function sqliteAgenda(db: Database): Agenda {
  return {
    async list() {
      await db.settled();
      return db
        .sql('SELECT entry FROM agenda ORDER BY schedule')
        .all()
        .map(({ entry }) => read(entry));
    },

    async change(schedule, before, after) {
      return db.write(() => {
        const found = db.sql('SELECT entry FROM agenda WHERE schedule = ?').get(schedule);
        if (!isSame(found && read(found['entry']), before)) return false;
        if (after) db.sql('INSERT OR REPLACE INTO agenda (schedule, entry) VALUES (?, ?)').run(schedule, written(after));
        else db.sql('DELETE FROM agenda WHERE schedule = ?').run(schedule);
        return true;
      });
    },

    async keepTime(time) {
      const text = JSON.stringify(writeStored(keptTime, time));
      const others = time.outcome === 'missed' ? 'IGNORE' : 'REPLACE';
      await db.write(() =>
        db.sql(`INSERT OR ${others} INTO scheduledTimes (schedule, at, time) VALUES (?, ?, ?)`).run(time.schedule, time.at, text),
      );
    },

    async times(schedule, before, count) {
      await db.settled();
      return db
        .sql('SELECT time FROM scheduledTimes WHERE schedule = ? AND at < ? ORDER BY at DESC LIMIT ?')
        .all(schedule, before, count)
        .map(({ time }) => readStored(keptTime, JSON.parse(String(time))));
    },
  };
}

function isSame(one: AgendaEntry | undefined, other: AgendaEntry | undefined): boolean {
  return one?.until === other?.until && one?.owes === other?.owes && one?.begun === other?.begun;
}

function written(entry: AgendaEntry): string {
  return JSON.stringify(writeStored(agendaEntry, entry));
}

function read(text: unknown): AgendaEntry {
  return readStored(agendaEntry, JSON.parse(String(text)));
}
