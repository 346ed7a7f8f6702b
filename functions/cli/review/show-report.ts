/** A review in words, for a terminal or the log of a build. */
import type { Finding, Reviewer, ReviewReport } from '../../../shared/contract/review.ts';
import type { Severity } from '../../../shared/contract/severity.ts';
import { oneLine } from '../../../shared/domain/plain-text.ts';
import { sayAgreement, sayConfidence } from '../../../shared/domain/words.ts';
import { isDisputed, sayJudged } from '../../../shared/review/judgements.ts';
import { paint as colors } from '../output.ts';

const paint: Readonly<Record<Severity, (text: string) => string>> = {
  critical: (text) => colors.bold(colors.red(text)),
  high: colors.red,
  medium: colors.yellow,
  low: colors.cyan,
  info: colors.dim,
};

const verdictWords = { approve: colors.green('APPROVE'), revise: colors.yellow('REVISE'), reject: colors.red('REJECT') } as const;
/** Entries that were not shown, each on a line: more are for the report in JSON. */
const mostNotShown = 20;

/** The whole report: what was decided, what was found, who disagreed. */
export function showReport(report: ReviewReport): string {
  const { findings, notice, experts, verdict } = report;
  const others = experts.filter(
    (reviewer) => !abstains(reviewer) && (reviewer.problem !== null || reviewer.vote !== verdict) && !isTool(reviewer),
  );
  const beside = [
    ...showNotReviewed(report),
    ...showMinor(findings.filter(isMinor)),
    ...showAccepted(report),
    ...others.map((reviewer) => showReviewer(reviewer, report)),
    ...showAbstained(experts),
  ];
  return [
    ...(notice === null ? [] : [colors.yellow(oneLine(notice)), '']),
    ...findings.filter((finding) => !isMinor(finding)).flatMap((finding) => [...showFinding(finding), '']),
    ...beside,
    ...(beside.length > 0 ? [''] : []),
    // The last line says what the circle says, which need not be what the gate goes by.
    ...(report.rule === 'verdict' || report.rule === 'undecided' ? [] : [colors.red(oneLine(`the gate: ${report.because}`))]),
    headline(report),
  ].join('\n');
}

function showNotReviewed({ notReviewed, warnings }: ReviewReport): string[] {
  const shown = notReviewed
    .slice(0, mostNotShown)
    .map(({ path, reason, allowed }) =>
      colors.yellow(oneLine(`not reviewed: ${path} is ${reason}${allowed ? '' : '; --allow-unseen names what may pass unseen'}`)),
    );
  const more = notReviewed.length - shown.length;
  return [
    ...warnings.map((warning) => colors.yellow(oneLine(warning))),
    ...shown,
    ...(more > 0 ? [colors.yellow(`not reviewed: ${more} more, which --json lists`)] : []),
  ];
}

/** Below medium, and held by rules alone: there are many of these, and none decides anything. */
function isMinor({ severity, rules = [], experts }: Finding): boolean {
  return (severity === 'low' || severity === 'info') && rules.length >= experts.length;
}

function showMinor(findings: readonly Finding[]): string[] {
  const byFile = [...Map.groupBy(findings, ({ file }) => file ?? 'no file')].map(([file, list]) => `${oneLine(file)} (${list.length})`);
  const shown = byFile.slice(0, mostNotShown).join(', ');
  const more = byFile.length > mostNotShown ? ` and ${byFile.length - mostNotShown} more files` : '';
  return findings.length === 0 ? [] : [colors.dim(`of low severity, held by rules alone and listed by --json: ${shown}${more}`)];
}

/** What is counted nowhere: accepted by somebody, or older than the change. */
function showAccepted({ accepted = [], before = 0 }: ReviewReport): string[] {
  const places = accepted.slice(0, mostNotShown).map(({ file, line, rule, by, reason, until }) => {
    const why = [reason ?? 'no reason given', ...(until === null ? [] : [`until ${until}`])].join(', ');
    return colors.dim(
      oneLine(
        `accepted by ${by === 'baseline' ? 'the baseline' : 'a comment'}: ${rule} at ${file}${line === null ? '' : `:${line}`} (${why})`,
      ),
    );
  });
  const more = accepted.length - places.length;
  return [
    ...places,
    ...(more > 0 ? [colors.dim(`accepted: ${more} more, which --json lists`)] : []),
    ...(before > 0
      ? [colors.dim(`not counted: ${before} ${before === 1 ? 'finding' : 'findings'} of rules that stood there before the change`)]
      : []),
  ];
}

/** A rule expert without a file of its kinds, or whose silence is no approval. */
function abstains({ problem }: Reviewer): boolean {
  return problem?.startsWith('abstained') ?? false;
}

/** Tools whose findings were handed over have no vote. */
function isTool({ vote, problem }: Reviewer): boolean {
  return vote === null && problem === null;
}

function showAbstained(experts: readonly Reviewer[]): string[] {
  const silent = experts.filter(abstains);
  const [found, idle] = [
    silent.filter(({ problem }) => problem?.includes('its rules found')),
    silent.filter(({ problem }) => !problem?.includes('its rules found')),
  ];
  const line = (what: string, list: readonly Reviewer[]) =>
    list.length === 0 ? [] : [colors.dim(`${what}: ${list.map(({ expert }) => oneLine(expert)).join(', ')}`)];
  return [...line('abstained, their rules found nothing above low', found), ...line('abstained, no file of their kinds', idle)];
}

/** The one line that says how it went. */
function headline(report: ReviewReport): string {
  const { agreement, confidence, findings, reusedFrom } = report;
  return [
    ...sayEnd(report),
    `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`,
    // Rules are no sample of judges: there is nothing to measure.
    ...(isByRules(report) ? [] : [`agreement ${sayAgreement(agreement)}`, `confidence ${sayConfidence(confidence)}`]),
    `cost ${sayCost(report)}`,
    ...(reusedFrom ? [`the verdict of ${reusedFrom}; --fresh asks again`] : []),
    ...sayConsultations(report),
  ].join(' · ');
}

function isByRules({ consultation, ruleConsultations = [] }: ReviewReport): boolean {
  return consultation === null || ruleConsultations.includes(consultation);
}

function sayEnd(report: ReviewReport): readonly string[] {
  const { verdict, exitCode, rule } = report;
  if (verdict === null) return [colors.yellow(`UNDECIDED (${oneLine(sayUndecided(report))})`)];
  if (verdict !== 'approve' || exitCode !== 2) return [verdictWords[verdict]];
  return [
    verdictWords[verdict],
    colors.yellow(`NOT PASSED: not all ${rule === 'unread' ? 'that was answered could be read' : 'of it was shown'}`),
  ];
}

function sayConsultations({ consultation, parts = [], repairs = [] }: ReviewReport): readonly string[] {
  const all = parts.map((part) => part.consultation).join(', ');
  return [
    ...(parts.length > 1 ? [`${parts.length} parts`, `consultations ${all}`] : [`consultation ${consultation ?? 'none'}`]),
    ...(repairs.length > 0 ? [`findings asked for once more of ${repairs.map(({ expert }) => expert).join(', ')}`] : []),
  ];
}

/** What is known of the cost; unknown is never zero. */
export function sayCost({ costUsd, costUnknown }: Pick<ReviewReport, 'costUsd' | 'costUnknown'>): string {
  if (costUsd === null) return 'not known';
  return `$${costUsd.toFixed(4)}${costUnknown.length > 0 ? ` (not known for ${costUnknown.join(', ')})` : ''}`;
}

/** Why there is no verdict. */
export function sayUndecided({ failure, status, notice }: ReviewReport): string {
  return failure ?? (status === 'decided' && notice !== null ? 'no real expert was asked' : status);
}

/** Where a finding stands, as editors and terminals link it. */
export function sayPlace({ file, line, endLine, misplaced }: Finding): string {
  const lines = line === null ? '' : `:${line}${endLine !== null && endLine > line ? `-${endLine}` : ''}`;
  return oneLine(`${file ?? 'no file'}${lines}${sayMisplaced(misplaced, file)}`);
}

/** A file that is known has no such line any more, or has not shown it. */
function sayMisplaced(misplaced: string | null, file: string | null): string {
  if (misplaced === null) return '';
  return ` (placed at ${misplaced}, ${file === null ? 'which was not reviewed' : 'a line that was removed or not shown'})`;
}

function showFinding(finding: Finding): string[] {
  const { severity, title, reason, suggestion, experts, rules = [], wordings = [] } = finding;
  const others = [...new Set(wordings.map((said) => said.title))].filter((said) => said !== title);
  return [
    `${(isDisputed(finding) ? colors.dim : paint[severity])(severity.padEnd(8))} ${colors.bold(sayPlace(finding))}  ${oneLine(title)}`,
    `         ${oneLine(reason)}`,
    ...(suggestion === null ? [] : [`         ${colors.dim('suggestion:')} ${oneLine(suggestion)}`]),
    ...(others.length === 0 ? [] : [`         ${colors.dim('also said as:')} ${others.map(oneLine).join(' | ')}`]),
    ...sayJudged(finding).map((said) => `         ${colors.dim(oneLine(said))}`),
    `         ${colors.dim(`raised by ${experts.join(', ')}${rules.length > 0 ? ` (${rules.map(oneLine).join(', ')})` : ''}`)}`,
  ];
}

function showReviewer({ expert, vote, problem }: Reviewer, { verdict }: ReviewReport): string {
  const voted = vote === null || vote === verdict ? undefined : `${verdict === null ? 'says' : 'dissents:'} ${vote}`;
  return `${colors.dim(expert)}: ${oneLine([voted, problem].filter(Boolean).join('; ') || 'names no option')}`;
}
