/** The lines at which the findings of a review stand, and the entries of a baseline that accept them. */
import type { Finding, ReviewReport } from '../contract/review.ts';
import type { FindingExcerpt } from '../contract/review-list.ts';
import { type AcceptableFinding, baselineEntries } from './baseline.ts';
import { wholeFile } from './given-lines.ts';
import { givenDiff, givenFiles } from './given-material.ts';
import type { Material, MaterialFile, MaterialLine } from './material.ts';
import { maskSecrets } from './secrets.ts';
import { type RuledReview, weighRules } from './weigh-rules.ts';

/** Findings whose lines are shown, lines of one of them, and characters of a line: all together an answer goes through the cloud. */
const mostExcerpts = 200;
const mostLines = 60;
const lineLength = 300;

/**
 * The excerpts of a report, with so many lines around each finding. The files are compared anew, within the bound of one request; where a
 * finding stands far from the change, the file as it would go out is shown. Credentials are masked.
 */
export async function excerptsOf(report: ReviewReport, ruled: RuledReview, around: number): Promise<readonly FindingExcerpt[]> {
  const { review } = ruled;
  const { open } = weighRules(ruled);
  const compared = review.diff === undefined ? await givenFiles(review.files) : givenDiff(review.diff);
  const [change, whole] = [await masked(compared.files), await masked(review.files.map((file) => wholeFile(file, ' ')))];
  return report.findings.slice(0, mostExcerpts).map((finding) => {
    const own = raisedAs(finding, open);
    const places = [change, whole].flatMap((files) => files.find(({ path }) => path === finding.file) ?? []);
    const lines = places.map((file) => linesAt(file, finding, around)).find((shown) => shown.length > 0) ?? [];
    return { fingerprint: finding.fingerprint ?? '', lines, entries: [...baselineEntries(own, [])] };
  });
}

async function masked(files: readonly MaterialFile[]): Promise<readonly MaterialFile[]> {
  const material: Material = { kind: 'change', files, notShown: [], warnings: [] };
  return (await maskSecrets(material)).material.files;
}

/**
 * What rules have raised of a finding, each where it stands: one that is about a whole resource begins elsewhere than one about a line of it.
 * Of several that say the same the nearest is meant.
 */
function raisedAs({ rules = [], file, line, ...finding }: Finding, open: readonly AcceptableFinding[]): readonly AcceptableFinding[] {
  const own = open.filter(({ finding: { rule = '', file: raisedIn } }) => rules.includes(rule) && raisedIn === (file ?? undefined));
  const distance = ({ finding: raised }: AcceptableFinding) => Math.abs((raised.line ?? 0) - (line ?? 0));
  const { wordings = finding.experts.map((expert) => ({ expert, title: finding.title, reason: finding.reason })) } = finding;
  return wordings.flatMap((said) => {
    const same = own.filter(
      ({ finding: { expert, title, reason } }) => expert === said.expert && title === said.title && reason === said.reason,
    );
    return same.toSorted((a, b) => distance(a) - distance(b)).slice(0, 1);
  });
}

/** The lines of a finding with those around them; none where they are not among those of the file. */
function linesAt({ lines }: MaterialFile, { line, endLine }: Finding, around: number): FindingExcerpt['lines'] {
  const first = lines.findIndex(({ number }) => number === line);
  if (line === null || first < 0) return [];
  const last = Math.max(
    first,
    lines.findLastIndex(({ number }) => number !== null && number <= (endLine ?? line)),
  );
  const from = Math.max(0, first - around);
  return lines
    .slice(from, Math.min(last + around + 1, from + mostLines))
    .map(({ number, mark, text }: MaterialLine) => ({ number, mark, text: text.slice(0, lineLength).replace(/[\uD800-\uDBFF]$/, '') }));
}
