/** Who can be asked in a round: a judge and a writer in their own alone, and whoever sits in all others. */
import type { Seat } from '../contract/expert.ts';
import { isOfJudge, isSynthesis } from '../contract/judge-round.ts';
import type { Run } from '../contract/run.ts';

/** The seats of a round; of the first one where none is given. */
export function seatsIn(
  { seats, judges = [], writer }: Pick<Run, 'seats' | 'judges' | 'writer'>,
  round: { readonly round?: number | undefined },
): readonly Seat[] {
  if (isSynthesis(round)) return writer ? [writer] : [];
  return isOfJudge(round) ? judges : seats;
}
