/** Experts rank the answers of one another, never their own: who is asked, what each is shown, and what their orders decide. Pure. */
import type { Seat } from '../contract/expert.ts';
import { isRanking, rankingRound } from '../contract/judge-round.ts';
import type { WorstCall } from '../contract/limits.ts';
import type { Opinion } from '../contract/opinion.ts';
import type { Deliberation } from '../contract/question.ts';
import { opinionIn, type ReadOpinions } from '../contract/rounds.ts';
import type { Run, RunRound, RunState } from '../contract/run.ts';
import type { Weighing } from '../contract/verdict.ts';
import type { Prices, Reading } from './budget.ts';
import { worstReading } from './debate.ts';
import { answersBefore, inOrderOf, wordsOf } from './judge.ts';
import { leastAnswers } from './least-answers.ts';
import { letteredBytes } from './lettered-answers.ts';
import { withChosen } from './with-chosen.ts';

/** Answers without which nobody has two others to put in order. */
export const leastRankers = 3;

/** Answers without which there is no ranking: nothing could be decided with fewer, or nothing put in order. */
export function leastToRank(run: Pick<RunState, 'quorum' | 'minimum'>): number {
  return Math.max(leastRankers, leastAnswers(run));
}

/** The round of the ranking, once it is settled whether there is one. */
export function rankingOf({ rounds = [] }: Pick<RunState, 'rounds'>): RunRound | undefined {
  return rounds.find(isRanking);
}

/** The most that one call of each seat can use which ranks so many answers; undefined where there is no ranking. */
export function worstOfRanking(
  deliberation: Deliberation | undefined,
  seats: readonly Seat[],
  { promptBytes, images }: Reading,
  prices: Prices,
  shown = seats.length,
): WorstCall[] | undefined {
  if (!deliberation?.ranking) return undefined;
  return worstReading(seats, { promptBytes: promptBytes + letteredBytes(shown), images }, prices);
}

/** What an expert ranks: the answers of the others, in an order of its own. Undefined where it has given none itself. */
export function rankedAnswers(
  run: Pick<Run, 'id' | 'rounds' | 'arrivals'>,
  read: ReadOpinions,
  expert: string,
): readonly Opinion[] | undefined {
  const answers = answersBefore(run, read, rankingRound);
  const own = answers.find((one) => one.expert === expert);
  // The order is drawn by what the reader has said, not by its name.
  return (
    own &&
    inOrderOf(
      `${run.id} ${wordsOf(own)}`,
      answers.filter((one) => one !== own),
    )
  );
}

/** The orders that came in time, by who gave them. */
export function ordersOf(
  run: Pick<Run, 'rounds'>,
  read: ReadOpinions,
): readonly { readonly expert: string; readonly order: readonly string[] }[] {
  return (rankingOf(run)?.experts ?? []).flatMap((expert) => {
    const opinion = opinionIn(read, { expert, round: rankingRound });
    return opinion?.status === 'answered' && opinion.order ? [{ expert, order: opinion.order }] : [];
  });
}

/** Whose answer stands how high: the mean over those who ranked it of the part of the others that they put below it (Borda's points), best first. */
export function pointsOf(
  orders: readonly { readonly order: readonly string[] }[],
): readonly { readonly expert: string; readonly points: number }[] {
  const given = new Map<string, number[]>();
  for (const { order } of orders) {
    for (const [at, expert] of order.entries()) {
      const points = order.length < 2 ? 1 : (order.length - 1 - at) / (order.length - 1);
      given.set(expert, [...(given.get(expert) ?? []), points]);
    }
  }
  const means = [...given].map(([expert, list]) => ({ expert, points: list.reduce((sum, one) => sum + one, 0) / list.length }));
  return means.toSorted((a, b) => b.points - a.points);
}

/**
 * The expert whose answer more than half of those who were asked put first, answers that mean the same counted together: of these the one with the most
 * points. Undefined where there is none.
 */
export function preferred(run: Pick<Run, 'rounds'>, { clusters }: Pick<Weighing, 'clusters'>, read: ReadOpinions): string | undefined {
  const orders = ordersOf(run, read);
  const needed = (rankingOf(run)?.experts.length ?? 0) / 2;
  const winners = clusters.find(({ experts }) => orders.filter(({ order }) => experts.includes(order[0] ?? '')).length > needed);
  return pointsOf(orders).find(({ expert }) => winners?.experts.includes(expert))?.expert;
}

/** The weighing with the answer that most put first; undefined where there is none, or where the answers decide by themselves, or are too few. */
export function ranked(run: Run, weighing: Weighing, read: ReadOpinions): Weighing | undefined {
  return withChosen(run, weighing, read, preferred(run, weighing, read));
}
