/** A review in words, for a terminal or the log of a build. */
import colors from 'picocolors';
import type { Finding, Reviewer, ReviewReport, Severity } from '../../../shared/contract/review.ts';
import { sayAgreement, sayConfidence } from '../../../shared/domain/words.ts';

const paint: Readonly<Record<Severity, (text: string) => string>> = {
  critical: (text) => colors.bold(colors.red(text)),
  high: colors.red,
  medium: colors.yellow,
  low: colors.cyan,
  info: colors.dim,
};

const verdictWords = { approve: colors.green('APPROVE'), revise: colors.yellow('REVISE'), reject: colors.red('REJECT') } as const;

/** The whole report: what was decided, what was found, who disagreed. */
export function showReport(report: ReviewReport): string {
  const { findings, notReviewed, notice, experts, verdict } = report;
  const others = experts.filter(({ vote, problem }) => problem !== null || vote !== verdict);
  return [
    ...(notice === null ? [] : [colors.yellow(notice), '']),
    ...findings.flatMap((finding) => [...showFinding(finding), '']),
    ...notReviewed.map(showNotReviewed),
    ...others.map((reviewer) => showReviewer(reviewer, report)),
    ...(others.length > 0 || notReviewed.length > 0 ? [''] : []),
    headline(report),
  ].join('\n');
}

/** The one line that says how it went. */
function headline(report: ReviewReport): string {
  const { verdict, agreement, confidence, costUsd, costUnknown, consultation, findings } = report;
  const unknown = costUnknown.length > 0 ? ` (not known for ${costUnknown.join(', ')})` : '';
  return [
    verdict === null ? colors.yellow(`UNDECIDED (${oneLine(sayUndecided(report))})`) : verdictWords[verdict],
    ...(verdict === 'approve' && report.exitCode === 2 ? [colors.yellow('NOT PASSED: not all of it was shown')] : []),
    `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`,
    `agreement ${sayAgreement(agreement)}`,
    `confidence ${sayConfidence(confidence)}`,
    `cost $${costUsd.toFixed(4)}${unknown}`,
    `consultation ${consultation}`,
  ].join(' · ');
}

function showNotReviewed({ path, reason, allowed }: ReviewReport['notReviewed'][number]): string {
  return colors.yellow(oneLine(`not reviewed: ${path} is ${reason}${allowed ? '' : '; --allow-unseen names what may pass unseen'}`));
}

/** Why nobody has decided. */
export function sayUndecided({ failure, status, notice, verdict }: ReviewReport): string {
  if (verdict !== null) return 'not all of it was shown to the experts';
  return failure ?? (status === 'decided' && notice !== null ? 'no real expert was asked' : status);
}

/** Where a finding stands, as editors and terminals link it. */
export function sayPlace({ file, line, endLine, misplaced }: Finding): string {
  const lines = line === null ? '' : `:${line}${endLine !== null && endLine > line ? `-${endLine}` : ''}`;
  const lost = misplaced === null ? '' : ` (placed at ${misplaced}, which was not reviewed)`;
  return oneLine(`${file ?? 'no file'}${lines}${lost}`);
}

function showFinding(finding: Finding): string[] {
  const { severity, title, reason, suggestion, experts } = finding;
  return [
    `${paint[severity](severity.padEnd(8))} ${colors.bold(sayPlace(finding))}  ${oneLine(title)}`,
    `         ${oneLine(reason)}`,
    ...(suggestion === null ? [] : [`         ${colors.dim('suggestion:')} ${oneLine(suggestion)}`]),
    `         ${colors.dim(`raised by ${experts.join(', ')}`)}`,
  ];
}

function showReviewer({ expert, vote, problem }: Reviewer, { verdict }: ReviewReport): string {
  const voted = vote === null || vote === verdict ? undefined : `${verdict === null ? 'says' : 'dissents:'} ${vote}`;
  return `${colors.dim(expert)}: ${oneLine([voted, problem].filter(Boolean).join('; ') || 'names no option')}`;
}

/** One line that cannot be taken for a command of the build that prints it. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('##[', '# #[').trim();
}
