/** In SARIF a result that rules have raised names them, in what a reader sees and where a program looks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { sarifOf } from '../../../functions/cli/review/sarif.ts';
import type { ReviewReport } from '../../../shared/contract/review.ts';
import { reviewOptions } from '../../../shared/contract/review.ts';
import { viewConsultation } from '../../../shared/domain/consultation-view.ts';
import { parsePolicy } from '../../../shared/review/gate.ts';
import { reportOf } from '../../../shared/review/report.ts';
import { sampleRun, sampleVerdict } from '../../ports/samples.ts';
import { answered } from '../../support/samples.ts';

const schemaPath = join(import.meta.dirname, '../fixtures/sarif-2.1.0-rtm.5.json');
const tool = { version: '0.1.0', informationUri: 'https://example.org/circle' };
const found = ['drops a table', 'has no name'].map((title) => ({ severity: 'high', file: 'a.sql', title, reason: `It ${title}.` }));

/** A report of two findings, the first of which these rules have raised. */
function report(rules: readonly string[]): ReviewReport {
  const answer = answered('expert-0', `\`\`\`json\n${JSON.stringify(found)}\n\`\`\`\nAnswer: revise`, { vote: 'revise' });
  const run = sampleRun({ status: 'decided', endedBy: 'all', endedAt: '2026-03-01T10:00:02.500Z', options: [...reviewOptions] });
  const material = { kind: 'files' as const, files: [{ path: 'a.sql', notes: [], lines: [] }], notShown: [], warnings: [] };
  const view = viewConsultation(run, [answer], [], sampleVerdict({ answer: 'revise' }));
  const { findings, ...rest } = reportOf(view, material, parsePolicy('revise', '1'));
  return { ...rest, findings: findings.map((one, index) => (index === 0 ? { ...one, rules: [...rules] } : one)) };
}

describe('a result of rules', () => {
  const rules = ['change/SQL_DROPS_DATA', 'sql/ban-drop-table'];

  it('names them in its properties, its words and the taxonomies of their sources', () => {
    const [run] = JSON.parse(sarifOf(report(rules), tool)).runs;
    const [first, second] = run.results;
    expect(first).toMatchObject({
      ruleId: 'circle/high',
      properties: { rules, tags: rules },
      taxa: [
        { id: 'change/SQL_DROPS_DATA', toolComponent: { name: 'change' } },
        { id: 'sql/ban-drop-table', toolComponent: { name: 'sql' } },
      ],
    });
    expect(first.message.text).toContain('Rules: change/SQL_DROPS_DATA, sql/ban-drop-table.');
    expect(run.taxonomies).toEqual([
      { name: 'change', taxa: [{ id: 'change/SQL_DROPS_DATA' }] },
      { name: 'sql', taxa: [{ id: 'sql/ban-drop-table' }] },
    ]);
    expect(second.taxa).toBeUndefined();
  });

  it('fits the schema of the standard', () => {
    // The schema is of draft 4 and of an older dialect of regular expressions.
    const ajv = new Ajv({ strict: false, unicodeRegExp: false });
    addFormats.default(ajv);
    const { $schema: _, id: _id, ...schema } = JSON.parse(readFileSync(schemaPath, 'utf8'));
    const validate = ajv.compile(schema);
    expect(validate(JSON.parse(sarifOf(report(rules), tool))), JSON.stringify(validate.errors)).toBe(true);
  });
});
