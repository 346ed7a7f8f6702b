/** Lessons in SQLite: what is added to the experts' sums. */
import type { Learnt, ReliabilityKey } from '../../contract/reliability.ts';
import type { Database } from './sqlite-database.ts';

/** Adds a lesson to the sums; to be called in the transaction that marks it as added. */
export function addLesson(db: Database, { tenant, circle, kind }: ReliabilityKey, learnt: Learnt): void {
  for (const [expert, { right, asked }] of Object.entries(learnt)) {
    db.sql(
      `INSERT INTO reliability (tenant, circle, kind, expert, rightSum, askedSum) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET rightSum = rightSum + excluded.rightSum, askedSum = askedSum + excluded.askedSum`,
    ).run(tenant, circle, kind, expert, right, asked);
  }
}
