/** Learnt reliability and feedback in SQLite: each lesson is one transaction, so that it is added once or not at all. */
import { type Feedback, feedback as feedbackSchema, saysTheSame } from '../../contract/feedback.ts';
import { addLessons, type Learnt, learnt as learntSchema, type ReliabilityKey } from '../../contract/reliability.ts';
import type { Store } from '../../ports.ts';
import type { Database } from './sqlite-database.ts';

type ReliabilityMethods = Pick<
  Store,
  'readReliability' | 'learn' | 'saveFeedback' | 'readFeedback' | 'listFeedback' | 'replaceReliability'
>;

export function reliabilityMethods(db: Database): ReliabilityMethods {
  const generationOf = ({ tenant, circle, kind }: ReliabilityKey): number =>
    Number(
      db.sql('SELECT generation FROM generations WHERE tenant = ? AND circle = ? AND kind = ?').get(tenant, circle, kind)?.['generation'] ??
        0,
    );

  const add = ({ tenant, circle, kind }: ReliabilityKey, learnt: Learnt): void => {
    for (const [expert, { right, asked }] of Object.entries(learnt)) {
      db.sql(
        `INSERT INTO reliability (tenant, circle, kind, expert, rightSum, askedSum) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET rightSum = rightSum + excluded.rightSum, askedSum = askedSum + excluded.askedSum`,
      ).run(tenant, circle, kind, expert, right, asked);
    }
  };

  const findFeedback = (consultationId: string): { readonly feedback: Feedback; readonly learnt: Learnt } | undefined => {
    const row = db.sql('SELECT feedback, learnt FROM feedback WHERE consultationId = ?').get(consultationId);
    return (
      row && {
        feedback: feedbackSchema.parse(JSON.parse(String(row['feedback']))),
        learnt: learntSchema.parse(JSON.parse(String(row['learnt']))),
      }
    );
  };

  return {
    async readReliability(key) {
      const rows = db
        .sql('SELECT expert, rightSum, askedSum FROM reliability WHERE tenant = ? AND circle = ? AND kind = ? ORDER BY expert')
        .all(key.tenant, key.circle, key.kind);
      const experts = rows.map((row) => [String(row['expert']), { right: Number(row['rightSum']), asked: Number(row['askedSum']) }]);
      return { state: { version: 1, experts: learntSchema.parse(Object.fromEntries(experts)) }, generation: generationOf(key) };
    },

    async learn(key, consultationId, learnt) {
      return db.transaction(() => {
        if (db.sql('INSERT OR IGNORE INTO learnt (consultationId) VALUES (?)').run(consultationId).changes === 0) return false;
        add(key, learnt);
        return true;
      });
    },

    async saveFeedback(key, feedback, learnt) {
      return db.transaction(() => {
        const earlier = findFeedback(feedback.consultationId);
        if (earlier && saysTheSame(earlier.feedback, feedback)) return earlier.feedback;
        // Feedback that is corrected stays: no word that somebody gave is lost.
        db.sql(
          `INSERT INTO formerFeedback (consultationId, place, feedback)
           SELECT consultationId, (SELECT count(*) FROM formerFeedback WHERE consultationId = feedback.consultationId), feedback
           FROM feedback WHERE consultationId = ?`,
        ).run(feedback.consultationId);
        db.sql('INSERT OR REPLACE INTO feedback (consultationId, feedback, learnt) VALUES (?, ?, ?)').run(
          feedback.consultationId,
          JSON.stringify(feedbackSchema.parse(feedback)),
          JSON.stringify(learntSchema.parse(learnt)),
        );
        add(key, addLessons(learnt, earlier?.learnt ?? {}, -1));
        return feedback;
      });
    },

    async readFeedback(consultationId) {
      return findFeedback(consultationId)?.feedback;
    },

    async listFeedback(consultationId) {
      const former = db.sql('SELECT feedback FROM formerFeedback WHERE consultationId = ? ORDER BY place').all(consultationId);
      const last = db.sql('SELECT feedback FROM feedback WHERE consultationId = ?').all(consultationId);
      return [...former, ...last].map((row) => feedbackSchema.parse(JSON.parse(String(row['feedback']))));
    },

    async replaceReliability(key, before, state) {
      return db.transaction(() => {
        if (generationOf(key) !== before.generation) return false;
        add(key, addLessons(state.experts, before.state.experts, -1));
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
