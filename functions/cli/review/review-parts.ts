/** A change that is too large for one question is reviewed in parts, with whole files wherever they fit; the parts have one verdict. */
import { type Finding, type GatePolicy, type Reviewer, type ReviewReport, reviewOptions } from '../../../shared/contract/review.ts';
import { withFingerprints } from '../../../shared/review/fingerprints.ts';
import { judge } from '../../../shared/review/gate.ts';
import { type Material, type MaterialFile, renderFile } from '../../../shared/review/material.ts';
import { rankOf } from '../../../shared/review/read-severity.ts';
import { shownOf } from '../../../shared/review/report.ts';
import { splitFile } from './split-file.ts';

/** Parts of one review: more is no review that anybody waits for or pays. */
export const mostParts = 20;
/** Bytes between two files. */
const betweenBytes = 2;

/**
 * Groups of files in their order, each within `maxBytes`; a file that is too large by itself is shown in ranges of its lines. What was not
 * shown is named in each part. Throws `InvalidInput` where a single line is too long.
 */
export function partsOf(material: Material, maxBytes: number): readonly Material[] {
  const parts: { files: MaterialFile[]; bytes: number }[] = [];
  for (const file of material.files.flatMap((each) => splitFile(each, maxBytes - betweenBytes))) {
    const bytes = Buffer.byteLength(renderFile(file)) + betweenBytes;
    const last = parts.at(-1);
    if (last === undefined || last.bytes + bytes > maxBytes) parts.push({ files: [file], bytes });
    else {
      last.files.push(file);
      last.bytes += bytes;
    }
  }
  return parts.length < 2 ? [material] : parts.map(({ files }) => ({ ...material, files }));
}

/** One report of the reports of all parts, judged by the strictest of them: what one part forbids, no other part allows. */
export function joinReports(reports: readonly ReviewReport[], material: Material, policy: GatePolicy): ReviewReport {
  const [first] = reports;
  if (first === undefined) throw new RangeError('a review has at least one part');
  const isWhole = material.notShown.every(({ path }) => first.notShown.includes(path));
  if (reports.length === 1 && isWhole) return first;
  const told = tellingOf(reports) ?? first;
  const verdict = told.exitCode === 2 && told.verdict === null ? null : strictestOf(reports);
  // Ranges of one file are parts of their own, and what they find alike must stay apart.
  const findings = withFingerprints(reports.flatMap((report) => report.findings).toSorted(bySeverity(reports)), material);
  const again = { verdict, heard: true, undecided: '', findings, unread: [], notShown: material.notShown };
  const { exitCode, rule, because } = told.exitCode === 0 ? judge(again, policy) : told;
  return {
    ...first,
    verdict,
    status: told.status,
    exitCode,
    rule,
    because: reports.length === 1 ? because : `${because} (the strictest of ${reports.length} parts)`,
    consultation: told.consultation,
    failure: told.failure,
    findings,
    notShown: [...new Set([...first.notShown, ...shownOf(material).notShown])],
    notReviewed: notReviewedOf(first, material),
    ...sumsOf(reports),
  };
}

/** Whatever is told of the material beside what the parts tell, such as parts that nobody was asked about. */
function notReviewedOf({ notReviewed }: ReviewReport, material: Material): ReviewReport['notReviewed'] {
  const told = new Set(notReviewed.map(({ path }) => path));
  return [...notReviewed, ...shownOf(material).notReviewed.filter(({ path }) => !told.has(path))];
}

/** The part that decides: a no first, then one without a verdict, then whatever else keeps the gate shut. */
function tellingOf(reports: readonly ReviewReport[]): ReviewReport | undefined {
  const orders: readonly ((report: ReviewReport) => boolean)[] = [
    ({ exitCode }) => exitCode === 1,
    ({ verdict }) => verdict === null,
    ({ exitCode }) => exitCode === 2,
  ];
  return orders.map((fits) => reports.find(fits)).find((report) => report !== undefined);
}

function strictestOf(reports: readonly ReviewReport[]): ReviewReport['verdict'] {
  return reviewOptions.findLast((answer) => reports.some(({ verdict }) => verdict === answer)) ?? null;
}

function sumsOf(reports: readonly ReviewReport[]) {
  const known = reports.flatMap(({ costUsd }) => costUsd ?? []);
  return {
    agreement: least(reports.map(({ agreement }) => agreement)),
    confidence: least(reports.map(({ confidence }) => confidence)),
    costUsd: known.length === 0 ? null : known.reduce((sum, usd) => sum + usd, 0),
    costUnknown: [...new Set(reports.flatMap(({ costUnknown }) => costUnknown))],
    parts: reports.flatMap(({ consultation, verdict, files }) => (consultation === null ? [] : [{ consultation, verdict, files }])),
    ...joinedRepairs(reports),
    files: [...new Set(reports.flatMap(({ files }) => files))],
    warnings: [...new Set(reports.flatMap(({ warnings }) => warnings))],
    experts: reports.flatMap(({ experts }, index) => experts.map((expert) => ofPart(expert, index))),
  };
}

function joinedRepairs(reports: readonly ReviewReport[]): Pick<ReviewReport, 'repairs'> {
  const repairs = reports.flatMap((report) => report.repairs ?? []);
  return repairs.length === 0 ? {} : { repairs };
}

function ofPart(expert: Reviewer, index: number): Reviewer {
  return expert.problem === null ? expert : { ...expert, problem: `part ${index + 1}: ${expert.problem}` };
}

function bySeverity(reports: readonly ReviewReport[]): (a: Finding, b: Finding) => number {
  const part = new Map(reports.flatMap(({ findings }, index) => findings.map((finding) => [finding, index] as const)));
  return (a, b) => rankOf(a.severity) - rankOf(b.severity) || (part.get(a) ?? 0) - (part.get(b) ?? 0);
}

function least(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length < values.length || known.length === 0 ? null : Math.min(...known);
}
