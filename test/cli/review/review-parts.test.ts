import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { joinReports, partsOf } from '../../../functions/cli/review/review-parts.ts';
import { type ReviewAnswer, reviewOptions, reviewReport } from '../../../shared/contract/review.ts';
import { viewConsultation } from '../../../shared/domain/consultation-view.ts';
import { parsePolicy } from '../../../shared/review/gate.ts';
import { type Material, renderFile } from '../../../shared/review/material.ts';
import { reportOf } from '../../../shared/review/report.ts';
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

const splitting = fc.record({
  lengths: fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 200 }),
  start: fc.integer({ min: 1, max: 9990 }),
  removed: fc.integer({ min: 1, max: 9 }),
  notes: fc.array(fc.constantFrom('new file', 'mode changed to 100755'), { maxLength: 2 }),
});

describe('a file that is too large by itself', () => {
  test.prop([splitting])(
    'is shown whole in ranges within the limit, with the numbers of its lines',
    ({ lengths, start, removed, notes }) => {
      const lines = lengths.map((length, index) => {
        const isRemoved = index % removed === 0 && removed > 1;
        return { number: isRemoved ? null : start + index, mark: isRemoved ? ('-' as const) : ('+' as const), text: 'é'.repeat(length) };
      });
      const file = { path: 'big.ts', notes, lines };
      const parts = partsOf({ kind: 'change', files: [file], notShown: [], warnings: [] }, 1000);
      const ranges = parts.flatMap(({ files }) => files);
      expect(ranges.flatMap((range) => range.lines)).toEqual(lines);
      expect(new Set(ranges.map(({ path }) => path))).toEqual(new Set(['big.ts']));
      for (const range of ranges) expect(Buffer.byteLength(renderFile(range))).toBeLessThanOrEqual(1000);
      if (ranges.length > 1)
        expect(ranges.map(({ notes: [...said] }) => said.at(-1))).toEqual(
          ranges.map(() => expect.stringMatching(/^part \d+ of \d+ of this file: /)),
        );
    },
  );

  it('is cut where it pauses', () => {
    const lines = Array.from({ length: 20 }, (_, index) => ({
      number: index + 1,
      mark: '+' as const,
      text: index === 7 ? '' : 'x'.repeat(90),
    }));
    const [first] = partsOf({ ...materialOf([]), files: [{ path: 'big.ts', notes: [], lines }] }, 1000);
    expect(first?.files[0]?.lines).toHaveLength(8);
  });

  it('is refused by name and line where a line is too long for any part', () => {
    expect(() => partsOf(materialOf([10, 5000]), 1000)).toThrow(/f1\.ts: line 1 has 50\d\d bytes.*leave the file out by name/);
  });

  it('has one verdict, and findings of its ranges that can be told apart', () => {
    const lines = [1, 2].map((number) => ({ number, mark: '+' as const, text: 'x'.repeat(700) }));
    const big: Material = { ...materialOf([]), files: [{ path: 'f0.ts', notes: [], lines }] };
    const ranges = partsOf(big, 1000);
    const reports = ranges.map((range) =>
      reportFor(
        'approve',
        { ...range, files: range.files.map((file) => ({ ...file, lines: file.lines.map((line) => ({ ...line, number: 1 })) })) },
        'critical',
      ),
    );
    const joined = reviewReport.parse(joinReports(reports, big, policy));
    expect(joined).toMatchObject({ exitCode: 1, files: ['f0.ts'] });
    expect(new Set(joined.findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });
});

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
