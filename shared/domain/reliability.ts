/** Rules of learnt reliability: what it is kept for, and when something is learnt. The numbers are the core's affair. */

import { addLessons, type ReliabilityKey, type ReliabilityState } from '../contract/reliability.ts';
import type { RunState } from '../contract/run.ts';

/** What a rounding error may leave where sums have been taken away again. */
const roundingError = 1e-6;

/** Nothing is known of anybody. */
export const nothingLearnt: ReliabilityState = { version: 1, experts: {} };

/** Whether a run has ended with a verdict: only then there is something to learn from, and to judge. */
export function hasVerdict({ status }: Pick<RunState, 'status'>): boolean {
  return status === 'decided' || status === 'no-consensus' || status === 'no-quorum';
}

/** What a run's experts are judged under. */
export function keyOf({ tenant, circle, kind }: Pick<RunState, 'tenant' | 'circle' | 'kind'>): ReliabilityKey {
  return { tenant, circle, kind };
}

/** Two states as one. */
export function addStates(one: ReliabilityState, other: ReliabilityState): ReliabilityState {
  return { version: 1, experts: addLessons(one.experts, other.experts) };
}

/** Those of the experts whose answers have been judged. */
export function judgedExperts({ experts: known }: ReliabilityState, experts: readonly string[]): readonly string[] {
  return experts.filter((expert) => (known[expert]?.asked ?? 0) > roundingError);
}
