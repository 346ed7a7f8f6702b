/** A change that is too large for one question is reviewed in parts, each with whole files; the parts have one verdict. */
import { type Finding, type GatePolicy, type Reviewer, type ReviewReport, reviewOptions } from '../../../shared/contract/review.ts';
import { judge } from './gate.ts';
import { type Material, type MaterialFile, renderFile } from './material.ts';
import { rankOf } from './read-severity.ts';

/** Parts of one review: more is no review that anybody waits for or pays. */
export const mostParts = 20;

/**
 * Groups of files in their order, each within `maxBytes`. A file that is too large by itself stands alone: whoever asks refuses it.
 * What was not shown is named in each part.
 */
export function partsOf(material: Material, maxBytes: number): readonly Material[] {
  const parts: { files: MaterialFile[]; bytes: number }[] = [];
  for (const file of material.files) {
    const bytes = Buffer.byteLength(renderFile(file)) + 2;
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
  if (reports.length === 1) return first;
  const undecided = reports.find(({ verdict }) => verdict === null);
  const strictest = reviewOptions.findLast((answer) => reports.some(({ verdict }) => verdict === answer)) ?? null;
  const failing = reports.find(({ exitCode }) => exitCode === 1);
  const verdict = undecided !== undefined && failing === undefined ? null : strictest;
  const findings = reports.flatMap((report) => report.findings).toSorted(bySeverity(reports));
  const told = failing ?? undecided ?? reports.find(({ exitCode }) => exitCode === 2) ?? first;
  const { exitCode, rule, because } =
    told.exitCode === 0 ? judge({ verdict, heard: true, undecided: '', findings, unread: [], notShown: material.notShown }, policy) : told;
  return {
    ...first,
    verdict,
    status: told.status,
    exitCode,
    rule,
    because: `${because} (the strictest of ${reports.length} parts)`,
    agreement: least(reports.map(({ agreement }) => agreement)),
    confidence: least(reports.map(({ confidence }) => confidence)),
    costUsd: reports.every(({ costUsd }) => costUsd === null) ? null : reports.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0),
    costUnknown: [...new Set(reports.flatMap(({ costUnknown }) => costUnknown))],
    consultation: told.consultation,
    parts: reports.flatMap(({ consultation, verdict: own, files }) =>
      consultation === null ? [] : [{ consultation, verdict: own, files }],
    ),
    failure: told.failure,
    files: reports.flatMap(({ files }) => files),
    warnings: [...new Set(reports.flatMap(({ warnings }) => warnings))],
    findings,
    experts: reports.flatMap(({ experts }, index) => experts.map((expert) => ofPart(expert, index))),
  };
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
