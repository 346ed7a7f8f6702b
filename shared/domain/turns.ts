/** How long an expert may take where somebody is to have a turn behind it. The one place where time is shared out. Pure. */
import { isOfJudge, isRanking, isSynthesis } from '../contract/judge-round.ts';
import { judgesIn, writerIn } from '../contract/question.ts';
import type { RunState } from '../contract/run.ts';

/** Milliseconds of a turn at the least, where so many are left: a model needs them to begin. */
export const leastTurnMs = 2_000;

/** The part of the time that an expert with a seat has before a candidate takes it: slow answers are many, and experts that hang are few. */
const partOfSeat = 3 / 4;

type Turning = Pick<RunState, 'deliberation' | 'spare' | 'replaced'>;

/** Whose turn it is. */
interface Turn {
  readonly expert: string;
  readonly round?: number | undefined;
}

/**
 * Milliseconds that an expert may take when it begins to be asked, of those that are left until the deadline: an equal share with those who may have to be
 * asked behind it, so that nobody who hangs uses up the time of the next one.
 */
export function turnMs(run: Turning, turn: Turn, leftMs: number): number {
  const share = turn.round === undefined ? leftMs * (hasSpare(run) ? partOfSeat : 1) : leftMs / (1 + turnsBehind(run, turn));
  return Math.min(leftMs, Math.max(leastTurnMs, share));
}

function hasSpare({ spare = [], replaced = [] }: Turning): boolean {
  return spare.length > replaced.length;
}

/** Those who may still be asked beyond the first round once this one is heard; of several judges one, unless it is a judge's turn. */
function turnsBehind({ deliberation = {} }: Turning, turn: Turn): number {
  const writer = writerIn(deliberation) === undefined ? 0 : 1;
  const judges = judgesIn(deliberation);
  if (isSynthesis(turn)) return 0;
  if (isRanking(turn)) return writer;
  if (isOfJudge(turn)) return judges.length - 1 - judges.indexOf(turn.expert) + writer;
  return (deliberation.ranking ? 1 : 0) + Math.min(1, judges.length) + writer;
}
