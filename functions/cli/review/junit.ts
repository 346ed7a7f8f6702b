/**
 * A review as JUnit XML: a suite for the verdict, and a suite for each file with a test case for each finding.
 * It is red exactly when the gate is: findings of an approved change are told, not failed.
 */
import junit, { type Builder, type TestSuite } from 'junit-report-builder';
import type { Finding, ReviewReport, Severity } from '../../../shared/contract/review.ts';
import { sayPlace, sayUndecided } from './show-report.ts';

/** Findings that fail a test case, once the gate is not passed. */
const failing: ReadonlySet<Severity> = new Set<Severity>(['critical', 'high', 'medium']);

/** The package's types are those of a module with a default export, which it is not under Node. */
const builder = junit as unknown as Builder;

/** The text of the file. */
export function junitOf(report: ReviewReport): string {
  const document = builder.newBuilder().name('circle review');
  addVerdict(document.testSuite(), report);
  const placeless = report.findings.filter(({ file }) => file === null);
  for (const path of new Set([...report.files, ...report.notShown])) {
    addFile(
      document.testSuite(),
      path,
      report.findings.filter(({ file }) => file === path),
      report,
    );
  }
  if (placeless.length > 0) addFile(document.testSuite(), 'no file', placeless, report);
  return document.build();
}

function addVerdict(suite: TestSuite, report: ReviewReport): void {
  const { verdict, status, exitCode, agreement, confidence, costUsd, consultation } = report;
  suite.name('verdict').property('consultation', consultation).property('costUsd', String(costUsd));
  if (agreement !== null) suite.property('agreement', String(agreement));
  if (confidence !== null) suite.property('confidence', String(confidence));
  const test = suite.testCase().className('circle.review').name('verdict');
  if (exitCode === 1) test.failure(`the circle says ${verdict}`, verdict ?? status);
  if (exitCode === 2) test.error(`nobody has decided: ${sayUndecided(report)}`, status);
}

function addFile(suite: TestSuite, path: string, findings: readonly Finding[], { exitCode, notReviewed }: ReviewReport): void {
  suite.name(path);
  if (findings.length === 0) {
    const test = suite.testCase().className(path).name('no findings').file(path);
    const hidden = notReviewed.find((one) => one.path === path);
    if (hidden !== undefined) test.name(`not reviewed: ${hidden.reason}`).skipped();
  }
  for (const finding of findings) {
    const { severity, title, reason, suggestion, experts } = finding;
    const test = suite
      .testCase()
      .className(path)
      .name(`${severity}: ${title} (${sayPlace(finding)})`)
      .file(path);
    const text = [reason, ...(suggestion === null ? [] : [`Suggestion: ${suggestion}`]), `Raised by ${experts.join(', ')}.`].join('\n');
    if (exitCode !== 0 && failing.has(severity)) test.failure(title, severity).stacktrace(text);
    else test.standardOutput(text);
  }
}
