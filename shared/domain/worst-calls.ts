/** The worst cases that a run with limits was accepted with, by expert. */
import { isOfJudge, isRanking, isSynthesis } from '../contract/judge-round.ts';
import type { Amounts, WorstCall } from '../contract/limits.ts';
import { judgesIn } from '../contract/question.ts';
import type { RunState } from '../contract/run.ts';
import { firstSeated } from '../contract/seats-now.ts';

type Placed = Pick<RunState, 'limits' | 'experts' | 'spare' | 'replaced' | 'deliberation'>;

/** The place of an expert among the worst cases: behind the seats stand those who may take one. */
function placeOf(run: Placed, expert: string): number {
  return [...firstSeated(run), ...(run.spare ?? [])].indexOf(expert);
}

/** The most that one call of an expert can use; undefined where nothing is limited. */
export function worstCallIn(run: Placed, expert: string): WorstCall | undefined {
  return run.limits?.worst[placeOf(run, expert)];
}

/** An expert in a round beyond the first one. */
interface InRound {
  readonly expert: string;
  readonly round: number;
}

/** The most that an expert can use which is asked beyond the first round, again, to rank, as a judge or to write; nothing where no model is called. */
export function againOf(run: Placed, asked: InRound): WorstCall {
  return (run.limits && worstInRound(run, run.limits, asked)) ?? { calls: 0, tokens: 0, usd: 0 };
}

function worstInRound(run: Placed, limits: NonNullable<Placed['limits']>, { expert, round }: InRound): WorstCall | undefined {
  if (isSynthesis({ round })) return limits.writer;
  if (isOfJudge({ round })) return limits.judges?.[judgesIn(run.deliberation).indexOf(expert)];
  return (isRanking({ round }) ? limits.ranks : limits.again)?.[placeOf(run, expert)];
}

/** One call at its worst, as what is granted: a price that nobody knows has no room in a limit. */
export function worstAmounts({ calls, tokens, usd }: WorstCall): Amounts {
  return { calls, tokens, usd: usd ?? 0 };
}
