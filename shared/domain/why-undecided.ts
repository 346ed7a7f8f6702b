/** Why a verdict is none: in one word for programs, and in a sentence for people. */
import type { Kind } from '../contract/question.ts';
import type { Run } from '../contract/run.ts';
import type { Undecided } from '../contract/undecided.ts';
import type { Weighing } from '../contract/verdict.ts';
import { leastAnswers } from './least-answers.ts';

/** Shares closer than this are a dead heat: the core's own bound. */
const tied = 1e-9;

/** Why nothing is decided, of a run without a decision. */
export function whyUndecided(
  run: Pick<Run, 'kind' | 'answered' | 'quorum' | 'minimum'>,
  weighing: Pick<Weighing, 'clusters' | 'pick' | 'read_as' | 'promise'>,
): Undecided {
  const { answered } = run;
  const least = leastAnswers(run);
  if (answered < least) return { reason: 'few', why: `${answered} of the ${least} answers that it takes were counted` };
  const clusters = weighing.clusters.filter(({ share }) => share > 0).toSorted((one, other) => other.share - one.share);
  const [first, second] = clusters;
  if (first === undefined) return { reason: 'unread', why: 'no answer could be read' };
  if (weighing.promise?.otherwise && !weighing.promise.kept) return { reason: 'promise', why: sayUnkept(weighing.promise) };
  return whyOpen(weighing.read_as ?? run.kind, first.share, second?.share);
}

function whyOpen(kind: Kind, first: number, second: number | undefined): Undecided {
  if (kind === 'text' || kind === 'auto') {
    return { reason: 'split', why: 'no conclusion has the majority, and the answers agree too little or contradict each other' };
  }
  if (kind === 'ranking') return { reason: 'tie', why: 'no option comes first alone' };
  if (second !== undefined && first - second < tied) {
    return { reason: 'tie', why: `the leading answers weigh the same (${percent(first)} each)` };
  }
  return {
    reason: 'alone',
    why:
      `no two experts gave the same answer; the leading one weighs ${percent(first)}, but neither known skill nor outcomes make it likelier right ` +
      'than not',
  };
}

function sayUnkept({ asked, least, outcomes }: NonNullable<Weighing['promise']>): string {
  const known = `${Math.floor(outcomes)} verdicts of this circle whose right answer is known`;
  if (least === undefined)
    return `the promise of ${percent(asked)} right cannot be kept by ${known}: they are too few, or too many of them were wrong`;
  return `the promise of ${percent(asked)} right takes ${percent(least)} of the weight behind one answer, by ${known}`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
