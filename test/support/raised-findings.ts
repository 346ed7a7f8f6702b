/** Findings of a program in a file of a few lines, and what a review accepts of them. */
import { acceptFindings } from '../../shared/review/accept-findings.ts';
import type { RaisedFinding } from '../../shared/review/alike-findings.ts';

/** The day of the review. */
export const today = '2026-11-29';
/** A finding of a program on a line. */
export const raisedAt = (line: number, given: Partial<RaisedFinding> = {}): RaisedFinding => ({
  ...{
    expert: 'rules-docker',
    severity: 'high',
    file: 'a.yaml',
    line,
    endLine: line,
    title: 't',
    reason: 'r',
    rule: 'docker/D1',
    confidence: 'high',
  },
  ...given,
});
/** The file that it is about. */
export const fileOf = (lines: readonly string[]) => ({ files: [{ path: 'a.yaml', text: lines.join('\n') }], missing: [] });
/** What is accepted of findings in a file of these lines. */
export const accept = (
  lines: readonly string[],
  raised: readonly RaisedFinding[],
  baseline: Parameters<typeof acceptFindings>[1]['baseline'] = [],
) => acceptFindings(raised, { texts: fileOf(lines), baseline, today });
