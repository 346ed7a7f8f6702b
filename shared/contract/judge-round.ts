/** The rounds of judges, which tell their words from the answers of experts. */

/** The round of the first judge; each one that stands in has the next one. */
export const firstJudgeRound = 3;

/** Whether an opinion or a round is no expert's answer but a judge's word on the answers of others. */
export function isOfJudge({ round = 1 }: { readonly round?: number | undefined }): boolean {
  return round >= firstJudgeRound;
}
