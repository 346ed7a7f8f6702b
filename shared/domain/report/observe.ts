/** What one ended consultation adds to a report. */

import type { Opinion } from '../../contract/opinion.ts';
import type { AlternativeSums, PairSums, ReportSums, SeatSums, StagedSums } from '../../contract/report.ts';
import type { Run } from '../../contract/run.ts';
import type { Verdict } from '../../contract/verdict.ts';
import { askedExperts } from '../asked.ts';
import { countedOpinions } from '../panel.ts';
import { durationOf } from '../run-time.ts';
import { isSame } from '../strategy-words.ts';
import { binCount, emptySums } from './add.ts';
import type { Outcome } from './replays.ts';
import type { Truth } from './truth.ts';
import { wasHeard } from './was-heard.ts';

/** A consultation that has ended, with what is known of it. */
export interface Ended {
  readonly run: Run;
  /** Absent where it failed or was cancelled. */
  readonly verdict?: Verdict | undefined;
  readonly opinions: readonly Opinion[];
  /** Absent without feedback. */
  readonly truth?: Truth | undefined;
  /** Whether feedback names a right answer. */
  readonly answerKnown?: boolean | undefined;
  /** What other circles and strategies would have come to; empty where nobody knows who was right. */
  readonly outcomes?: readonly Outcome[] | undefined;
}

const endings = {
  decided: 'decided',
  'no-consensus': 'noConsensus',
  'no-quorum': 'noQuorum',
  failed: 'failed',
  cancelled: 'cancelled',
} as const;

/** The sums of one consultation. */
export function observe(ended: Ended): ReportSums {
  const { run, verdict, opinions, truth } = ended;
  const sums = emptySums(run.circle, run.kind);
  if (run.status in endings) sums.ended[endings[run.status as keyof typeof endings]] = 1;
  if (verdict === undefined) return sums;
  const cost = costOf(opinions, askedExperts(run));
  const answered = countedOpinions(opinions).length;
  return {
    ...sums,
    ...(answered < 2
      ? {}
      : { several: 1, agreement: millionths(verdict.agreement ?? 0), unanimous: Number(isUnanimous(verdict, answered)) }),
    calls: askedExperts(run).length + (run.rounds ?? []).reduce((sum, { experts }) => sum + experts.length, 0),
    seated: run.experts.length,
    ...(cost === undefined ? {} : { priced: 1, nanoUsd: cost }),
    milliseconds: durationOf(run) ?? 0,
    ...judgedSums(verdict, truth, sums.calibration),
    ...knownSums(ended, verdict, cost),
    seats: Object.fromEntries(askedExperts(run).map((expert) => [expert, seatSumsOf(expert, verdict, opinions)])),
    staged: stagedOf(run, verdict, opinions),
  };
}

/** Whether all that was said is one answer. */
function isUnanimous({ clusters }: Verdict, answered: number): boolean {
  return clusters.some(({ experts }) => experts.length === answered);
}

function judgedSums({ pick, confidence }: Verdict, truth: Truth | undefined, bins: ReportSums['calibration']): Partial<ReportSums> {
  if (pick === null || truth?.circle === undefined) return {};
  const right = Number(truth.circle);
  const bin = confidence === null ? undefined : Math.min(binCount - 1, Math.floor(confidence * binCount));
  const calibration = bins.map((before, at) =>
    at === bin && confidence !== null
      ? { verdicts: 1, right, confidence: millionths(confidence), squares: millionths((confidence - right) ** 2) }
      : before,
  );
  return { judged: 1, judgedRight: right, calibration };
}

function knownSums(ended: Ended, verdict: Verdict, cost: number | undefined): Partial<ReportSums> {
  const { truth, answerKnown = false, opinions } = ended;
  const seats = truth?.seats;
  if (seats === undefined) return { unmatched: Number(answerKnown) };
  const right = Number(verdict.pick !== null && seats.get(verdict.pick) === true);
  return {
    known: 1,
    knownRight: right,
    knownDecided: Number(verdict.pick !== null),
    nobody: Number(![...seats.values()].includes(true)),
    ...(cost === undefined ? {} : { knownPriced: 1, knownNanoUsd: cost, knownPricedRight: right }),
    pairs: pairsOf(seats, verdict),
    alternatives: alternativesOf(ended, verdict, seats, opinions, right === 1),
  };
}

function pairsOf(seats: ReadonlyMap<string, boolean>, { clusters }: Verdict): Record<string, PairSums> {
  const names = [...seats.keys()].toSorted();
  const together = (one: string, other: string) => clusters.some(({ experts }) => experts.includes(one) && experts.includes(other));
  return Object.fromEntries(
    names.flatMap((one, at) =>
      names.slice(at + 1).map((other) => {
        const [firstWrong, secondWrong] = [seats.get(one) === false, seats.get(other) === false];
        const bothWrong = firstWrong && secondWrong;
        const sums = { firstWrong, secondWrong, bothWrong, sameWrong: bothWrong && together(one, other) };
        const counts = Object.fromEntries(Object.entries(sums).map(([name, holds]) => [name, Number(holds)]));
        return [`${one} ${other}`, { questions: 1, ...counts } as PairSums] as const;
      }),
    ),
  );
}

/** Each seat by itself, and what was replayed, beside what the circle decided. Who was asked and had no answer was not right. */
function alternativesOf(
  { run, outcomes = [] }: Ended,
  verdict: Verdict,
  seats: ReadonlyMap<string, boolean>,
  opinions: readonly Opinion[],
  circleRight: boolean,
): Record<string, AlternativeSums> {
  const asked = askedExperts(run);
  const of = new Map(opinions.map((opinion) => [opinion.expert, opinion]));
  const inTime = (expert: string) => isHeard(of.get(expert));
  const alone = asked.filter(inTime).map((expert): Outcome => {
    const answered = of.get(expert)?.status === 'answered';
    return { name: `seat ${expert}`, asked: [expert], pick: answered ? expert : null, seconds: (of.get(expert)?.latencyMs ?? 0) / 1000 };
  });
  const circleMilliseconds = Math.round(Math.max(0, ...asked.filter(inTime).map((expert) => of.get(expert)?.latencyMs ?? 0)));
  const circleCost = costOf(opinions, asked);
  return Object.fromEntries(
    [...alone, ...outcomes].map((outcome) => {
      const right = outcome.pick !== null && seats.get(outcome.pick) === true;
      const cost = costOf(opinions, outcome.asked);
      const priced = cost !== undefined && circleCost !== undefined;
      const sums: AlternativeSums = {
        questions: 1,
        right: Number(right),
        circleRight: Number(circleRight),
        onlyThis: Number(right && !circleRight),
        onlyCircle: Number(circleRight && !right),
        decided: Number(outcome.pick !== null),
        same: Number(isSame(verdict, outcome.pick)),
        calls: outcome.asked.length,
        circleCalls: asked.length,
        priced: Number(priced),
        nanoUsd: priced ? cost : 0,
        circleNanoUsd: priced ? circleCost : 0,
        milliseconds: Math.round(outcome.seconds * 1000),
        circleMilliseconds,
      };
      return [outcome.name, sums] as const;
    }),
  );
}

function seatSumsOf(expert: string, verdict: Verdict, opinions: readonly Opinion[]): SeatSums {
  const opinion = opinions.find((one) => one.expert === expert);
  const answered = opinion?.status === 'answered';
  const late = opinion?.status === 'late' && opinion.answer !== undefined;
  const cost = costOf(opinions, [expert]);
  return {
    asked: 1,
    answered: Number(answered),
    late: Number(late),
    missed: Number(!answered && isHeard(opinion)),
    ...standing(expert, verdict, answered, countedOpinions(opinions).length),
    ...(opinion && (answered || late) ? timeOf(opinion) : { milliseconds: 0, times: {} }),
    priced: Number(cost !== undefined),
    nanoUsd: cost ?? 0,
  };
}

/** How a counted answer stands to the one that won, and whether that would have won without it. */
function standing(expert: string, { pick, clusters, stability }: Verdict, answered: boolean, heard: number) {
  const counts = answered && pick !== null;
  const agrees = expert === pick || clusters.some(({ experts }) => experts.includes(expert) && experts.includes(pick ?? ''));
  return {
    compared: Number(counts && heard > 1),
    dissented: Number(counts && heard > 1 && !agrees),
    leftOut: Number(counts && stability !== null),
    changed: Number(counts && stability?.pivotal.includes(expert) === true),
  };
}

function isHeard(opinion: Opinion | undefined): opinion is Opinion {
  return opinion !== undefined && wasHeard(opinion);
}

function timeOf({ latencyMs }: Opinion): Pick<SeatSums, 'milliseconds' | 'times'> {
  return { milliseconds: Math.round(latencyMs), times: { [String(bucketOf(latencyMs))]: 1 } };
}

/** A quarter of a doubling. */
function bucketOf(milliseconds: number): number {
  return Math.round(4 * Math.log2(Math.max(1, milliseconds)));
}

/** What each verdict says of asking in stages. */
function stagedOf(run: Run, { replays = [] }: Verdict, opinions: readonly Opinion[]): Record<string, StagedSums> {
  const circleCost = costOf(opinions, run.experts);
  const slowest = Math.max(0, ...opinions.filter(({ status }) => status !== 'late').map(({ latencyMs }) => latencyMs));
  return Object.fromEntries(
    // Of two bounds of `sure` the first is the usual one.
    replays.toReversed().map(({ strategy, asked, same, usd, seconds }) => {
      const priced = usd !== null && circleCost !== undefined;
      const sums: StagedSums = {
        verdicts: 1,
        same: Number(same),
        calls: asked.length,
        circleCalls: run.experts.length,
        priced: Number(priced),
        nanoUsd: priced ? nanoUsdOf(usd) : 0,
        circleNanoUsd: priced ? circleCost : 0,
        milliseconds: Math.round(seconds * 1000),
        circleMilliseconds: Math.round(slowest),
      };
      return [strategy, sums] as const;
    }),
  );
}

/** Billionths of a dollar of these experts' calls; undefined where one of them is not known. */
function costOf(opinions: readonly Opinion[], experts: readonly string[]): number | undefined {
  const costs = experts.map((expert) => {
    const opinion = opinions.find((one) => one.expert === expert);
    return opinion === undefined ? null : opinion.costUsd === undefined ? 0 : opinion.costUsd;
  });
  return costs.reduce<number | undefined>((sum, cost) => (sum === undefined || cost === null ? undefined : sum + nanoUsdOf(cost)), 0);
}

function nanoUsdOf(usd: number): number {
  return Math.round(usd * 1e9);
}

function millionths(share: number): number {
  return Math.round(share * 1e6);
}
