/** From a weighing and the frozen opinions to the verdict, its status, and what became of every seat. */
import type { ConsultationStatus, Run } from '../contract/consultation.ts';
import type { Attempt, Opinion } from '../contract/opinion.ts';
import type { Verdict, Weighing } from '../contract/verdict.ts';
import { countedOpinions } from './panel.ts';
import { claimsInWords, dissentInWords, optionOf, rankingInWords, reliabilityInWords } from './verdict-words.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Says that nobody real has read the question. */
export const demoNotice =
  'Scripted demo circle: nobody real has read the question, these answers were written beforehand. It answers where no provider key is set and no local model server is found; set a key such as ANTHROPIC_API_KEY and restart to ask real experts.';

/** The verdict of a closed run. */
export function makeVerdict(run: Run, weighing: Weighing, opinions: readonly Opinion[], attempts: readonly Attempt[]): Verdict {
  const counted = countedOpinions(opinions);
  const answerOf = new Map(counted.map((opinion) => [opinion.expert, opinion.answer ?? '']));
  return {
    answer: answerText(run, weighing, answerOf),
    pick: weighing.pick,
    agreement: weighing.agreement,
    coverage: {
      asked: run.seats.length,
      answered: counted.length,
      families: new Set(counted.map((opinion) => opinion.family)).size,
    },
    confidence: weighing.confidence,
    clusters: weighing.clusters,
    stability: weighing.stability,
    independent: weighing.independent,
    dissent: dissentInWords(weighing, counted),
    missing: missingSeats(run, opinions, attempts),
    method: weighing.method,
    endedBy: run.endedBy ?? 'deadline',
    ...withoutUndefined({
      claims: claimsInWords(weighing, answerOf),
      pairs: weighing.pairs,
      ranking: rankingInWords(weighing, run.options),
      reliability: reliabilityInWords(weighing, run.options),
      notice: run.demo ? demoNotice : undefined,
    }),
  };
}

/**
 * `no-quorum` if too few answered; `no-consensus` if the answers do not single one out: several answered and no two match,
 * or the two largest clusters weigh the same. Free text is decided whenever the core could pick, a ranking if one option comes first.
 */
export function statusOf(run: Run, weighing: Weighing): Extract<ConsultationStatus, 'decided' | 'no-consensus' | 'no-quorum'> {
  if (run.answered < run.quorum) return 'no-quorum';
  if (weighing.pick === null) return 'no-consensus';
  return singlesOut(run, weighing) ? 'decided' : 'no-consensus';
}

/** Whether the answers lead to one answer and no other. */
function singlesOut({ kind, answered, ordered }: Run, { clusters, ranking }: Weighing): boolean {
  // A scale has a median, however the votes are spread.
  if (kind === 'text' || answered < 2 || ordered) return true;
  if (ranking) return ranking.order[0]?.length === 1;
  const [first, second] = clusters.toSorted((a, b) => b.share - a.share);
  const nothingMatched = clusters.every((cluster) => cluster.experts.length < 2);
  const deadHeat = first !== undefined && second !== undefined && first.share - second.share < 1e-9;
  return !nothingMatched && !deadHeat;
}

/** Every seat without a counted answer, with the best reason known. */
export function missingSeats(run: Run, opinions: readonly Opinion[], attempts: readonly Attempt[]): Verdict['missing'] {
  const opinionOf = new Map(opinions.map((opinion) => [opinion.expert, opinion]));
  const attemptOf = new Map(attempts.map((attempt) => [attempt.expert, attempt]));
  return run.seats.flatMap(({ expert }) => {
    const opinion = opinionOf.get(expert);
    if (opinion?.status === 'answered') return [];
    if (opinion?.error) return [{ expert, status: opinion.status, error: opinion.error }];
    if (opinion) return [{ expert, status: opinion.status, error: notInTime(run) }];
    const error = attemptOf.get(expert)?.error ?? notInTime(run);
    return [{ expert, status: attemptOf.has(expert) ? ('failed' as const) : ('timeout' as const), error }];
  });
}

function notInTime(run: Run): Verdict['missing'][number]['error'] {
  return { type: 'not-in-time', message: whyNotInTime(run), retryable: true };
}

function whyNotInTime(run: Run): string {
  if (run.status === 'cancelled') return 'no answer yet when the caller cancelled the consultation';
  if (run.status === 'failed') return 'no answer yet when the consultation failed';
  const rule = run.endedBy ?? 'deadline';
  return rule === 'deadline' ? 'no answer before the deadline' : `no answer yet when the consultation ended (${rule})`;
}

function answerText(run: Run, weighing: Weighing, answerOf: ReadonlyMap<string, string>): string | null {
  if (weighing.pick === null) return null;
  if (weighing.option !== null) return optionOf(run.options, weighing.option) ?? null;
  const reply = answerOf.get(weighing.pick);
  if (reply === undefined) return null;
  return run.kind === 'short' && weighing.span ? reply.slice(...weighing.span) : reply;
}
