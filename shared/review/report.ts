/** From an ended consultation to the report of a review, and to the exit code of the gate. */
import type { Consultation } from '../contract/consultation.ts';
import type { Opinion } from '../contract/opinion.ts';
import { type GatePolicy, type Reviewer, type ReviewReport, reviewAnswer, reviewReport } from '../contract/review.ts';
import type { RaisedFinding } from './alike-findings.ts';
import { AnswersRead } from './answers-read.ts';
import { type Beside, nobody, programsSay, stricter } from './beside.ts';
import { withFingerprints } from './fingerprints.ts';
import { type GateResult, type Judged, judge } from './gate.ts';
import { isDisputed, withJudgements } from './judgements.ts';
import type { Material } from './material.ts';
import { mergeFindings } from './merge-findings.ts';
import type { ReadFindings } from './read-findings.ts';
import type { Repair } from './read-repaired.ts';
import { readRepaired } from './read-repaired.ts';
import { voteOf } from './vote.ts';

/** What one expert has said. */
interface Heard {
  readonly reviewer: Reviewer;
  readonly raised: readonly RaisedFinding[];
  /** Whether something that the gate goes by could not be read in a counted answer. */
  readonly unread: (policy: GatePolicy) => boolean;
}

/** The report of a consultation that has ended, with what experts have said when they were asked once more, and what programs say beside them. */
export function reportOf(
  ended: Consultation,
  material: Material,
  policy: GatePolicy,
  repairs: readonly Repair[] = [],
  beside: Beside = nobody,
  answersRead = new AnswersRead(),
): ReviewReport {
  const cost = costOf(ended, repairs);
  const { agreement, confidence } = ended.verdict ?? { agreement: null, confidence: null };
  const heard = ended.opinions.map((opinion) =>
    hear(
      opinion,
      ended,
      repairs.find(({ expert }) => expert === opinion.expert),
      answersRead,
    ),
  );
  const reviewers = heard.map(({ reviewer }) => reviewer);
  const answers = ended.opinions.flatMap(({ expert, status, answer }) =>
    status === 'answered' && answer !== undefined ? [{ expert, answer }] : [],
  );
  const raised = [
    ...heard.flatMap((one) => one.raised),
    ...withJudgements(beside.raised, answers, (answer) => answersRead.judgements(answer)),
  ];
  const findings = withFingerprints(mergeFindings(raised, material), material);
  const unread = unheardOf(heard, beside, policy);
  const seen = withUndone(material, beside);
  const told = withObjection(tellingOf(ended), beside);
  return reviewReport.parse({
    version: 1,
    verdict: told.verdict,
    status: endOf(ended),
    ...withDisputes(judge({ ...told, findings, unread, notShown: seen.notShown }, policy), findings),
    policy,
    agreement,
    confidence,
    costUsd: cost.usd === 0 && cost.unknown.length > 0 ? null : cost.usd,
    costUnknown: cost.unknown,
    consultation: ended.id,
    ...(repairs.length > 0 && { repairs: repairs.map(({ expert, consultation }) => ({ expert, consultation })) }),
    circle: ended.circle,
    notice: ended.notice ?? null,
    failure: sayFailure(ended),
    ...shownOf(seen),
    findings,
    experts: [...reviewers, ...unheard(ended, reviewers), ...beside.reviewers],
  } satisfies ReviewReport);
}

function costOf({ cost }: Consultation, repairs: readonly Repair[]): { readonly usd: number; readonly unknown: string[] } {
  const unknown = [...cost.unknown, ...repairs.flatMap(({ costUnknown }) => costUnknown)];
  return { usd: repairs.reduce((sum, { costUsd }) => sum + costUsd, cost.usd), unknown: [...new Set(unknown)] };
}

/** What rules have found counts, whoever disputes it; the reason says that somebody does. */
function withDisputes(result: GateResult, findings: ReviewReport['findings']): GateResult {
  const count = findings.filter(isDisputed).length;
  if (count === 0) return result;
  const words = count === 1 ? '1 finding of rules is disputed' : `${count} findings of rules are disputed`;
  return { ...result, because: `${result.because}; ${words} by experts, and counts all the same` };
}

/** Whose word is not known whole, so that nothing is approved on it. */
function unheardOf(heard: readonly Heard[], { undone }: Beside, policy: GatePolicy): readonly string[] {
  return [...heard.flatMap((one) => (one.unread(policy) ? [one.reviewer.expert] : [])), ...(undone?.experts ?? [])];
}

type Telling = Pick<Judged, 'verdict' | 'heard' | 'undecided'>;

/** What the end says. What the scripted demo circle answers was written before anybody saw the change: it decides nothing. */
function tellingOf(ended: Consultation): Telling {
  const real = ended.notice === undefined;
  const decided = ended.status === 'decided';
  return {
    verdict: decided && real ? (reviewAnswer.safeParse(ended.verdict?.answer).data ?? null) : null,
    heard: real && (decided || ended.status === 'no-consensus'),
    undecided: sayFailure(ended) ?? (decided ? 'no real expert was asked' : ended.status),
  };
}

/** What programs object to is not approved, whatever the others say: a rule speaks of what stands there. */
function withObjection(told: Telling, beside: Beside): Telling {
  return told.verdict === null ? told : { ...told, verdict: stricter(told.verdict, programsSay(beside)) };
}

/** The material with what programs were to judge in it and did not. */
export function withUndone(material: Material, { undone }: Beside): Material {
  const known = new Set(material.notShown.map(({ path }) => path));
  const added = (undone?.entries ?? []).filter(({ path }) => !known.has(path));
  return added.length === 0 ? material : { ...material, notShown: [...material.notShown, ...added] };
}

function sayFailure({ failure }: Consultation): string | null {
  return failure === undefined ? null : `${failure.type}: ${failure.message}`;
}

function endOf({ status, id }: Consultation): ReviewReport['status'] {
  if (status === 'open') throw new RangeError(`consultation ${id} has not ended`);
  return status;
}

const nothing: Material = { kind: 'files', files: [], notShown: [], warnings: [] };

/** The report of a run in which there was nothing to review. */
export function reportOfNothing(material: Material, policy: GatePolicy): ReviewReport {
  const because = `there is nothing to review: nothing differs ${material.empty ?? 'in the diff'}`;
  return reportWithout(material, policy, { status: 'nothing-to-review', exitCode: 0, because, failure: null });
}

/** The report of a run in which something stood in the way of asking: nothing was reviewed. */
export function reportOfFailure(failure: string, policy: GatePolicy): ReviewReport {
  return reportWithout(nothing, policy, { status: 'not-asked', exitCode: 2, because: 'nobody could be asked, or heard', failure });
}

function reportWithout(
  material: Material,
  policy: GatePolicy,
  end: Pick<ReviewReport, 'exitCode' | 'because' | 'failure'> & { readonly status: 'nothing-to-review' | 'not-asked' },
): ReviewReport {
  return reviewReport.parse({
    version: 1,
    verdict: null,
    ...end,
    policy,
    rule: end.status,
    agreement: null,
    confidence: null,
    costUsd: 0,
    costUnknown: [],
    consultation: null,
    circle: null,
    notice: null,
    ...shownOf(material),
    findings: [],
    experts: [],
  } satisfies ReviewReport);
}

/** The parts of a report that say what was reviewed. */
export function shownOf({ files, notShown, warnings }: Material): Pick<ReviewReport, 'files' | 'notShown' | 'notReviewed' | 'warnings'> {
  return {
    files: [...new Set(files.map(({ path }) => path))],
    notShown: [...new Set(notShown.map(({ path }) => path))],
    notReviewed: [...notShown],
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
function hear(opinion: Opinion, ended: Consultation, repair: Repair | undefined, answersRead: AnswersRead): Heard {
  const { expert } = opinion;
  const counted = opinion.status === 'answered' && opinion.answer !== undefined;
  const read = readWords(opinion, repair, answersRead);
  const vote = voteOf(opinion, ended);
  // Words without a vote that can be read may hold an objection, such as one that was cut off.
  const unread: Heard['unread'] = ({ severity }) => (counted && vote === null) || (read.problem !== null && severity !== null);
  if (!counted && read.findings.length === 0) return { ...silent(opinion), unread };
  const problem = problemsOf(vote, read).join('; ') || null;
  return {
    reviewer: { expert, vote, findings: read.findings.length, problem },
    raised: read.findings.map((finding) => ({ ...finding, expert })),
    unread,
  };
}

/** What was said, with a vote that can be read or without one. */
function readWords(opinion: Opinion, repair: Repair | undefined, answersRead: AnswersRead): ReadFindings {
  const words = wordsIn(opinion);
  return words === undefined ? nothingRead : readRepaired(words, repair?.answer, (answer) => answersRead.findings(answer));
}

/** What an expert has said, as far as it is read for findings. */
export function wordsIn({ status, answer }: Pick<Opinion, 'status' | 'answer'>): string | undefined {
  const said = status === 'answered' || (status === 'unreadable' && answer?.trim() !== '');
  return said ? answer : undefined;
}

const nothingRead: ReadFindings = { findings: [], problem: null, cut: 0, unread: 0 };

function silent({ expert, status, error }: Opinion): Heard {
  const problem = error === undefined ? status : `${status}: ${error.message}`;
  return { reviewer: { expert, vote: null, findings: 0, problem }, raised: [], unread: () => false };
}

function problemsOf(vote: Reviewer['vote'], { problem, cut }: ReadFindings): readonly string[] {
  return [
    ...(vote === null ? ['names no option'] : []),
    ...(problem === null ? [] : [problem]),
    ...(cut > 0 ? [`${cut} of its findings are left out, none of them worse than those shown`] : []),
  ];
}
