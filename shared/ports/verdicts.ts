/** The verdicts. */
import type { ConsultationStatus } from '../contract/consultation.ts';
import type { Verdict } from '../contract/verdict.ts';

/** Verdicts. Methods throw `Unavailable` when the store cannot be reached. */
export interface Verdicts {
  /**
   * Ends a closed run with its verdict, which is written once. False if the run had already ended. Throws `NotFound` for a run that does
   * not exist.
   */
  publish(consultationId: string, status: ConsultationStatus, verdict: Verdict, endedAt: string): Promise<boolean>;
  /** Consistent read. */
  get(consultationId: string): Promise<Verdict | undefined>;
}
