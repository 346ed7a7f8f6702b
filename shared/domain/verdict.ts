/** From a weighing and the frozen opinions to the verdict, its status, and what became of every seat. */

import type { ConsultationStatus } from '../contract/consultation.ts';
import type { AttemptNote, Opinion } from '../contract/opinion.ts';
import { factsOf } from '../contract/provider-kinds.ts';
import type { Run } from '../contract/run.ts';
import { saidAnswer } from '../contract/said-answer.ts';
import type { Verdict, Weighing } from '../contract/verdict.ts';
import { wantedExperts } from './asked.ts';
import { leastAnswers } from './least-answers.ts';
import { limitsInWords } from './limits-in-words.ts';
import { missingSeats } from './missing-seats.ts';
import { countedOpinions } from './panel.ts';
import { loweredFloor } from './quorum.ts';
import { claimsInWords, dissentInWords, optionOf, positionsInWords, rankingInWords, reliabilityInWords } from './verdict-words.ts';
import { whyUndecided } from './why-undecided.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Says that nobody real has read the question. */
export const demoNotice =
  'Scripted demo circle: nobody real has read the question, these answers were written beforehand. It answers where no provider key is set and no local model server is found; set a key such as ANTHROPIC_API_KEY and restart to ask real experts.';

/** What a verdict says beside the answers. */
export interface Beside extends Pick<Verdict, 'strategy' | 'deliberation' | 'synthesis'> {
  /** What has decided where the answers alone do not. */
  readonly decidedBy?: Verdict['decidedBy'] | undefined;
  /** For how long the machine has slept meanwhile. */
  readonly sleptMs?: number;
  /** Whether a limit kept the next stage from being asked. */
  readonly kept?: boolean;
  readonly replays?: NonNullable<Verdict['replays']>;
}

/** The verdict of a closed run. */
export function makeVerdict(
  run: Run,
  weighing: Weighing,
  opinions: readonly Opinion[],
  attempts: readonly AttemptNote[],
  beside: Beside = {},
): Verdict {
  const counted = countedOpinions(opinions);
  const answerOf = new Map(counted.map((opinion) => [opinion.expert, opinion.answer ?? '']));
  const truncated = counted.filter((opinion) => opinion.truncated).map(({ expert }) => expert);
  const decided = statusOf(run, weighing) === 'decided';
  return {
    ...(decided ? resultOf(run, weighing, counted) : noResult(run, weighing, counted)),
    agreement: weighing.agreement,
    coverage: coverageOf(run, counted),
    clusters: weighing.clusters,
    independent: weighing.independent,
    missing: missingSeats(run, opinions, attempts),
    method: weighing.method,
    endedBy: run.endedBy ?? 'deadline',
    ...withoutUndefined({
      fields: weighing.fields,
      claims: claimsInWords(weighing, answerOf),
      pairs: weighing.pairs,
      ranking: rankingInWords(weighing, run.options),
      promise: weighing.promise,
      reliability: reliabilityInWords(weighing, run.options, decided),
      truncated: truncated.length > 0 ? truncated : undefined,
      replaced: run.replaced?.map(({ seat, by, reason }) => ({ seat, by, reason })),
      limits: limitsInWords(run, opinions, attempts, beside.kept ?? false),
      notice: run.demo ? demoNotice : undefined,
      ...besideAnswers(beside),
    }),
  };
}

function besideAnswers({ sleptMs = 0, strategy, deliberation, synthesis, decidedBy, replays = [] }: Beside): Partial<Verdict> {
  const slept = sleptMs > 0 ? Math.max(1, Math.round(sleptMs / 1000)) : undefined;
  return withoutUndefined({ slept, strategy, deliberation, synthesis, decidedBy, replays: replays.length > 0 ? replays : undefined });
}

type Result = Pick<Verdict, 'answer' | 'pick' | 'confidence' | 'stability' | 'dissent' | 'positions' | 'undecided'>;

/** The answer, and what is said of it. */
function resultOf(run: Run, weighing: Weighing, counted: readonly Opinion[]): Result {
  const { pick, stability } = weighing;
  // That rules are silent says nothing of what no rule looks for: there is no chance to state.
  const confidence = counted.every(({ provider }) => factsOf(provider).judge === 'rules') ? null : weighing.confidence;
  return { answer: answerText(run, weighing, counted), pick, confidence, stability, dissent: dissentInWords(weighing, counted) };
}

/** Nothing undecided looks decided: no answer leads, so there is none to be sure of, to hang on somebody or to dissent from. */
function noResult(run: Run, weighing: Weighing, counted: readonly Opinion[]): Result {
  const positions = positionsInWords(weighing, counted, run.kind);
  return { answer: null, pick: null, confidence: null, stability: null, dissent: [], positions, undecided: whyUndecided(run, weighing) };
}

/** Where fewer answers than the quorum were allowed, both numbers are reported. */
function coverageOf(run: Run, counted: readonly Opinion[]): Verdict['coverage'] {
  return {
    asked: wantedExperts(run).length,
    answered: counted.length,
    families: new Set(counted.map((opinion) => opinion.family)).size,
    ...loweredFloor(run),
  };
}

/**
 * `no-quorum` if too few answered; `no-consensus` if the answers do not single one out. The core says whether they do; one of an
 * earlier version leaves it to the clusters.
 */
export function statusOf(run: Run, weighing: Weighing): Extract<ConsultationStatus, 'decided' | 'no-consensus' | 'no-quorum'> {
  if (run.answered < leastAnswers(run)) return 'no-quorum';
  if (weighing.pick === null) return 'no-consensus';
  return (weighing.decided ?? singlesOut(run, weighing)) ? 'decided' : 'no-consensus';
}

/** Whether the answers lead to one answer and no other. */
function singlesOut({ kind, answered }: Run, { clusters, ranking, decided }: Weighing): boolean {
  if (decided !== undefined) return decided;
  if (kind === 'text' || answered < 2) return true;
  if (ranking) return ranking.order[0]?.length === 1;
  const [first, second] = clusters.toSorted((a, b) => b.share - a.share);
  const nothingMatched = clusters.every((cluster) => cluster.experts.length < 2);
  const deadHeat = first !== undefined && second !== undefined && first.share - second.share < 1e-9;
  return !nothingMatched && !deadHeat;
}

function answerText(run: Run, weighing: Weighing, counted: readonly Opinion[]): string | null {
  if (weighing.option !== null) return optionOf(run.options, weighing.option) ?? null;
  const picked = counted.find(({ expert }) => expert === weighing.pick);
  if (picked?.answer === undefined) return null;
  return run.kind === 'short' && weighing.span ? picked.answer.slice(...weighing.span) : saidAnswer(picked);
}
