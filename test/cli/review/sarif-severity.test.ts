/** How bad a result of another tool is: by its number, its level, the settings of its run, or its rule, in the shapes that tools write. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSarif } from '../../../functions/cli/review/sarif-in.ts';

const material = {
  kind: 'files' as const,
  files: [{ path: 'a.tf', notes: [], lines: [] }],
  notShown: [],
  warnings: [],
};
const locations = [{ physicalLocation: { artifactLocation: { uri: 'a.tf' }, region: { startLine: 1 } } }];

/** What a run says of the file: severity, rule and title of each of its results. */
function read(tool: object, results: readonly object[], run: object = {}) {
  const path = join(mkdtempSync(join(tmpdir(), 'circle-sarif-')), 'x.sarif');
  const placed = results.map((result) => ({ message: { text: 'Said.' }, locations, ...result }));
  writeFileSync(path, JSON.stringify({ version: '2.1.0', runs: [{ tool, results: placed, ...run }] }));
  return readSarif(path, material).raised.map(({ severity, rule, title }) => [severity, rule, title]);
}

const driver = (name: string, rules: readonly object[]) => ({ driver: { name, rules } });

describe('the results of', () => {
  it('checkov have the level of their result, or the number of their rule', () => {
    const rules = [
      { id: 'CKV_AWS_1', name: 'No open port', shortDescription: { text: 'No open port' }, defaultConfiguration: { level: 'error' } },
      { id: 'CKV_AWS_2', shortDescription: { text: 'Logs' }, properties: { 'security-severity': '2.0' } },
    ];
    const results = [
      { ruleId: 'CKV_AWS_1', ruleIndex: 0, level: 'error' },
      { ruleId: 'CKV_AWS_2', ruleIndex: 1, level: 'error' },
    ];
    expect(read(driver('Checkov', rules), results)).toEqual([
      ['high', 'checkov/CKV_AWS_1', 'No open port'],
      ['low', 'checkov/CKV_AWS_2', 'Logs'],
    ]);
  });

  it('trivy have the number of their rule', () => {
    const rules = [
      {
        id: 'AVD-AWS-0107',
        name: 'Misconfiguration',
        fullDescription: { text: 'Ingress from everywhere' },
        defaultConfiguration: { level: 'error' },
        properties: { tags: ['misconfiguration', 'CRITICAL'], precision: 'very-high', 'security-severity': '9.5' },
      },
    ];
    expect(read(driver('Trivy', rules), [{ ruleId: 'AVD-AWS-0107', ruleIndex: 0, level: 'error' }])).toEqual([
      ['critical', 'trivy/AVD-AWS-0107', 'Ingress from everywhere'],
    ]);
  });

  it('semgrep have the level of their rule', () => {
    const rules = ['error', 'warning', 'note'].map((level) => ({
      id: `tf.${level}`,
      shortDescription: { text: `Semgrep: ${level}` },
      defaultConfiguration: { level },
      properties: { precision: 'very-high', tags: ['security'] },
    }));
    const results = rules.map(({ id }) => ({ ruleId: id, fingerprints: { 'matchBasedId/v1': 'x' }, properties: {} }));
    expect(read(driver('Semgrep OSS', rules), results).map(([severity]) => severity)).toEqual(['high', 'medium', 'low']);
  });

  it('codeql have the rule of an extension, named by its place', () => {
    const rules = [
      { id: 'js/other', defaultConfiguration: { enabled: true, level: 'note' } },
      { id: 'js/sql', defaultConfiguration: { level: 'error' }, properties: { 'security-severity': '8.8', precision: 'high' } },
    ];
    const tool = { driver: { name: 'CodeQL', rules: [] }, extensions: [{ name: 'codeql/javascript-queries', rules }] };
    const named = (index: number) => ({ ruleId: rules[index]?.id, rule: { id: rules[index]?.id, index, toolComponent: { index: 0 } } });
    expect(read(tool, [named(0), named(1)]).map(([severity]) => severity)).toEqual(['low', 'high']);
  });

  it('zizmor have a level of their own, whatever words stand beside it', () => {
    const rules = [{ id: 'zizmor/template-injection', name: 'template-injection', help: { text: 'x' } }];
    const results = ['error', 'warning', 'note'].map((level) => ({
      ruleId: 'zizmor/template-injection',
      level,
      kind: 'fail',
      properties: { 'zizmor/confidence': 'High', 'zizmor/severity': 'High' },
    }));
    expect(read(driver('zizmor', rules), results).map(([severity]) => severity)).toEqual(['high', 'medium', 'low']);
  });

  it('gitleaks, whose rules name no level, are warnings', () => {
    const rules = [{ id: 'aws-access-token', shortDescription: { text: 'A key of AWS' } }];
    const results = [{ ruleId: 'aws-access-token', partialFingerprints: { commitSha: '' }, properties: { tags: [] } }];
    expect(read(driver('gitleaks', rules), results)).toEqual([['medium', 'gitleaks/aws-access-token', 'A key of AWS']]);
  });
});

describe('a result is as bad as', () => {
  const one = (rule: object, result: object, run: object = {}) =>
    read(driver('t', [{ id: 'R', ...rule }]), [{ ruleId: 'R', ...result }], run)[0]?.[0];
  const error = { defaultConfiguration: { level: 'error' } };
  const overriding = (descriptor: object) => ({
    invocations: [{ ruleConfigurationOverrides: [{ descriptor, configuration: { level: 'note' } }] }],
  });

  it.each<[string, object, object, object, string]>([
    ['its rule says', error, {}, {}, 'high'],
    ['it says itself, before its rule', error, { level: 'note' }, {}, 'low'],
    ['a warning, where nobody says', {}, {}, {}, 'medium'],
    [
      'its own number says, before that of its rule',
      { properties: { 'security-severity': '2' } },
      { properties: { 'security-severity': '9.1' } },
      {},
      'critical',
    ],
    ['a word in the place of the number says', { properties: { 'security-severity': 'HIGH' } }, {}, {}, 'high'],
    ['its level, where the number is empty', { ...error, properties: { 'security-severity': '' } }, {}, {}, 'high'],
    ['its level, where the number is none', { ...error, properties: { 'security-severity': null } }, {}, {}, 'high'],
    ['its level, where nothing more is known', { ...error, properties: null }, { properties: null }, {}, 'high'],
    ['the settings of the run say of its rule by name', error, {}, overriding({ id: 'R' }), 'low'],
    ['the settings of the run say of its rule by place', error, { ruleIndex: 0 }, overriding({ index: 0 }), 'low'],
    ['it says itself, before the settings of the run', error, { level: 'warning' }, overriding({ id: 'R' }), 'medium'],
    ['a hint, where it is no failure and names no level', error, { kind: 'open' }, {}, 'low'],
    ['it says itself, where it is no failure', error, { kind: 'review', level: 'error' }, {}, 'high'],
  ])('%s', (_, rule, result, run, severity) => {
    expect(one(rule, result, run)).toBe(severity);
  });

  it('its rule, which is named by a number of its own', () => {
    const rules = [{ id: 'R', guid: '1b0b4d3e-0000-4000-8000-000000000000', ...error }];
    const found = read(driver('t', rules), [{ rule: { guid: '1b0b4d3e-0000-4000-8000-000000000000' } }]);
    expect(found).toEqual([['high', 't/R', 'Said.']]);
  });

  it('its rule where the tool lists none', () => {
    expect(read({ driver: { name: 't', rules: null } }, [{ ruleId: 'R', level: 'error' }])).toEqual([['high', 't/R', 'Said.']]);
  });
});
