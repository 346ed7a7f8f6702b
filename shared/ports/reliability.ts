/** The learnt reliability of experts. */
import type { Learnt, ReliabilityKey, ReliabilityState } from '../contract/reliability.ts';

/** The learnt reliability of experts, and how often it has been replaced. */
export interface StoredReliability {
  readonly state: ReliabilityState;
  readonly generation: number;
}

/** Learnt reliability. Methods throw `Unavailable` when the store cannot be reached. */
export interface Reliability {
  /** Consistent read. */
  read(key: ReliabilityKey): Promise<StoredReliability>;
  /**
   * Adds a verdict's update. False if it has just been added: a repeat at once adds nothing. Later repeats may, so only the one that has ended the run
   * teaches its lesson.
   */
  learn(key: ReliabilityKey, consultationId: string, learnt: Learnt): Promise<boolean>;
  /**
   * Replaces the state read in `before`, and keeps what has been added since. False, and no change, if another replacement came
   * first.
   */
  replace(key: ReliabilityKey, before: StoredReliability, state: ReliabilityState): Promise<boolean>;
}
