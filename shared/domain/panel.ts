/** The frozen answers as the core reads them. */

import type { Seat } from '../contract/expert.ts';
import type { Opinion } from '../contract/opinion.ts';
import type { Awaited } from '../contract/reading.ts';
import type { Outcome, ReliabilityState } from '../contract/reliability.ts';
import { debateRound, opinionName, type ReadOpinions } from '../contract/rounds.ts';
import { type Run, weighedQuestion } from '../contract/run.ts';
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

/** Whose answers are still under way: the seats of which nothing is stored. */
export function awaitedOf(run: Run, opinions: readonly Opinion[]): readonly Awaited[] {
  const heard = new Set(opinions.map(({ expert }) => expert));
  return run.seats.filter(({ expert }) => !heard.has(expert)).map(({ expert, family }) => ({ expert, family }));
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
    question: weighedQuestion(run.question),
    kind: run.kind,
    options: run.options ?? null,
    ...withoutUndefined({ schema: run.schema }),
    opinions: run.seats.flatMap((seat) => {
      const opinion = bySeat.get(seat.expert);
      return opinion ? [panelOpinion(seat, opinion)] : [];
    }),
    ...withoutUndefined({ schema: run.schema, ordered: run.ordered, least_agreement: run.leastAgreement, promise: run.promise }),
    ...skillOf(run.seats),
    ...(run.learning === 'off'
      ? {}
      : {
          at: dayOf(new Date(run.createdAt)),
          reliability_mode: run.learning,
          ...withoutUndefined({ reliability: known.state, outcome: known.outcome }),
        }),
  };
}

/** The answers of all rounds in one panel (what a judge or a ranking says is none), each under its `opinionName`, to see which of them mean the same. Nothing is learnt from it. */
export function panelOfRounds(run: Run, { opinions, rounds = opinions }: ReadOpinions): Panel {
  const seats = new Map(run.seats.map((seat) => [seat.expert, seat]));
  const answers = countedOpinions(rounds.filter(({ round = 1 }) => round <= debateRound)).flatMap((one) => {
    const seat = seats.get(one.expert);
    return seat ? [{ ...panelOpinion(seat, one), expert: opinionName(one) }] : [];
  });
  return { ...panelOf({ ...run, learning: 'off', seats: [] }, []), opinions: answers };
}

function skillOf(seats: readonly Seat[]): Pick<Panel, 'skill'> {
  const known = seats.flatMap(({ expert, skill }) => (skill ? [[expert, { rate: skill.rate, trust: skill.trust }] as const] : []));
  return known.length === 0 ? {} : { skill: Object.fromEntries(known) };
}

/** The vote that was read on arrival is what the answer comes to. */
function panelOpinion({ expert, family }: Seat, { answer, vote, conclusion }: Opinion): Panel['opinions'][number] {
  return { expert, family, answer: answer ?? null, ...withoutUndefined({ conclusion: vote ?? conclusion }) };
}
