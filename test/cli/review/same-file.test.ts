/** Where something stands twice, in a change or in what experts say, reports tell it apart or tell it once. */
import { describe, expect, it } from 'vitest';
import { junitOf } from '../../../functions/cli/review/junit.ts';
import { sarifOf } from '../../../functions/cli/review/sarif.ts';
import { reviewOptions } from '../../../shared/contract/review.ts';
import { viewConsultation } from '../../../shared/domain/consultation-view.ts';
import { parsePolicy } from '../../../shared/review/gate.ts';
import { readChange } from '../../../shared/review/read-change.ts';
import { reportOf } from '../../../shared/review/report.ts';
import { sampleRun, sampleVerdict } from '../../ports/samples.ts';
import { answered } from '../../support/samples.ts';

const header = 'diff --git a/s.ts b/s.ts\nindex 1111111..2222222 100644\n--- a/s.ts\n+++ b/s.ts\n';
const thrice = [1, 2, 3].map((line) => `${header}@@ -${line} +${line} @@\n-old ${line}\n+new ${line}\n`).join('');
const toLink = `diff --git a/s.ts b/s.ts
deleted file mode 100644
index 1111111..0000000
--- a/s.ts
+++ /dev/null
@@ -1 +0,0 @@
-old
diff --git a/s.ts b/s.ts
new file mode 120000
index 0000000..2222222
--- /dev/null
+++ b/s.ts
@@ -0,0 +1 @@
+/etc/passwd
\\ No newline at end of file
`;
const finding = { severity: 'high', file: 's.ts', line: 1, title: 'Leak', reason: 'The handle stays open.' };

function reportOn(diff: string, findings: readonly object[], after = '') {
  const ended = { status: 'decided', endedBy: 'all', endedAt: '2026-03-01T10:00:02.500Z' } as const;
  const run = sampleRun({ ...ended, options: [...reviewOptions] });
  const answer = `\`\`\`json\n${JSON.stringify(findings)}\n\`\`\`\nAnswer: revise${after}`;
  const consultation = viewConsultation(run, [answered('expert-0', answer, { vote: 'revise' })], [], sampleVerdict({ answer: 'revise' }));
  return reportOf(consultation, readChange(diff), parsePolicy('revise', '1'));
}

describe('one file', () => {
  it.each([
    ['in three patches', thrice],
    ['that becomes a link', toLink],
  ])('%s is one file, and its finding fails once', (_, diff) => {
    const report = reportOn(diff, [finding]);
    expect(report.files).toEqual(['s.ts']);
    expect(junitOf(report).match(/<failure/g)).toHaveLength(2);
    expect(junitOf(report).match(/<testsuite name="s\.ts"/g)).toHaveLength(1);
  });

  it('may have findings of one title on lines that say the same, which are known apart', () => {
    const same = thrice.replaceAll(/(old|new) \d/g, '$1');
    const report = reportOn(
      same,
      [1, 2, 3].map((line) => ({ ...finding, line })),
    );
    const { results } = JSON.parse(sarifOf(report, { version: '1', informationUri: 'https://example.org' })).runs[0];
    const prints = results.map((one: { partialFingerprints: Record<string, string> }) => JSON.stringify(one.partialFingerprints));
    expect(new Set(prints).size).toBe(3);
  });
});

it('a vote counts although words follow it, and is told so', () => {
  expect(reportOn(thrice, [], '\nThank you for asking.').experts[0]).toMatchObject({ vote: 'revise', problem: null });
});
