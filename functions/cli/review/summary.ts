/** A review in Markdown, for the summary of a job. */
import type { Finding, ReviewReport } from '../../../shared/contract/review.ts';
import { plainMarkdown } from './plain-markdown.ts';
import { sayCost, sayPlace, sayUndecided } from './show-report.ts';

/** By this line a summary of ours is known again. */
export const summaryMark = '<!-- circle review -->';
/** Findings and entries that are listed: a step may write 1 MiB. */
const mostListed = 100;

/** The text of the summary. */
export function summaryOf(report: ReviewReport): string {
  const { verdict, exitCode, because, findings, notReviewed, warnings, notice, consultation } = report;
  const head = verdict === null ? `not decided (${sayUndecided(report)})` : verdict;
  const lines = [
    summaryMark,
    `## Circle review: ${plainMarkdown(head)}`,
    '',
    `${['Passed', 'Stopped', 'Not passed'][exitCode]}: ${plainMarkdown(because)}. Cost ${plainMarkdown(sayCost(report))}, consultation ${plainMarkdown(consultation ?? 'none')}.`,
    ...[notice, ...warnings].flatMap((words) => (words === null ? [] : ['', plainMarkdown(words)])),
    ...table(['Severity', 'Place', 'Finding', 'Raised by'], findings.slice(0, mostListed).map(rowOf)),
    ...left(findings.length, 'findings'),
    ...table(
      ['Not reviewed', 'Why'],
      notReviewed.slice(0, mostListed).map(({ path, reason }) => [path, reason]),
    ),
    ...left(notReviewed.length, 'entries that were not reviewed'),
  ];
  return `${lines.join('\n')}\n`;
}

function rowOf(finding: Finding): readonly string[] {
  return [finding.severity, sayPlace(finding), `${finding.title}: ${finding.reason}`, finding.experts.join(', ')];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => plainMarkdown(cell)).join(' | ')} |`;
  return ['', line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)];
}

function left(count: number, what: string): readonly string[] {
  return count > mostListed ? ['', `${count - mostListed} more ${what} are in the report that --json writes.`] : [];
}
