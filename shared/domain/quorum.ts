/** When a run may end: pure rules on its counts. */
import type { Run } from '../contract/consultation.ts';
import type { EndedBy } from '../contract/verdict.ts';

type Counts = Pick<Run, 'answered' | 'failed' | 'quorum'> & { readonly seats: { readonly length: number } };

/**
 * The rule that ends asking now, or undefined while answers are still worth waiting for.
 * `impossible`: so many have failed that the rest cannot reach the quorum.
 */
export function endingRule(run: Counts): Exclude<EndedBy, 'deadline'> | undefined {
  if (run.answered >= run.quorum) return run.answered + run.failed >= run.seats.length ? 'all' : 'quorum';
  if (run.seats.length - run.failed < run.quorum) return 'impossible';
  return undefined;
}

/**
 * The rule to name when a run is closed at `now`: the deadline, unless another rule had been met by then. At the deadline every
 * expert that still hangs is counted as failed; that the quorum is then out of reach is the deadline's doing.
 */
export function closingRule(run: Counts & Pick<Run, 'deadlineAt'>, now: Date): EndedBy {
  const rule = endingRule(run) ?? 'deadline';
  return rule === 'impossible' && now.getTime() >= Date.parse(run.deadlineAt) ? 'deadline' : rule;
}
