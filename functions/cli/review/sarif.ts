/** A review as SARIF 2.1.0, in the form that GitHub's code scanning takes. */
import { createHash } from 'node:crypto';
import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from 'node-sarif-builder';
import { type Finding, type ReviewReport, type Severity, severities } from '../../../shared/contract/review.ts';

/** SARIF knows three levels. */
const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** The text of the file. `toolVersion` is this project's. */
export function sarifOf(report: ReviewReport, toolVersion: string): string {
  const { verdict, status, agreement, confidence, consultation, costUsd } = report;
  const run = new SarifRunBuilder({
    columnKind: 'utf16CodeUnits',
    properties: { verdict, status, agreement, confidence, consultation, costUsd },
  });
  run.initSimple({ toolDriverName: 'Circle of Experts', toolDriverVersion: toolVersion });
  for (const severity of severities) run.addRule(ruleOf(severity));
  for (const finding of report.findings) run.addResult(resultOf(finding, report));
  const log = new SarifBuilder({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json' });
  log.addRun(run);
  return `${log.buildSarifJsonString({ indent: true })}\n`;
}

function ruleOf(severity: Severity): SarifRuleBuilder {
  return new SarifRuleBuilder({
    id: ruleId(severity),
    name: `Circle${severity[0]?.toUpperCase()}${severity.slice(1)}`,
    shortDescription: { text: `A finding of ${severity} severity` },
    fullDescription: { text: `Experts of the circle hold this for a finding of ${severity} severity.` },
    help: { text: 'The experts differ from run to run: what they raise is a reason to look, and the verdict is what the gate goes by.' },
    defaultConfiguration: { level: levels[severity] },
  });
}

function resultOf(finding: Finding, { files, notShown }: ReviewReport): SarifResultBuilder {
  const { severity, title, reason, suggestion, file, misplaced, experts } = finding;
  const parts = [`${title}. ${reason}`, suggestion && `Suggestion: ${suggestion}`, misplaced && `(Placed at ${misplaced} by the experts.)`];
  return new SarifResultBuilder({
    ruleId: ruleId(severity),
    level: levels[severity],
    message: { text: [...parts, `Raised by ${experts.join(', ')}.`].filter(Boolean).join('\n\n') },
    // Code scanning refuses a result that stands nowhere: one without a file is told at the first.
    locations: [{ physicalLocation: placeOf(finding, file ?? files[0] ?? notShown[0] ?? 'unknown') }],
    partialFingerprints: { 'circleFinding/v1': fingerprintOf(finding) },
    properties: { severity, experts },
  });
}

function placeOf({ line, endLine }: Finding, file: string) {
  return {
    artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') },
    ...(line === null ? {} : { region: { startLine: line, endLine: endLine ?? line } }),
  };
}

/** The same finding at a moved line stays the same finding. */
function fingerprintOf({ file, title }: Finding): string {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return createHash('sha256')
    .update([file ?? '', ...words].join('\n'))
    .digest('hex')
    .slice(0, 32);
}

function ruleId(severity: Severity): string {
  return `circle/${severity}`;
}
