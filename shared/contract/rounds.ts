/** Opinions of several rounds: how they are told apart, and which one of an expert stands. */
import type { Opinion } from './opinion.ts';
import type { RunProgress } from './run.ts';

/** The round of a debate: experts have been asked once before. */
export const debateRound = 2;

/** Whose opinion it is, and of which round. */
interface Named {
  readonly expert: string;
  readonly round?: number | undefined;
}

/** What an opinion is called: its expert, with its round behind a sign that no name holds unless that is the first one. */
export function opinionName({ expert, round = 1 }: Named): string {
  return round === 1 ? expert : `${expert}#${round}`;
}

/** Whether an opinion is stored of a run, by its journal. */
export function isStored({ arrivals, rounds = [] }: Pick<RunProgress, 'arrivals' | 'rounds'>, { expert, round = 1 }: Named): boolean {
  if (round === 1) return arrivals.includes(expert);
  return rounds.some((begun) => begun.round === round && begun.heard.some((one) => one.expert === expert));
}

/** Opinions of all rounds that are stored of a run. */
export function storedCount({ arrivals, rounds = [] }: Pick<RunProgress, 'arrivals' | 'rounds'>): number {
  return rounds.reduce((sum, { heard }) => sum + heard.length, arrivals.length);
}

/** What is read of the opinions of a run. */
export interface ReadOpinions {
  /** Those that stand, one an expert. */
  readonly opinions: readonly Opinion[];
  /** All of them with their rounds, where experts were asked more than once. */
  readonly rounds?: readonly Opinion[];
}

/**
 * Which opinion of each expert stands: the second answer takes the place of the first, and one that failed or came late leaves it. In the
 * order of the first ones.
 */
export function standing(all: readonly Opinion[]): ReadOpinions {
  if (all.every(({ round }) => round === undefined)) return { opinions: all };
  const answers = new Map(
    all.flatMap((one) => (one.round === debateRound && one.status === 'answered' ? [[one.expert, one] as const] : [])),
  );
  return { opinions: firstOf({ opinions: all }).map((first) => answers.get(first.expert) ?? first), rounds: all };
}

/** The first opinion of each expert. */
export function firstOf({ opinions, rounds = opinions }: ReadOpinions): readonly Opinion[] {
  return rounds.filter(({ round }) => round === undefined);
}

/** The opinion of an expert in a round. */
export function opinionIn({ opinions, rounds = opinions }: ReadOpinions, named: Named): Opinion | undefined {
  return rounds.find((one) => opinionName(one) === opinionName(named));
}

/** The opinions that stand, each with what all of its expert's have cost. */
export function withCostOfAll({ opinions, rounds }: ReadOpinions): readonly Opinion[] {
  if (rounds === undefined) return opinions;
  return opinions.map((opinion) => {
    const costs = rounds.filter(({ expert }) => expert === opinion.expert).map(({ costUsd = 0 }) => costUsd);
    return { ...opinion, costUsd: costs.reduce((sum, cost) => (sum === null || cost === null ? null : sum + cost)) };
  });
}
