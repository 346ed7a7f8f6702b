/** Figures from the sums of a report. */
import type { Rate, Report, ReportFigures, ReportSums, SeatSums, ShownAlternative } from '../../contract/report.ts';
import { addSums, binCount, mergeSums } from './add.ts';
import { alternativeFigures, bestSeatOf } from './alternatives.ts';
import { fisher } from './intervals.ts';
import { least, rateOf, ratio } from './rate.ts';

/** Pairs that are shown. */
const shownPairs = 20;
const alpha = 0.05;

/** The report of some sums; those of one circle and kind are added up first. */
export function reportOf(parts: readonly ReportSums[]): Report {
  const byCircle = Map.groupBy(mergeSums(parts), ({ circle }) => circle);
  return {
    least,
    circles: [...byCircle].map(([circle, kinds]) => ({
      circle,
      all: figuresOf(kinds.reduce(addSums)),
      kinds: kinds.map((sums) => ({ kind: sums.kind, figures: figuresOf(sums) })),
    })),
  };
}

/** The figures of one circle, on one kind of question or on several together. */
export function figuresOf(sums: ReportSums): ReportFigures {
  const { ended, known, knownRight, seats, staged } = sums;
  const verdicts = ended.decided + ended.noConsensus + ended.noQuorum;
  return {
    verdicts,
    ended,
    judgedRight: rateOf(sums.judgedRight, sums.judged),
    knownRight: rateOf(knownRight, known),
    knownDecided: rateOf(sums.knownDecided, known),
    nobody: rateOf(sums.nobody, known),
    unmatched: sums.unmatched,
    usdPerRightAnswer: ratio(sums.knownNanoUsd / 1e9, sums.knownPricedRight),
    bestSeat: bestSeatOf(sums.alternatives) ?? null,
    alternatives: alternativeFigures(sums.alternatives) as ShownAlternative[],
    pairs: pairFigures(sums.pairs),
    calibration: calibrationOf(sums.calibration),
    agreement: ratio(sums.agreement / 1e6, sums.several),
    unanimous: rateOf(sums.unanimous, sums.several),
    usdPerVerdict: ratio(sums.nanoUsd / 1e9, sums.priced),
    callsPerVerdict: ratio(sums.calls, verdicts),
    seatedPerVerdict: ratio(sums.seated, verdicts),
    seconds: ratio(sums.milliseconds / 1000, verdicts),
    seats: Object.entries(seats).map(([expert, seat]) => ({ expert, ...seatFigures(seat) })),
    staged: Object.entries(staged).map(([strategy, one]) => ({
      strategy,
      verdicts: one.verdicts,
      same: rateOf(one.same, one.verdicts),
      callsShare: ratio(one.calls, one.circleCalls),
      usdShare: ratio(one.nanoUsd, one.circleNanoUsd),
      secondsShare: ratio(one.milliseconds, one.circleMilliseconds),
    })),
  };
}

/** The most surprising first. With many pairs some look surprising by chance, so that each is held to its part of 0.05. */
function pairFigures(pairs: ReportSums['pairs']): ReportFigures['pairs'] {
  const entries = Object.entries(pairs);
  return entries
    .map(([name, { questions, firstWrong, secondWrong, bothWrong, sameWrong }]) => {
      const [one = '', other = ''] = name.split(' ');
      const pValue = fisher({ all: questions, first: firstWrong, second: secondWrong, both: bothWrong });
      const byChance = questions === 0 ? 0 : (firstWrong * secondWrong) / questions;
      const beyondChance = questions >= least && pValue < alpha / entries.length;
      return { experts: [one, other] as [string, string], questions, bothWrong, byChance, sameWrong, pValue, beyondChance };
    })
    .toSorted((a, b) => a.pValue - b.pValue || b.bothWrong - a.bothWrong || (a.experts.join(' ') < b.experts.join(' ') ? -1 : 1))
    .slice(0, shownPairs);
}

function calibrationOf(bins: ReportSums['calibration']): ReportFigures['calibration'] {
  const total = (member: 'verdicts' | 'squares') => bins.reduce((sum, bin) => sum + bin[member], 0);
  const verdicts = total('verdicts');
  const apart = bins.reduce((sum, { right, confidence }) => sum + Math.abs(confidence / 1e6 - right), 0);
  return {
    verdicts,
    brier: ratio(total('squares') / 1e6, verdicts),
    ece: ratio(apart, verdicts),
    bins: bins.map((bin, at) => ({
      from: at / binCount,
      to: (at + 1) / binCount,
      confidence: ratio(bin.confidence / 1e6, bin.verdicts),
      right: rateOf(bin.right, bin.verdicts) satisfies Rate,
    })),
  };
}

function seatFigures(seat: SeatSums) {
  const timed = seat.answered + seat.late;
  return {
    answered: rateOf(seat.answered, seat.asked),
    dissent: rateOf(seat.dissented, seat.compared),
    decisive: rateOf(seat.changed, seat.leftOut),
    meanSeconds: ratio(seat.milliseconds / 1000, timed),
    medianSeconds: quantile(seat.times, timed, 0.5),
    p95Seconds: quantile(seat.times, timed, 0.95),
    usdPerCall: ratio(seat.nanoUsd / 1e9, seat.priced),
  };
}

/** The middle of the bucket in which a part of all times is reached, in seconds. */
function quantile(times: SeatSums['times'], all: number, part: number): number | null {
  let seen = 0;
  for (const [bucket, count] of Object.entries(times).toSorted(([a], [b]) => Number(a) - Number(b))) {
    seen += count;
    if (seen >= part * all) return 2 ** (Number(bucket) / 4) / 1000;
  }
  return null;
}
