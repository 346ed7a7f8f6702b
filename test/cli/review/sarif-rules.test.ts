/** In SARIF a result that rules have raised names them, in what a reader sees and where a program looks. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { sarifOf } from '../../../functions/cli/review/sarif.ts';
import { readSarif } from '../../../functions/cli/review/sarif-in.ts';
import { rulesOf } from '../../../functions/cli/review/sarif-rules.ts';
import type { Finding, ReviewReport } from '../../../shared/contract/review.ts';
import { reviewOptions } from '../../../shared/contract/review.ts';
import type { Severity } from '../../../shared/contract/severity.ts';
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

function at(title: string): Finding {
  const [first] = report([]).findings;
  if (first === undefined) throw new Error('There is no finding.');
  return { ...first, title };
}

describe('a result of rules', () => {
  const rules = ['change/SQL_DROPS_DATA', 'sql/ban-drop-table'];

  it('names them in its properties, its words and the taxonomies of their sources', () => {
    const [run] = JSON.parse(sarifOf(report(rules), tool)).runs;
    const [first, second] = run.results;
    expect(first).toMatchObject({
      ruleId: 'change/SQL_DROPS_DATA',
      level: 'error',
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
    expect(second.ruleId).toBe('circle/high');
  });

  it('stands under its rule, which says how bad it is, what it means and what helps', () => {
    const [run] = JSON.parse(sarifOf(report(rules), tool)).runs;
    const [first] = run.results;
    expect(run.tool.driver.rules[first.ruleIndex]).toMatchObject({
      id: 'change/SQL_DROPS_DATA',
      name: 'ChangeSqlDropsData',
      shortDescription: { text: 'drops a table' },
      fullDescription: { text: 'It drops a table.' },
      help: { text: 'It drops a table.' },
      defaultConfiguration: { level: 'error' },
      properties: { 'security-severity': '8.0', tags: ['security', 'change'] },
    });
    const ids = run.tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(ids.slice(0, 5)).toEqual(['circle/critical', 'circle/high', 'circle/medium', 'circle/low', 'circle/info']);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has one rule for many findings, as bad as the worst, in words that are of none of them alone', () => {
    const titled = (title: string, severity: Severity) => ({ ...at(title), severity, rules: ['own/TF_OPEN_PORT'] });
    const rules = rulesOf([titled('A port is open: 22', 'medium'), titled('A port is open: 80', 'critical'), at('x')]);
    expect(rules.at(-1)?.rule).toMatchObject({
      id: 'own/TF_OPEN_PORT',
      shortDescription: { text: 'A port is open' },
      properties: { 'security-severity': '9.5' },
    });
    expect(rules).toHaveLength(6);
  });

  it('is read again as it was written', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'circle-sarif-')), 'x.sarif');
    writeFileSync(path, sarifOf(report(rules), tool));
    const material = { kind: 'files' as const, files: [{ path: 'a.sql', notes: [], lines: [] }], notShown: [], warnings: [] };
    expect(readSarif(path, material).raised.map(({ severity, rule }) => [severity, rule])).toEqual([
      ['high', 'circle-of-experts/change/SQL_DROPS_DATA'],
      ['high', 'circle-of-experts/circle/high'],
    ]);
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
