/** A review as SARIF 2.1.0, in the form and within the limits of GitHub's code scanning. */
import { SarifBuilder, SarifResultBuilder, SarifRunBuilder } from 'node-sarif-builder';
import type { Finding, ReviewReport } from '../../../shared/contract/review.ts';
import { oneLine } from '../../../shared/domain/plain-text.ts';
import { levels, ruleIdOf, rulesOf, sourceOf } from './sarif-rules.ts';

/** What code scanning takes of one run, of one result and of one message. */
const mostResults = 25_000;
const mostLocations = 100;
const messageLength = 8000;

/** What wrote the file: its name, and where it is described. */
export interface SarifTool {
  readonly version: string;
  readonly informationUri: string;
}
/** By this name a report of ours is known again. */
export const sarifToolName = 'Circle of Experts';

/** The text of the file. */
export function sarifOf(report: ReviewReport, { version, informationUri }: SarifTool): string {
  const { verdict, status, exitCode, rule, agreement, confidence, consultation, costUsd, costUnknown } = report;
  const known = costUsd === null ? { costUnknown } : { costUsd, ...(costUnknown.length > 0 ? { costUnknown } : {}) };
  const shown = report.findings.slice(0, mostResults);
  const taxonomies = taxonomiesOf(shown);
  const run = new SarifRunBuilder({
    columnKind: 'utf16CodeUnits',
    ...(taxonomies.length > 0 && { taxonomies }),
    properties: { verdict, status, exitCode, rule, agreement, confidence, consultation, ...known },
    invocations: [{ executionSuccessful: status !== 'not-asked', toolExecutionNotifications: notificationsOf(report) }],
  });
  run.initSimple({ toolDriverName: sarifToolName, toolDriverVersion: version, url: informationUri });
  for (const rule of rulesOf(shown)) run.addRule(rule);
  for (const finding of shown) run.addResult(resultOf(finding, report));
  const log = new SarifBuilder({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json' });
  log.addRun(run);
  return `${log.buildSarifJsonString({ indent: true })}\n`;
}

/** What was not looked at, and what is left out here. */
function notificationsOf({ notReviewed, warnings, failure, findings, because, exitCode }: ReviewReport) {
  const cut = findings.length - mostResults;
  const words = [
    ...(exitCode === 0 ? [] : [because]),
    ...(failure === null ? [] : [failure]),
    ...warnings,
    ...notReviewed.map(({ path, reason }) => `not reviewed: ${path} is ${reason}`),
    ...(cut > 0 ? [`${cut} findings are left out, none of them worse than those shown`] : []),
  ];
  return words.map((text) => ({ level: 'warning' as const, message: { text: textOf(text) } }));
}

function resultOf(finding: Finding, report: ReviewReport): SarifResultBuilder {
  const { severity, title, reason, suggestion, misplaced, experts, rules = [], fingerprint } = finding;
  const parts = [`${title}. ${reason}`, suggestion && `Suggestion: ${suggestion}`, misplaced && `(Placed at ${misplaced} by the experts.)`];
  const raisedBy = [`Raised by ${experts.join(', ')}.`, ...(rules.length > 0 ? [`Rules: ${rules.join(', ')}.`] : [])];
  const said = [...parts, ...raisedBy].flatMap((part) => (part ? [textOf(part)] : []));
  return new SarifResultBuilder({
    ruleId: ruleIdOf(finding),
    level: levels[severity],
    message: { text: said.join('\n\n') },
    locations: placesOf(finding, report),
    ...(fingerprint === undefined ? {} : { partialFingerprints: { 'circleFinding/v1': fingerprint } }),
    ...(rules.length > 0 && { taxa: rules.map((id) => ({ id, toolComponent: { name: sourceOf(id) } })) }),
    properties: { severity, experts, ...(rules.length > 0 && { rules, tags: rules }) },
  });
}

/** The rules behind findings as taxonomies, one for each source: a result has one id, and several rules may have raised it. */
function taxonomiesOf(findings: readonly Finding[]) {
  const rules = [...new Set(findings.flatMap(({ rules = [] }) => rules))].toSorted();
  return [...Map.groupBy(rules, sourceOf)].map(([name, ids]) => ({ name, taxa: ids.map((id) => ({ id })) }));
}

/** Where it is. What names no file of the change concerns all of them: one of them alone would be an invented place. */
function placesOf({ file, line, endLine }: Finding, { files, notShown }: ReviewReport) {
  if (file === null)
    return [...files, ...notShown]
      .slice(0, mostLocations)
      .map((path) => ({ physicalLocation: { artifactLocation: { uri: uriOf(path) } } }));
  const region = line === null ? {} : { region: { startLine: line, endLine: endLine ?? line } };
  return [{ physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...region } }];
}

function uriOf(path: string): string {
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/');
}

function textOf(words: string): string {
  const line = oneLine(words);
  return line.length > messageLength ? `${line.slice(0, messageLength - 1)}…` : line;
}
