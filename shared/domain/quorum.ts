/** When a run may end: pure rules on its counts. */
import type { Run, RunState } from '../contract/run.ts';
import type { EndedBy } from '../contract/verdict.ts';
import { hearsEverybody } from './asked.ts';
import { leastAnswers } from './least-answers.ts';
import { type Limited, outOfReach } from './limits.ts';

type Counts = Pick<RunState, 'answered' | 'failed' | 'quorum' | 'minimum'> &
  Partial<Pick<RunState, 'limits' | 'strategy' | 'stages' | 'arrivals' | 'charges' | 'spare' | 'replaced'>> & {
    readonly experts: { readonly length: number };
  };
type Policy = Pick<RunState, 'stop' | 'deadlineAt'>;

/** Both numbers where a verdict may stand on fewer answers than the circle declares, or than the request asks for; else undefined. */
export function loweredFloor(run: Pick<Run, 'quorum' | 'minimum' | 'declaredQuorum'>): { quorum: number; minimum: number } | undefined {
  const floor = { quorum: run.declaredQuorum ?? run.quorum, minimum: leastAnswers(run) };
  return floor.minimum < floor.quorum ? floor : undefined;
}

/**
 * What the counts alone say of ending now, or undefined while answers are still worth waiting for. `impossible`: so many have failed
 * that the rest cannot decide anything. `quorum`: enough are in, and others are under way; whether those are waited for is another
 * question.
 */
export function endingRule(run: Counts): Extract<EndedBy, 'quorum' | 'all' | 'impossible'> | undefined {
  const { answered, failed, quorum, experts } = run;
  // Whom no limit has room for is as good as failed.
  const reachable = experts.length - failed - (isLimited(run) ? outOfReach(run).length : 0);
  const least = leastAnswers(run);
  if (reachable < least) return 'impossible';
  if (answered >= reachable) return 'all';
  return answered >= Math.max(least, Math.min(quorum, reachable)) ? 'quorum' : undefined;
}

/**
 * The rule to name when a run is closed at `now`: the deadline, unless another rule had been met by then. Below the deadline a run
 * that others still work on is closed only where nothing that they may say can change its outcome, or where its circle waits for a
 * count. At the deadline every expert that still hangs is counted as failed; that the quorum is then out of reach is its doing.
 */
export function closingRule(run: Counts & Policy, now: Date): EndedBy {
  const rule = endingRule(run) ?? 'deadline';
  const over = now.getTime() >= Date.parse(run.deadlineAt);
  if (rule === 'quorum' && run.stop !== 'quorum') return over ? 'deadline' : 'settled';
  // Where everybody is to judge what rules have found, a count that was met long ago is not why it ends now.
  const outlasted = rule === 'impossible' || (rule === 'quorum' && hearsEverybody(run));
  return outlasted && over ? 'deadline' : rule;
}

/** Nobody is kept from being asked where nothing is limited, or everybody is asked at once. */
function isLimited(run: Counts): run is Counts & Limited {
  return run.limits !== undefined && run.stages !== undefined;
}
