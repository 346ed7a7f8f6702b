/** Seats, strategies and smaller circles beside what the circle decided. */
import type { AlternativeSums, ShownAlternative } from '../../contract/report.ts';
import { signTest } from './intervals.ts';
import { rateOf, ratio } from './rate.ts';

type Sums = Readonly<Record<string, AlternativeSums>>;

/** Smaller circles of a size that are shown: the best ones. */
const shownOfSize = 3;

/** The seat that was right most often, of those that were asked at least half as often as any other. */
export function bestSeatOf(alternatives: Sums): string | undefined {
  const best = bestOf(Object.entries(alternatives).filter(([name]) => name.startsWith('seat ')))[0];
  return best?.[0].slice('seat '.length);
}

/** Seats, the whole circle again, strategies, the circle without each seat, and the best circles of two and of three. */
export function alternativeFigures(alternatives: Sums): readonly ShownAlternative[] {
  const entries = Object.entries(alternatives);
  const of = (word: string) => entries.filter(([name]) => name.startsWith(word));
  const panels = Map.groupBy(of('panel '), ([name]) => name.split(' ').length);
  const chosen = [
    ...bestOf(of('seat ')),
    ...of('everybody'),
    ...of('strategy ').toSorted(([a, one], [b, other]) => meanCalls(one) - meanCalls(other) || (a < b ? -1 : 1)),
    ...bestOf(of('without ')),
    ...[...panels].toSorted(([one], [other]) => one - other).flatMap(([, circles]) => bestOf(circles).slice(0, shownOfSize)),
  ];
  // Seats that were asked rarely are no best ones, and are shown all the same.
  const rare = of('seat ').filter((entry) => !chosen.some(([name]) => name === entry[0]));
  return [...chosen, ...rare].map(([name, sums]) => ({ name, ...figures(sums) }));
}

/** By right answers, among those that were compared at least half as often as any other: two lucky questions make nobody the best. */
function bestOf(entries: readonly (readonly [string, AlternativeSums])[]): readonly (readonly [string, AlternativeSums])[] {
  const most = Math.max(0, ...entries.map(([, { questions }]) => questions));
  return entries
    .filter(([, { questions }]) => questions > 0 && questions >= most / 2)
    .toSorted(([a, one], [b, other]) => other.right / other.questions - one.right / one.questions || (a < b ? -1 : 1));
}

function meanCalls({ calls, circleCalls }: AlternativeSums): number {
  return circleCalls === 0 ? 0 : calls / circleCalls;
}

function figures(sums: AlternativeSums): Omit<ShownAlternative, 'name'> {
  const { questions, onlyThis, onlyCircle } = sums;
  return {
    right: rateOf(sums.right, questions),
    circleRight: rateOf(sums.circleRight, questions),
    corrected: onlyThis,
    spoilt: onlyCircle,
    pValue: signTest(onlyThis, onlyCircle),
    decided: rateOf(sums.decided, questions),
    same: rateOf(sums.same, questions),
    callsPerQuestion: ratio(sums.calls, questions),
    callsShare: ratio(sums.calls, sums.circleCalls),
    usdPerQuestion: ratio(sums.nanoUsd / 1e9, sums.priced),
    usdShare: ratio(sums.nanoUsd, sums.circleNanoUsd),
    seconds: ratio(sums.milliseconds / 1000, questions),
    circleSeconds: ratio(sums.circleMilliseconds / 1000, questions),
  };
}
