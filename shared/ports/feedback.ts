/** What is known of an answer afterwards. */
import type { Feedback } from '../contract/feedback.ts';
import type { Learnt, ReliabilityKey } from '../contract/reliability.ts';

/** Feedback on ended runs. Methods throw `Unavailable` when the store cannot be reached. */
export interface FeedbackLog {
  /**
   * Stores feedback after earlier feedback on the consultation, and replaces that one's update of the reliability, in one
   * transaction. Feedback that says the same as the last one changes nothing. Returns what is stored.
   */
  save(key: ReliabilityKey, feedback: Feedback, learnt: Learnt): Promise<Feedback>;
  /** The last feedback, which counts. Consistent read. */
  read(consultationId: string): Promise<Feedback | undefined>;
  /** All feedback, in the order in which it came. Consistent read. */
  list(consultationId: string): Promise<readonly Feedback[]>;
}
