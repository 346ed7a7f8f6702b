/** From a weighing and the frozen opinions to the verdict, its status, and what became of every seat. */
import type { ConsultationStatus, Run } from '../contract/consultation.ts';
import type { Attempt, Opinion } from '../contract/opinion.ts';
import type { Panel, Verdict, Weighing } from '../contract/verdict.ts';

/** Says that nobody real has read the question. */
export const demoNotice =
  'Scripted demo circle: nobody real has read the question, these answers were written beforehand. It answers where no provider key is set and no local model server is found; set a key such as ANTHROPIC_API_KEY and restart to ask real experts.';

/** Opinions that were counted before the run closed. */
export function countedOpinions(opinions: readonly Opinion[]): readonly Opinion[] {
  return opinions.filter((opinion) => opinion.status === 'answered');
}

/** The frozen answers as the core reads them, in seat order so that equal runs give equal bytes. */
export function panelOf(run: Run, opinions: readonly Opinion[]): Panel {
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
  };
}

/** The verdict of a closed run. */
export function makeVerdict(run: Run, weighing: Weighing, opinions: readonly Opinion[], attempts: readonly Attempt[]): Verdict {
  const counted = countedOpinions(opinions);
  const answerOf = new Map(counted.map((opinion) => [opinion.expert, opinion.answer ?? '']));
  const leading = weighing.clusters.find((cluster) => weighing.pick !== null && cluster.experts.includes(weighing.pick));
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
    dissent: counted
      .filter((opinion) => leading !== undefined && !leading.experts.includes(opinion.expert))
      .map(({ expert, answer }) => ({ expert, answer: answer ?? '' })),
    missing: missingSeats(run, opinions, attempts),
    method: weighing.method,
    endedBy: run.endedBy ?? 'deadline',
    ...(run.demo ? { notice: demoNotice } : {}),
  };
}

/**
 * `no-quorum` if too few answered; `no-consensus` if the answers do not single one out: several answered and no two match,
 * or the two largest clusters weigh the same. Free text is decided whenever the core could pick.
 */
export function statusOf(run: Run, weighing: Weighing): Extract<ConsultationStatus, 'decided' | 'no-consensus' | 'no-quorum'> {
  if (run.answered < run.quorum) return 'no-quorum';
  if (weighing.pick === null) return 'no-consensus';
  if (run.kind === 'text' || run.answered < 2) return 'decided';
  const bySize = weighing.clusters.toSorted((a, b) => b.share - a.share);
  const [first, second] = bySize;
  const nothingMatched = bySize.every((cluster) => cluster.experts.length < 2);
  const deadHeat = first !== undefined && second !== undefined && first.share - second.share < 1e-9;
  return nothingMatched || deadHeat ? 'no-consensus' : 'decided';
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
  if (run.kind === 'choice' && weighing.option !== null) return run.options?.[weighing.option] ?? null;
  const reply = answerOf.get(weighing.pick);
  if (reply === undefined) return null;
  return run.kind === 'short' && weighing.span ? reply.slice(...weighing.span) : reply;
}
