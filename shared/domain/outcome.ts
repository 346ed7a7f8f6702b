/** What decides a run: its answers, or where they decide nothing, their ranking or a judge. */
import type { ReadOpinions } from '../contract/rounds.ts';
import type { Run } from '../contract/run.ts';
import type { Verdict, Weighing } from '../contract/verdict.ts';
import { judged } from './judge.ts';
import { ranked } from './peer-ranking.ts';

/** What is published of a weighing, and what has decided where the answers alone do not. */
export interface Outcome {
  readonly outcome: Weighing;
  readonly decidedBy: Verdict['decidedBy'];
}

/** What is published: what the answers say, or where they decide nothing, what their ranking or a judge does. */
export function outcomeOf(run: Run, weighing: Weighing, read: ReadOpinions): Outcome {
  const byRanking = ranked(run, weighing, read);
  if (byRanking) return { outcome: byRanking, decidedBy: 'ranking' };
  const byJudge = judged(run, weighing, read);
  return byJudge ? { outcome: byJudge, decidedBy: 'judge' } : { outcome: weighing, decidedBy: undefined };
}
