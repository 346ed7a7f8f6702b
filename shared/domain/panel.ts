/** The frozen answers as the core reads them. */
import type { Run } from '../contract/consultation.ts';
import type { Opinion } from '../contract/opinion.ts';
import type { Outcome, ReliabilityState } from '../contract/reliability.ts';
import type { Panel } from '../contract/verdict.ts';
import { withoutUndefined } from './without-undefined.ts';

const msPerDay = 86_400_000;

/** Days since 1970, with their fraction: what the core calls a moment. */
export function dayOf(moment: Date): number {
  return moment.getTime() / msPerDay;
}

/** Opinions that were counted before the run closed. */
export function countedOpinions(opinions: readonly Opinion[]): readonly Opinion[] {
  return opinions.filter((opinion) => opinion.status === 'answered');
}

/** The panel of a run, in seat order so that equal runs give equal bytes, with what is known of its experts where the run learns. */
export function panelOf(
  run: Run,
  opinions: readonly Opinion[],
  known: { readonly state?: ReliabilityState | undefined; readonly outcome?: Outcome | undefined } = {},
): Panel {
  const bySeat = new Map(countedOpinions(opinions).map((opinion) => [opinion.expert, opinion]));
  return {
    id: run.id,
    question: run.question,
    kind: run.kind,
    options: run.options ?? null,
    opinions: run.seats.flatMap((seat) => {
      const opinion = bySeat.get(seat.expert);
      return opinion ? [{ expert: seat.expert, family: seat.family, answer: opinion.answer ?? null }] : [];
    }),
    ...withoutUndefined({ ordered: run.ordered }),
    ...(run.learning === 'off'
      ? {}
      : {
          at: dayOf(new Date(run.createdAt)),
          reliability_mode: run.learning,
          ...withoutUndefined({ reliability: known.state, outcome: known.outcome }),
        }),
  };
}
