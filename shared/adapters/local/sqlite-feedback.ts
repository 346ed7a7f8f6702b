/** Feedback in SQLite: what it teaches is added in the transaction that stores it. */
import { type Feedback, feedback as feedbackSchema, saysTheSame } from '../../contract/feedback.ts';
import { addLessons, type Learnt, learnt as learntSchema } from '../../contract/reliability.ts';
import { readStored, readTolerantly, writeStored } from '../../contract/stored.ts';
import type { FeedbackLog } from '../../ports/feedback.ts';
import type { Database } from './sqlite-database.ts';
import { addLesson } from './sqlite-lessons.ts';

/** Feedback in SQLite. */
export function sqliteFeedback(db: Database): FeedbackLog {
  const findFeedback = (consultationId: string): { readonly feedback: Feedback; readonly learnt: Learnt } | undefined => {
    const row = db.sql('SELECT feedback, learnt FROM feedback WHERE consultationId = ?').get(consultationId);
    return (
      row && {
        feedback: readStored(feedbackSchema, JSON.parse(String(row['feedback']))),
        learnt: readTolerantly(learntSchema, JSON.parse(String(row['learnt']))),
      }
    );
  };

  return {
    async save(key, feedback, learnt) {
      return db.write(() => {
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
          JSON.stringify(writeStored(feedbackSchema, feedback)),
          JSON.stringify(learntSchema.parse(learnt)),
        );
        addLesson(db, key, addLessons(learnt, earlier?.learnt ?? {}, -1));
        return feedback;
      });
    },

    async read(consultationId) {
      return findFeedback(consultationId)?.feedback;
    },

    async list(consultationId) {
      const former = db.sql('SELECT feedback FROM formerFeedback WHERE consultationId = ? ORDER BY place').all(consultationId);
      const last = db.sql('SELECT feedback FROM feedback WHERE consultationId = ?').all(consultationId);
      return [...former, ...last].map((row) => readStored(feedbackSchema, JSON.parse(String(row['feedback']))));
    },
  };
}
