/** What is known of experts. */
import type { Learnt, ReliabilityKey, ReliabilityState } from '../contract/reliability.ts';

/** What is known of experts, and how often that has been put in place of what was known before. */
export interface StoredReliability {
  readonly state: ReliabilityState;
  readonly generation: number;
}

/** Learnt reliability. Methods throw `Unavailable` when the store cannot be reached. */
export interface Reliability {
  /** Consistent read. */
  read(key: ReliabilityKey): Promise<StoredReliability>;
  /** Adds what the verdict of a consultation teaches, once. False if it had been added. */
  learn(key: ReliabilityKey, consultationId: string, learnt: Learnt): Promise<boolean>;
  /**
   * Puts a state in place of the one that was read `before`; what has been added since then is kept. False if another replacement
   * came first, and then nothing is changed.
   */
  replace(key: ReliabilityKey, before: StoredReliability, state: ReliabilityState): Promise<boolean>;
}
