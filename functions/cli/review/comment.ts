/** A review as a comment on a pull request: what it comes to, and what was found, folded by severity. One comment is updated each time. */
import type { Finding, ReviewReport } from '../../../shared/contract/review.ts';
import { severities } from '../../../shared/contract/severity.ts';
import { sayJudged } from '../../../shared/review/judgements.ts';
import { plainCode, plainMarkdown } from './plain-markdown.ts';
import { sayCost, sayPlace, sayUndecided } from './show-report.ts';

/** By its first line the comment is known again. No finding can write one: signs of HTML are taken out of all foreign words. */
export const commentMark = '<!-- circle review comment -->';

/** Characters: GitHub takes 65,536 of a comment, GitLab more. What is left out is counted. */
const mostCharacters = 60_000;
/** Entries of a list that is no finding. */
const mostListed = 50;

/** The text of the comment. */
export function commentOf(report: ReviewReport): string {
  const { findings, notReviewed, accepted = [] } = report;
  const head = [commentMark, ...summaryOf(report)];
  const tail = [
    ...folded(
      `Not reviewed (${notReviewed.length})`,
      listed(notReviewed.map(({ path, reason }) => `${plainCode(path)}: ${plainMarkdown(reason)}`)),
    ),
    ...folded(
      `Accepted (${accepted.length})`,
      listed(
        accepted.map(
          ({ rule, file, reason }) => `${plainMarkdown(rule)} in ${plainCode(file)}: ${plainMarkdown(reason ?? 'no reason given')}`,
        ),
      ),
    ),
    ...endOf(report),
  ];
  const room = mostCharacters - lengthOf(head) - lengthOf(tail);
  return `${[...head, ...foundIn(findings, room), ...tail].join('\n')}\n`;
}

function summaryOf(report: ReviewReport): readonly string[] {
  const { verdict, exitCode, because, findings, notice, warnings } = report;
  const said = verdict === null ? `not decided (${sayUndecided(report)})` : verdict;
  const counts = severities.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  return [
    `### Circle review: ${plainMarkdown(said)}`,
    '',
    `**${['Passed', 'Stopped', 'Not passed'][exitCode]}**: ${plainMarkdown(because)}. ${counts.length === 0 ? 'No findings.' : `Findings: ${counts.join(', ')}.`}`,
    ...[notice, ...warnings.slice(0, mostListed)].flatMap((words) => (words === null ? [] : ['', plainMarkdown(words)])),
  ];
}

/** The worst first, as many as there is room for. */
function foundIn(findings: readonly Finding[], room: number): readonly string[] {
  const found: string[] = [];
  let [left, kept] = [room, 0];
  for (const severity of severities) {
    const all = findings.filter((finding) => finding.severity === severity);
    const shown = all.map(entryOf).filter((entry) => {
      left -= entry.length + 1;
      return left > 0;
    });
    kept += shown.length;
    if (shown.length > 0) found.push(...folded(`${severity} (${all.length})`, shown));
  }
  const cut = findings.length - kept;
  return cut > 0 ? [...found, '', `${cut} more findings are in the report that --json writes.`] : found;
}

function entryOf(finding: Finding): string {
  const { title, reason, suggestion, experts, rules = [] } = finding;
  return [
    `- ${plainCode(sayPlace(finding))} **${plainMarkdown(title)}**`,
    `  <br>${plainMarkdown(reason, 1500)}`,
    ...(suggestion === null ? [] : [`  <br>Suggestion: ${plainMarkdown(suggestion, 1500)}`]),
    ...sayJudged(finding).map((said) => `  <br>${plainMarkdown(said, 1200)}`),
    `  <br>Raised by ${plainMarkdown(experts.join(', '))}${rules.length > 0 ? ` (${plainMarkdown(rules.join(', '))})` : ''}`,
  ].join('\n');
}

function listed(lines: readonly string[]): readonly string[] {
  const more = lines.length - mostListed;
  return [...lines.slice(0, mostListed).map((line) => `- ${line}`), ...(more > 0 ? [`- and ${more} more`] : [])];
}

/** Markdown inside of HTML needs an empty line on both sides. */
function folded(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `<details><summary>${title}</summary>`, '', ...lines, '', '</details>'];
}

function endOf(report: ReviewReport): readonly string[] {
  const { before = 0, consultation } = report;
  const old = before > 0 ? ` ${before} that stood there before ${before === 1 ? 'is' : 'are'} not counted.` : '';
  return ['', `<sub>Cost ${plainMarkdown(sayCost(report))}, consultation ${plainMarkdown(consultation ?? 'none')}.${old}</sub>`];
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}
