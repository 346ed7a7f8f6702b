/** From an ended consultation to the report of a review, and to the exit code of the gate. */
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import { type GatePolicy, type Reviewer, type ReviewReport, reviewAnswer, reviewReport } from '../../../shared/contract/review.ts';
import type { RaisedFinding } from './alike-findings.ts';
import { withFingerprints } from './fingerprints.ts';
import { judge } from './gate.ts';
import type { Material } from './material.ts';
import { mergeFindings } from './merge-findings.ts';
import { type ReadFindings, readFindings } from './read-findings.ts';
import { voteOf } from './vote.ts';

/** What one expert has said. */
interface Heard {
  readonly reviewer: Reviewer;
  readonly raised: readonly RaisedFinding[];
  /** Whether something that the gate goes by could not be read in a counted answer. */
  readonly unread: (policy: GatePolicy) => boolean;
}

/** Findings that were asked for once more, by expert. */
export type Repaired = ReadonlyMap<string, ReadFindings>;

/** The report of a consultation that has ended. */
export function reportOf(ended: Consultation, material: Material, policy: GatePolicy, repaired: Repaired = new Map()): ReviewReport {
  const { verdict, cost, failure } = ended;
  const { agreement, confidence } = verdict ?? { agreement: null, confidence: null };
  const heard = ended.opinions.map((opinion) => hear(opinion, ended, repaired.get(opinion.expert)));
  const reviewers = heard.map(({ reviewer }) => reviewer);
  // What the scripted demo circle answers was written before anybody saw the change: it decides nothing.
  const real = ended.notice === undefined;
  const answer = ended.status === 'decided' && real ? reviewAnswer.parse(verdict?.answer) : null;
  const findings = withFingerprints(
    mergeFindings(
      heard.flatMap(({ raised }) => raised),
      material,
    ),
    material,
  );
  const said = failure === undefined ? null : `${failure.type}: ${failure.message}`;
  return reviewReport.parse({
    version: 1,
    verdict: answer,
    status: endOf(ended),
    ...judge(
      {
        verdict: answer,
        heard: real && (ended.status === 'decided' || ended.status === 'no-consensus'),
        undecided: said ?? (ended.status === 'decided' ? 'no real expert was asked' : ended.status),
        findings,
        unread: heard.flatMap(({ unread, reviewer }) => (unread(policy) ? [reviewer.expert] : [])),
        notShown: material.notShown,
      },
      policy,
    ),
    policy,
    agreement,
    confidence,
    costUsd: cost.usd === 0 && cost.unknown.length > 0 ? null : cost.usd,
    costUnknown: cost.unknown,
    consultation: ended.id,
    circle: ended.circle,
    notice: ended.notice ?? null,
    failure: said,
    ...shownOf(material),
    findings,
    experts: [...reviewers, ...unheard(ended, reviewers)],
  } satisfies ReviewReport);
}

function endOf({ status, id }: Consultation): ReviewReport['status'] {
  if (status === 'open') throw new RangeError(`consultation ${id} has not ended`);
  return status;
}

const nothing: Material = { kind: 'files', files: [], notShown: [], warnings: [] };

/** The report of a run in which nobody was asked: there was nothing to review, or something stood in the way. */
export function reportWithout(material: Material | undefined, policy: GatePolicy, failure?: string): ReviewReport {
  const empty = failure === undefined;
  return reviewReport.parse({
    version: 1,
    verdict: null,
    status: empty ? 'nothing-to-review' : 'not-asked',
    exitCode: empty ? 0 : 2,
    policy,
    rule: empty ? 'nothing-to-review' : 'not-asked',
    because: empty ? `there is nothing to review: ${material?.empty ?? 'the diff is empty'}` : 'nobody was asked',
    agreement: null,
    confidence: null,
    costUsd: 0,
    costUnknown: [],
    consultation: null,
    circle: null,
    notice: null,
    failure: failure ?? null,
    ...shownOf(material ?? nothing),
    // What was not asked about was not reviewed either.
    ...(empty ? {} : { files: [] }),
    findings: [],
    experts: [],
  } satisfies ReviewReport);
}

function shownOf({ files, notShown, warnings }: Material): Pick<ReviewReport, 'files' | 'notShown' | 'notReviewed' | 'warnings'> {
  return {
    files: [...new Set(files.map(({ path }) => path))],
    notShown: [...new Set(notShown.map(({ path }) => path))],
    notReviewed: notShown.map(({ path, reason }) => ({ path, reason })),
    warnings: [...warnings],
  };
}

/** Experts without an opinion of their own: the run has ended before they were in. */
function unheard({ verdict }: Consultation, heard: readonly Reviewer[]): readonly Reviewer[] {
  return (verdict?.missing ?? [])
    .filter((missing) => !heard.some(({ expert }) => expert === missing.expert))
    .map(({ expert, status, error }) => ({ expert, vote: null, findings: 0, problem: `${status}: ${error.message}` }));
}

/** An answer raises findings even where its vote could not be read; what came late was not weighed and raises none. */
function hear(opinion: Opinion, ended: Consultation, repaired: ReadFindings | undefined): Heard {
  const { expert, status, answer, error } = opinion;
  const counted = status === 'answered' && answer !== undefined;
  const read = counted || status === 'unreadable' ? readFindings(answer ?? '') : undefined;
  if (read === undefined || (!counted && read.findings.length === 0)) {
    const problem = error === undefined ? status : `${status}: ${error.message}`;
    return { reviewer: { expert, vote: null, findings: 0, problem }, raised: [], unread: () => false };
  }
  const { findings, problem, cut } = repaired ?? read;
  const vote = voteOf(opinion, ended);
  const problems = [
    vote === null ? 'names no option' : undefined,
    problem,
    cut > 0 ? `${cut} of its findings are left out, none of them worse than those shown` : undefined,
  ].filter((part) => part !== undefined && part !== null);
  return {
    reviewer: { expert, vote, findings: findings.length, problem: problems.join('; ') || null },
    raised: findings.map((finding) => ({ ...finding, expert })),
    unread: ({ severity }) => counted && (vote === null || (problem !== null && severity !== null)),
  };
}
