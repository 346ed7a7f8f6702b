/** Removes runs from the file of embedded mode, with everything that is kept of them. */
import { Conflict } from '../../errors.ts';
import type { RunTable } from './sqlite-run-change.ts';

/** Tables with rows of a consultation, by its id. */
const tables = [
  'questions',
  'opinions',
  'attempts',
  'verdicts',
  'deliveries',
  'feedback',
  'formerFeedback',
  'learnt',
  'idempotency',
  'requests',
] as const;
/** Tables of messages that name a consultation in their text. */
const messageTables = ['messages', 'deadLetters'] as const;

/**
 * Removes an ended run; false if there is none. What its experts were learnt from it stays as numbers, and the uses of keys stay for the
 * auditor: neither holds a word of it. Throws `Conflict` for a run that has not ended.
 */
export function removeRun({ db, reader }: Pick<RunTable, 'db' | 'reader'>, id: string): boolean {
  const run = reader.find(id);
  if (!run) return false;
  if (run.endedAt === undefined) throw new Conflict(`consultation ${id} has not ended: cancel it first`);
  db.transaction(() => {
    for (const table of tables) db.sql(`DELETE FROM ${table} WHERE consultationId = ?`).run(id);
    for (const table of messageTables) db.sql(`DELETE FROM ${table} WHERE instr(body, ?) > 0`).run(JSON.stringify(id));
    db.sql('DELETE FROM runs WHERE id = ?').run(id);
  });
  reader.forget(id);
  return true;
}
