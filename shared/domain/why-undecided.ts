/** Why a verdict is none: in one word for programs, and in a sentence for people. */
import type { Run } from '../contract/run.ts';
import type { Undecided, Weighing } from '../contract/verdict.ts';
import { leastAnswers } from './quorum.ts';

/** Shares closer than this are a dead heat: the core's own bound. */
const tied = 1e-9;

/** Why nothing is decided, of a run without a decision. */
export function whyUndecided(
  run: Pick<Run, 'kind' | 'answered' | 'quorum' | 'minimum'>,
  weighing: Pick<Weighing, 'clusters' | 'pick' | 'read_as'>,
): Undecided {
  const { answered } = run;
  const least = leastAnswers(run);
  if (answered < least) return { reason: 'few', why: `${answered} of the ${least} answers that it takes were counted` };
  const clusters = weighing.clusters.filter(({ share }) => share > 0).toSorted((one, other) => other.share - one.share);
  const [first, second] = clusters;
  if (first === undefined) return { reason: 'unread', why: 'no answer could be read' };
  const kind = weighing.read_as ?? run.kind;
  if (kind === 'text' || kind === 'auto') {
    return { reason: 'split', why: 'no conclusion has the majority, and the answers agree too little or contradict each other' };
  }
  if (kind === 'ranking') return { reason: 'tie', why: 'no option comes first alone' };
  if (second !== undefined && first.share - second.share < tied) {
    return { reason: 'tie', why: `the leading answers weigh the same (${percent(first.share)} each)` };
  }
  return {
    reason: 'alone',
    why:
      `no two experts gave the same answer; the leading one weighs ${percent(first.share)}, but neither known skill nor outcomes make it likelier right ` +
      'than not',
  };
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
