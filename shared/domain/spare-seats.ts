/** Who of those that may take a seat can be paid for: a budget and the limits hold whoever is replaced. */
import type { Knowledge } from '../contract/circle.ts';
import type { Seat } from '../contract/expert.ts';
import type { RunLimits, WorstCall } from '../contract/limits.ts';
import { type Reading, worstCallOf, worstCaseUsd } from './budget.ts';
import { worstAgain } from './debate.ts';
import { worstOfJudges } from './judge.ts';
import { limitLacking } from './limits.ts';
import { worstOfRanking } from './peer-ranking.ts';
import type { Seating } from './seating.ts';
import { worstOfWriter } from './synthesis.ts';

/** One that may take a seat, with the most that a call of it can use, and one in a debate or a ranking. */
export interface SpareSeat {
  readonly seat: Seat;
  readonly call: WorstCall;
  readonly again: WorstCall | undefined;
  readonly rank: WorstCall | undefined;
}

/**
 * Those whose worst cases the budget has room for beside everybody else's, in their order, and whom no limit keeps from any call. `reading` is what any of
 * them reads at the most.
 */
export function affordable(
  { seats, standIns, judges, writer, deliberation, budgetUsd = Number.POSITIVE_INFINITY, limits = {} }: Seating,
  reading: Reading,
  knowledge: Knowledge,
): readonly SpareSeat[] {
  const usdOf = ({ call, again, rank }: Omit<SpareSeat, 'seat'>) => (call.usd ?? 0) + (again?.usd ?? 0) + (rank?.usd ?? 0);
  const after = [
    ...(worstAgain(deliberation, seats, reading, knowledge) ?? []),
    ...(worstOfRanking(deliberation, seats, reading, knowledge) ?? []),
    ...(worstOfJudges(judges, seats, reading, knowledge) ?? []),
    ...[worstOfWriter(writer, seats.length, reading, knowledge) ?? []].flat(),
  ];
  let left = budgetUsd - worstCaseUsd(seats, reading, knowledge) - after.reduce((sum, { usd }) => sum + (usd ?? 0), 0);
  const again = worstAgain(deliberation, standIns, reading, knowledge, seats.length);
  const ranks = worstOfRanking(deliberation, standIns, reading, knowledge, seats.length);
  return standIns
    .map((seat, at): SpareSeat => ({ seat, call: worstCallOf(seat, reading, knowledge), again: again?.[at], rank: ranks?.[at] }))
    .filter((spare) => {
      if (limitLacking(limits, spare.call) !== undefined || usdOf(spare) > left) return false;
      left -= usdOf(spare);
      return true;
    });
}

/** The limits of a run with the worst cases of those who may take a seat behind those of the seats. */
export function withSpare(limits: RunLimits, spare: readonly SpareSeat[]): RunLimits {
  const again = limits.again && [...limits.again, ...spare.flatMap((one) => one.again ?? [])];
  const ranks = limits.ranks && [...limits.ranks, ...spare.flatMap((one) => one.rank ?? [])];
  return { ...limits, worst: [...limits.worst, ...spare.map(({ call }) => call)], ...(again && { again }), ...(ranks && { ranks }) };
}
