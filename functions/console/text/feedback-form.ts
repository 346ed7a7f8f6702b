/** From what is chosen and typed to the body of feedback. */
import type { NewFeedback } from '../../../shared/contract/feedback.ts';
import type { Kind } from '../../../shared/contract/question.ts';

export interface FeedbackFields {
  readonly judgement: '' | 'right' | 'wrong';
  /** The right answer; empty where it is not known. */
  readonly answer: string;
  readonly note: string;
  readonly by: string;
}

/** Whether a kind of question has one right answer that can be named. */
export function hasRightAnswer(kind: Kind): boolean {
  return kind === 'choice' || kind === 'short' || kind === 'auto';
}

/** The body that the fields mean; the server judges it. What was left empty is not said. */
export function feedbackOf({ judgement, answer, note, by }: FeedbackFields): NewFeedback {
  return {
    ...(answer.trim() === '' || judgement === 'right' ? {} : { answer: answer.trim() }),
    ...(judgement === '' ? {} : { right: judgement === 'right' }),
    ...(note.trim() === '' ? {} : { note: note.trim() }),
    ...(by.trim() === '' ? {} : { by: by.trim() }),
  };
}
