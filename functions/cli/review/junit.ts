/**
 * A review as JUnit XML: a suite for the verdict, and a suite for each file with a test case for each finding.
 * It is red exactly when the gate is: findings of an approved change are reported, not failed.
 */
import junit, { type Builder, type TestSuite } from 'junit-report-builder';
import type { Finding, ReviewReport } from '../../../shared/contract/review.ts';
import { oneLine } from '../../../shared/domain/plain-text.ts';
import { rankOf } from '../../../shared/review/read-severity.ts';
import { sayPlace } from './show-report.ts';

/** The package's types are those of a module with a default export, which it is not under Node. */
const builder = junit as unknown as Builder;
/** By this name a report of ours is known again. */
export const junitName = 'circle review';

/** The text of the file. */
export function junitOf(report: ReviewReport): string {
  const document = builder.newBuilder().name(junitName);
  addVerdict(document.testSuite(), report);
  const reasons = new Map(report.notReviewed.map(({ path, reason }) => [path, reason]));
  for (const path of new Set([...report.files, ...report.notShown])) {
    const suite = document.testSuite();
    const findings = report.findings.filter(({ file }) => file === path);
    addFindings(suite, path, findings, report);
    if (findings.length === 0) addClean(suite, path, reasons.get(path));
  }
  const placeless = report.findings.filter(({ file }) => file === null);
  if (placeless.length > 0) addFindings(document.testSuite(), undefined, placeless, report);
  return document.build();
}

function addVerdict(suite: TestSuite, report: ReviewReport): void {
  const { verdict, status, exitCode, rule, because } = report;
  suite.name('verdict');
  for (const [name, value] of propertiesOf(report)) suite.property(name, xmlLine(value));
  const test = suite.testCase().className('circle.review').name('verdict');
  if (exitCode === 1) test.failure(xmlLine(because), rule === 'verdict' ? (verdict ?? status) : rule);
  if (exitCode === 2) test.error(xmlLine(sayFailure(report)), status);
}

/** What is not known is left out. */
function propertiesOf({ consultation, costUsd, costUnknown, agreement, confidence }: ReviewReport): readonly (readonly [string, string])[] {
  const numbers = Object.entries({ costUsd, agreement, confidence }).flatMap(([name, value]) =>
    value === null ? [] : [[name, String(value)] as const],
  );
  const unknown = costUnknown.length > 0 ? [['costUnknown', costUnknown.join(', ')] as const] : [];
  return [['consultation', consultation ?? 'none'], ...numbers, ...unknown];
}

function sayFailure({ because, failure }: ReviewReport): string {
  return failure === null || because.includes(failure) ? because : `${because}: ${failure}`;
}

function addClean(suite: TestSuite, path: string, reason: string | undefined): void {
  const test = suite.testCase().className(xmlLine(path)).name('no findings').file(path.toWellFormed());
  if (reason !== undefined) test.name(xmlLine(`${reason}, not reviewed`)).skipped();
}

/** A suite of its own holds what names no file. */
function addFindings(suite: TestSuite, path: string | undefined, findings: readonly Finding[], { exitCode, policy }: ReviewReport): void {
  const name = xmlLine(path ?? 'no file');
  suite.name(name);
  const least = rankOf(policy.severity ?? 'medium');
  for (const finding of findings) {
    const { severity, title, reason, suggestion, experts } = finding;
    const test = suite
      .testCase()
      .className(name)
      .name(xmlLine(`${severity}: ${title} (${sayPlace(finding)})`));
    if (path !== undefined) test.file(path.toWellFormed());
    const said = [reason, ...(suggestion === null ? [] : [`Suggestion: ${suggestion}`]), `Raised by ${experts.join(', ')}.`];
    // A section of text ends at the first `]]>`: what an expert writes must not end it.
    const text = said.map((line) => xmlLine(line).replaceAll(']]>', ']] >')).join('\n');
    if (exitCode !== 0 && rankOf(severity) <= least) test.failure(xmlLine(title), severity).stacktrace(text);
    else test.standardOutput(text);
  }
}

/** One line without what no XML may hold. The library drops such characters too, but only after it has looked for the end of a section. */
function xmlLine(text: string): string {
  return oneLine(text.replaceAll(/[\uFFFE\uFFFF]/g, ''));
}
