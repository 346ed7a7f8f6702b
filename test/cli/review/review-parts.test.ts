import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../functions/cli/review/gate.ts';
import { type Material, renderFile } from '../../../functions/cli/review/material.ts';
import { reportOf } from '../../../functions/cli/review/report.ts';
import { joinReports, partsOf } from '../../../functions/cli/review/review-parts.ts';
import { type ReviewAnswer, reviewOptions, reviewReport } from '../../../shared/contract/review.ts';
import { viewConsultation } from '../../../shared/domain/consultation-view.ts';
import { sampleRun, sampleVerdict } from '../../ports/samples.ts';
import { answered } from '../../support/samples.ts';

const policy = parsePolicy('revise');
const fileOf = (path: string, length: number) => ({
  path,
  notes: [],
  lines: [{ number: 1, mark: '+' as const, text: 'x'.repeat(length) }],
});
const materialOf = (lengths: readonly number[]): Material => ({
  kind: 'change',
  files: lengths.map((length, index) => fileOf(`f${index}.ts`, length)),
  notShown: [],
  warnings: [],
});

describe('the parts of a large change', () => {
  test.prop([fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 40 })])(
    'hold every file once, in order, within the limit',
    (lengths) => {
      const material = materialOf(lengths);
      const parts = partsOf(material, 1000);
      expect(parts.flatMap(({ files }) => files)).toEqual(material.files);
      for (const { files } of parts) {
        const bytes = files.reduce((sum, file) => sum + Buffer.byteLength(renderFile(file)) + 2, 0);
        expect(files.length === 1 || bytes <= 1000).toBe(true);
      }
    },
  );
});

function reportFor(answer: ReviewAnswer | null, material: Material, severity?: string) {
  const status = answer === null ? 'no-quorum' : 'decided';
  const finding = { severity, file: material.files[0]?.path, line: 1, title: 'Leak', reason: 'It leaks.' };
  const reply = `\`\`\`json\n${JSON.stringify(severity === undefined ? [] : [finding])}\n\`\`\`\nAnswer: ${answer}`;
  const run = sampleRun({ status, endedBy: 'all', endedAt: '2026-03-01T10:00:02.500Z', options: [...reviewOptions] });
  return reportOf(
    viewConsultation(run, [answered('ada', reply, { vote: answer ?? 'approve' })], [], sampleVerdict({ answer })),
    material,
    policy,
  );
}

describe('the verdict of all parts', () => {
  const parts = partsOf(materialOf([800, 800, 800]), 1000);
  const whole = materialOf([800, 800, 800]);

  it.each<[readonly (ReviewAnswer | null)[], ReviewAnswer | null, number]>([
    [['approve', 'approve', 'approve'], 'approve', 0],
    [['approve', 'reject', 'approve'], 'reject', 1],
    [['revise', 'approve', 'reject'], 'reject', 1],
    [['approve', 'revise', 'approve'], 'revise', 1],
    [['approve', null, 'approve'], null, 2],
    [['reject', null, 'approve'], 'reject', 1],
  ])('%j is %s', (answers, verdict, exitCode) => {
    const reports = answers.map((answer, index) => reportFor(answer, parts[index] ?? whole));
    const joined = reviewReport.parse(joinReports(reports, whole, policy));
    expect(joined).toMatchObject({ verdict, exitCode });
    expect(joined.files).toEqual(['f0.ts', 'f1.ts', 'f2.ts']);
    expect(joined.parts).toHaveLength(3);
  });

  it('holds the findings of every part, the worst first', () => {
    const reports = [reportFor('approve', parts[0] ?? whole, 'low'), reportFor('approve', parts[1] ?? whole, 'critical')];
    const joined = joinReports(reports, whole, policy);
    expect(joined.findings.map(({ severity, file }) => [severity, file])).toEqual([
      ['critical', 'f1.ts'],
      ['low', 'f0.ts'],
    ]);
    expect(joined).toMatchObject({ exitCode: 1, rule: 'findings' });
  });
});
