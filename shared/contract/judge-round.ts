/** The rounds in which nobody answers anew, which tell words on the answers of others from answers. */

/** The round of the first judge; each one that stands in has the next one. */
export const firstJudgeRound = 3;

/** The round in which experts rank the answers of one another: behind all that judges can have. */
export const rankingRound = 9;

/** The round in which one expert writes a synthesis of the claims: behind all others. */
export const synthesisRound = 10;

interface InRound {
  readonly round?: number | undefined;
}

/** Whether an opinion or a round is no expert's answer but a judge's word on the answers of others. */
export function isOfJudge({ round = 1 }: InRound): boolean {
  return round >= firstJudgeRound && round < rankingRound;
}

/** Whether it is an expert's ranking of the answers of others. */
export function isRanking({ round = 1 }: InRound): boolean {
  return round === rankingRound;
}

/** Whether it is the synthesis of its writer. */
export function isSynthesis({ round = 1 }: InRound): boolean {
  return round === synthesisRound;
}
