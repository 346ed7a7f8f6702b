/** Whose word an opinion is. */
import type { Seat } from '../../shared/contract/expert.ts';
import type { Opinion } from '../../shared/contract/opinion.ts';

/** The fields of an opinion that say who gave it, and in which round: without its round, a later word would be taken for a repetition of the first. */
export function saidBy(
  { expert, provider, model, family }: Seat,
  round: number | undefined,
): Pick<Opinion, 'expert' | 'round' | 'provider' | 'model' | 'family'> {
  return { expert, ...(round !== undefined && { round }), provider, model, family };
}
