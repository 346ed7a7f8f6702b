/** From an ended consultation to the report of a review, and to the exit code of the gate. */
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import { type ReviewAnswer, type Reviewer, type ReviewReport, reviewAnswer, reviewReport } from '../../../shared/contract/review.ts';
import { InvalidInput } from '../../../shared/errors.ts';
import type { Material } from './material.ts';
import { mergeFindings, type RaisedFinding } from './merge-findings.ts';
import { readFindings, readVote } from './read-answer.ts';

/** The mildest answer that fails the gate. */
export type FailOn = Exclude<ReviewAnswer, 'approve'>;

/** The report of a consultation that has ended. */
export function reportOf(ended: Consultation, material: Material, failOn: FailOn): ReviewReport {
  const { verdict, cost, failure } = ended;
  const { agreement, confidence } = verdict ?? { agreement: null, confidence: null };
  const readings = ended.opinions.map(readOpinion);
  const heard = readings.map(({ reviewer }) => reviewer);
  // What the scripted demo circle answers was written before anybody saw the change: it decides nothing.
  const decided = ended.status === 'decided' && ended.notice === undefined;
  const answer = decided ? reviewAnswer.parse(verdict?.answer) : null;
  return reviewReport.parse({
    version: 1,
    verdict: answer,
    status: ended.status,
    exitCode: gateCode(answer, failOn, material),
    agreement,
    confidence,
    costUsd: cost.usd,
    costUnknown: cost.unknown,
    consultation: ended.id,
    circle: ended.circle,
    notice: ended.notice ?? null,
    failure: failure === undefined ? null : `${failure.type}: ${failure.message}`,
    files: material.files.map(({ path }) => path),
    notShown: material.notShown.map(({ path }) => path),
    notReviewed: [...material.notShown],
    warnings: [...material.warnings],
    findings: mergeFindings(
      readings.flatMap(({ raised }) => raised),
      material,
    ),
    experts: [...heard, ...unheard(ended, heard)],
  });
}

/** Experts without an opinion of their own: the run has ended before they were in. */
function unheard({ verdict }: Consultation, heard: readonly Reviewer[]): readonly Reviewer[] {
  return (verdict?.missing ?? [])
    .filter((missing) => !heard.some(({ expert }) => expert === missing.expert))
    .map(({ expert, status, error }) => ({ expert, vote: null, findings: 0, problem: `${status}: ${error.message}` }));
}

/** 0: approved, or milder than what fails the gate; 1: it must not go out; 2: nobody has decided, which is neither. */
export function gateCode(
  answer: ReviewAnswer | null,
  failOn: FailOn,
  { notShown }: Pick<Material, 'notShown'> = { notShown: [] },
): ReviewReport['exitCode'] {
  if (answer === null) return 2;
  if (answer === 'reject' || answer === failOn) return 1;
  // What was not shown cannot be approved.
  return notShown.every(({ allowed }) => allowed) ? 0 : 2;
}

/** `--fail-on` as it was written. Throws `InvalidInput`. */
export function parseFailOn(word: string): FailOn {
  if (word === 'revise' || word === 'reject') return word;
  throw new InvalidInput([{ field: '--fail-on', message: `must be revise or reject, not "${word}"` }]);
}

/** Only a counted answer raises findings: what came late was not weighed either. */
function readOpinion({ expert, status, answer, error }: Opinion): {
  readonly reviewer: Reviewer;
  readonly raised: readonly RaisedFinding[];
} {
  if (status !== 'answered' || answer === undefined) {
    const problem = error === undefined ? status : `${status}: ${error.message}`;
    return { reviewer: { expert, vote: null, findings: 0, problem }, raised: [] };
  }
  const { findings, problem } = readFindings(answer);
  return {
    reviewer: { expert, vote: readVote(answer), findings: findings.length, problem },
    raised: findings.map((finding) => ({ ...finding, expert })),
  };
}
