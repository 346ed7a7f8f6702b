import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { junitOf } from '../../../functions/cli/review/junit.ts';
import { sarifOf } from '../../../functions/cli/review/sarif.ts';
import { showReport } from '../../../functions/cli/review/show-report.ts';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import { reviewOptions, reviewReport } from '../../../shared/contract/review.ts';
import type { Run } from '../../../shared/contract/run.ts';
import type { Verdict } from '../../../shared/contract/verdict.ts';
import { viewConsultation } from '../../../shared/domain/consultation-view.ts';
import { parsePolicy } from '../../../shared/review/gate.ts';
import type { Material } from '../../../shared/review/material.ts';
import { reportOf } from '../../../shared/review/report.ts';
import { sampleRun, sampleVerdict } from '../../ports/samples.ts';
import { answered, unanswered } from '../../support/samples.ts';

/** As a reader sees it: a pipeline may colour its log. */
const showPlain = (report: Parameters<typeof showReport>[0]) => stripVTControlCharacters(showReport(report));

const material = {
  kind: 'files' as const,
  files: ['src/find user.ts', 'b.ts'].map((path) => ({
    path,
    notes: [],
    lines: Array.from({ length: 9 }, (_, index) => ({ number: index + 1, mark: ' ' as const, text: '' })),
  })),
  notShown: [{ path: 'i.png', reason: 'a binary file', allowed: true }],
  warnings: [],
};

const tool = { version: '0.1.0', informationUri: 'https://example.org/circle' };

const injection = {
  severity: 'high',
  file: 'src/find user.ts',
  line: 3,
  endLine: 4,
  title: 'SQL injection',
  reason: 'The name is\nin the <query>.',
};
const naming = { severity: 'low', file: 'b.ts', title: 'Naming', reason: '::error::a word ##[set]', suggestion: 'Use “name”.' };
const nowhere = { severity: 'medium', file: 'c.ts', line: 1, title: 'Missing test', reason: 'Nothing covers it.' };
const says = (answer: string, ...findings: unknown[]) => `\`\`\`json\n${JSON.stringify(findings)}\n\`\`\`\nAnswer: ${answer}`;

function report(
  answer: (typeof reviewOptions)[number] | null,
  { run = {}, verdict = {}, opinions = threeOpinions, failOn = 'revise', experts = '1', shown = material }: Parts = {},
) {
  const ended = { status: answer === null ? 'no-consensus' : 'decided', endedBy: 'all', endedAt: '2026-03-01T10:00:02.500Z' } as const;
  const state = sampleRun({ ...ended, options: [...reviewOptions], ...run });
  return reportOf(viewConsultation(state, [...opinions], [], sampleVerdict({ answer, ...verdict })), shown, parsePolicy(failOn, experts));
}

interface Parts {
  readonly run?: Partial<Run>;
  readonly verdict?: Partial<Verdict>;
  readonly opinions?: readonly Opinion[];
  readonly failOn?: string;
  readonly experts?: string;
  readonly shown?: Material;
}

const threeOpinions = [
  answered('expert-0', says('revise', injection, naming), { vote: 'revise' }),
  answered('expert-1', says('revise', { ...injection, reason: 'The query holds the name: injection.' }, nowhere), { vote: 'revise' }),
  answered('expert-2', 'Looks good to me.\nAnswer: approve', { vote: 'approve' }),
];
/** Experts who all say the same, the first of them with findings. */
const agreed = (vote: string, ...findings: unknown[]) =>
  ['expert-0', 'expert-1', 'expert-2'].map((expert, index) => answered(expert, says(vote, ...(index === 0 ? findings : [])), { vote }));

describe('the gate', () => {
  it.each([
    ['approve', 'revise', 0],
    ['approve', 'reject', 0],
    ['revise', 'revise', 1],
    ['revise', 'reject', 0],
    ['reject', 'revise', 1],
    ['reject', 'reject', 1],
    [null, 'revise', 2],
    [null, 'reject', 2],
  ] as const)('for %s with --fail-on %s exits %i', (answer, failOn, code) => {
    expect(report(answer, { failOn, opinions: agreed(answer ?? 'approve') }).exitCode).toBe(code);
  });

  it.each([
    ['critical', 'revise', 1],
    ['high', 'revise', 1],
    ['medium', 'revise', 1],
    ['low', 'revise', 0],
    ['low', 'low', 1],
    ['high', 'critical', 0],
    ['critical', 'critical', 1],
    ['critical', 'none', 0],
    ['critical', 'reject', 0],
    ['critical', 'reject,high', 1],
  ] as const)(
    'with a finding of severity %s that one expert of an approval holds, and --fail-on %s, exits %i',
    (severity, failOn, code) => {
      const { exitCode, rule, because, verdict } = report('approve', { failOn, opinions: agreed('approve', { ...injection, severity }) });
      expect({ exitCode, rule, verdict }).toEqual({ exitCode: code, rule: code === 1 ? 'findings' : 'verdict', verdict: 'approve' });
      if (code === 1) expect(because).toMatch(/^an expert holds 1 finding of severity \w+ or worse$/);
    },
  );

  it('may want a finding to be held by several experts', () => {
    const twice = [...agreed('approve', injection).slice(0, 2), answered('expert-2', says('approve', injection), { vote: 'approve' })];
    expect(report('approve', { opinions: agreed('approve', injection), experts: '2' }).exitCode).toBe(0);
    expect(report('approve', { opinions: twice, experts: '2' })).toMatchObject({
      exitCode: 1,
      because: 'at least 2 experts hold 1 finding of severity medium or worse',
    });
  });

  it('hears what experts hold even where they are split, but not where too few were heard', () => {
    expect(report(null, { opinions: agreed('approve', injection) })).toMatchObject({ exitCode: 1, rule: 'findings', verdict: null });
    expect(report(null, { run: { status: 'no-quorum' } })).toMatchObject({ exitCode: 2, rule: 'undecided' });
  });

  it.each(['no-quorum', 'no-consensus', 'failed', 'cancelled'] as const)(
    'is open to nobody when the consultation is %s, whatever the verdict says',
    (status) => {
      const ended = report('approve', { run: { status }, opinions: agreed('approve') });
      expect(ended).toMatchObject({ status, verdict: null, exitCode: 2, rule: 'undecided' });
    },
  );

  it.each<[string, readonly Opinion[]]>([
    [
      'whose findings could not be read',
      [...agreed('approve').slice(1), answered('expert-0', 'Fine.\nAnswer: approve', { vote: 'approve' })],
    ],
    ['that names no option', [...agreed('approve').slice(1), answered('expert-0', says('perhaps'))]],
  ])('approves nothing on an answer %s', (_, opinions) => {
    expect(report('approve', { opinions, verdict: { clusters: [], dissent: [] } })).toMatchObject({
      exitCode: 2,
      rule: 'unread',
      because: expect.stringContaining('expert-0'),
    });
  });

  it('takes no answer that could not be read for a vote, but hears its findings', () => {
    const unreadable = answered('expert-0', says('approve or not', injection), { status: 'unreadable' });
    const shown = report('approve', { opinions: [unreadable, ...agreed('approve').slice(1)] });
    const findings = [{ experts: ['expert-0'] }];
    expect(shown).toMatchObject({ exitCode: 1, rule: 'findings', findings, experts: [{ vote: null }, {}, {}] });
  });

  const besideWords = (words: string) => [answered('expert-0', words, { status: 'unreadable' }), ...agreed('approve').slice(1)];
  it.each([
    ['cut off inside its first finding', '```json\n[{"severity": "critical", "file": "b.ts", "ti'],
    ['in prose', 'There is a critical SQL injection in b.ts:1, it must not go out.'],
  ])('approves nothing beside an objection without a vote that is %s, and tolerates it where only a rejection counts', (_, words) => {
    expect(report('approve', { opinions: besideWords(words) })).toMatchObject({ exitCode: 2, rule: 'unread' });
    expect(report('approve', { opinions: besideWords(words), failOn: 'reject' })).toMatchObject({ exitCode: 0 });
  });

  it.each(['', says('approve or not')])('needs nothing of who has objected to nothing: %j', (words) => {
    expect(report('approve', { opinions: besideWords(words) })).toMatchObject({ exitCode: 0 });
  });

  it('approves nothing that was not shown, unless somebody accepts that', () => {
    const hidden = { ...material, notShown: [{ path: 'i.png', reason: 'a binary file', allowed: false }] };
    expect(report('approve', { opinions: agreed('approve'), shown: hidden })).toMatchObject({ exitCode: 2, rule: 'not-shown' });
    expect(report('approve', { opinions: agreed('approve') })).toMatchObject({ exitCode: 0, notShown: ['i.png'] });
  });

  it('takes nothing from the scripted demo circle', () => {
    const shown = report('approve', { run: { demo: true } });
    expect(shown).toMatchObject({ verdict: null, exitCode: 2, notice: expect.stringContaining('Scripted demo circle') });
    expect(showPlain(shown)).toMatch(/UNDECIDED \(no real expert was asked\)/);
  });

  it('knows answers and severities to fail on', () => {
    for (const wrong of ['approve', 'severe', '', 'revise,reject', 'high,low', 'high,none'])
      expect(() => parsePolicy(wrong)).toThrow(/^--fail-on: must be revise or reject, a severity .*, not "/);
    for (const wrong of ['0', 'two', '1.5']) expect(() => parsePolicy('revise', wrong)).toThrow(/^--fail-on-experts: must be a number/);
  });
});

describe('the report', () => {
  it('brings findings together and names whose could not be read, whose vote still counts', () => {
    const { findings, experts } = report('revise');
    expect(findings.map(({ title, experts: raisedBy }) => [title, raisedBy.length])).toEqual([
      ['SQL injection', 2],
      ['Missing test', 1],
      ['Naming', 1],
    ]);
    expect(experts).toEqual([
      { expert: 'expert-0', vote: 'revise', findings: 2, problem: null },
      { expert: 'expert-1', vote: 'revise', findings: 2, problem: null },
      { expert: 'expert-2', vote: 'approve', findings: 0, problem: expect.stringContaining('could not be read') },
    ]);
  });

  it('names experts without an answer, and takes no findings from a late one', () => {
    const late = answered('expert-0', says('reject', injection), { status: 'late', vote: 'reject' });
    const { findings, experts } = report('approve', { opinions: [late, unanswered('expert-1')] });
    expect(findings).toEqual([]);
    expect(experts.map(({ problem }) => problem)).toEqual([
      'late',
      'failed: the provider failed',
      expect.stringMatching(/^late: .* before this answer came$/),
    ]);
  });

  it('has the schema that the documents show', () => {
    const documented = JSON.parse(readFileSync(join(import.meta.dirname, '../../../docs/review-report.schema.json'), 'utf8'));
    expect(documented).toEqual(z.toJSONSchema(reviewReport));
  });
});

describe('on a terminal', () => {
  it('shows findings at their place, then who disagrees, then one line that says it all', () => {
    const lines = showPlain(report('revise')).split('\n');
    expect(lines[0]).toMatch(/^high +src\/find user\.ts:3-4 {2}SQL injection$/);
    expect(lines[1]).toMatch(/^ +The (?:name is in the <query>\.|query holds the name: injection\.)$/);
    expect(lines[2]).toMatch(/^ +raised by expert-0, expert-1$/);
    expect(lines).toContainEqual(expect.stringMatching(/^medium +no file \(placed at c\.ts:1, which was not reviewed\) {2}Missing test$/));
    expect(lines).toContain('not reviewed: i.png is a binary file');
    expect(lines).toContainEqual(expect.stringMatching(/^expert-2: dissents: approve; its findings could not be read/));
    expect(lines.at(-1)).toMatch(
      /^REVISE · 3 findings · agreement 1\.00, all alike · confidence not known · cost \$[\d.]+ · consultation run-/,
    );
  });

  it('prints nothing that a build would take for a command', () => {
    const { findings, ...rest } = report('revise');
    const hostile = findings.map((finding) => ({ ...finding, title: 'x\n::set-env name=A::b', reason: '##[error]\n  ::error::c' }));
    expect(showPlain({ ...rest, findings: hostile })).not.toMatch(/^\s*::|##\[/m);
  });
});

describe('SARIF', () => {
  // The schema is of draft 4 and of an older dialect of regular expressions.
  const ajv = new Ajv({ strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  const {
    $schema: _,
    id: _id,
    ...schema
  } = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/sarif-2.1.0-rtm.5.json'), 'utf8'));
  const validate = ajv.compile(schema);

  it.each(['approve', 'revise', null] as const)('fits the schema of the standard when the answer is %s', (answer) => {
    expect(validate(JSON.parse(sarifOf(report(answer), tool))), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ version: '2.1.0', runs: [{}] })).toBe(false);
  });

  it('gives each result a level, a place that code scanning can show, and a fingerprint that survives moved lines', () => {
    const [run] = JSON.parse(sarifOf(report('revise'), tool)).runs;
    const [high, medium, low] = run.results;
    expect(run.tool.driver).toMatchObject({ name: 'Circle of Experts', version: '0.1.0' });
    expect(run.tool.driver.rules[high.ruleIndex].id).toBe('circle/high');
    expect([high.level, medium.level, low.level]).toEqual(['error', 'warning', 'note']);
    expect(high.locations[0].physicalLocation).toMatchObject({
      artifactLocation: { uri: 'src/find%20user.ts' },
      region: { startLine: 3, endLine: 4 },
    });
    expect(medium.locations[0].physicalLocation.artifactLocation.uri).toBe('src/find%20user.ts');
    expect(medium.message.text).toContain('(Placed at c.ts:1 by the experts.)');
    const moved = report('revise', { opinions: [answered('expert-0', says('revise', { ...injection, line: 6, endLine: 7 }))] });
    expect(JSON.parse(sarifOf(moved, tool)).runs[0].results[0].partialFingerprints).toEqual(high.partialFingerprints);
  });
});

describe('JUnit', () => {
  /** Reads the XML with a parser that nobody here wrote. */
  function parseXml(
    xml: string,
  ): readonly { suite: string; name: string; file: string | null; failures: string[]; errors: string[]; text: string }[] {
    const script = `
import json, sys, xml.etree.ElementTree as tree
root = tree.fromstring(sys.stdin.buffer.read())
assert root.tag == 'testsuites', root.tag
print(json.dumps([dict(suite=s.get('name'), name=c.get('name'), file=c.get('file'), failures=[f.get('type') for f in c.findall('failure')],
  errors=[e.get('message') for e in c.findall('error')], text=''.join(c.itertext())) for s in root for c in s.findall('testcase')]))`;
    const { stdout, stderr } = spawnSync('python3', ['-c', script], { input: xml, encoding: 'utf8' });
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  }

  it('fails the verdict and every finding of medium severity or worse', () => {
    const cases = parseXml(junitOf(report('revise')));
    expect(cases.map(({ suite, failures }) => [suite, ...failures])).toEqual([
      ['verdict', 'revise'],
      ['src/find user.ts', 'high'],
      ['b.ts'],
      ['i.png'],
      ['no file', 'medium'],
    ]);
    expect(cases[1]).toMatchObject({ name: 'high: SQL injection (src/find user.ts:3-4)', file: 'src/find user.ts' });
    expect(cases[1]?.text).toMatch(/The (?:name is\nin the <query>|query holds the name)/);
  });

  it('is green when the gate is, and errs when nobody has decided', () => {
    const approved = parseXml(junitOf(report('approve', { opinions: agreed('approve', naming) })));
    expect(approved.flatMap(({ failures, errors }) => [...failures, ...errors])).toEqual([]);
    expect(parseXml(junitOf(report(null, { opinions: agreed('approve') })))[0]?.errors).toEqual(['nobody has decided: no-consensus']);
  });

  it('holds whatever an expert writes', () => {
    const wild = { ...injection, title: 'a]]>b & "c" \u0000\ud800', reason: 'x\u0008y\uffff' };
    const [, found] = parseXml(junitOf(report('revise', { opinions: [answered('expert-0', says('revise', wild))] })));
    expect(found?.name).toContain('a]]>b & "c"');
  });

  it('has exactly its test cases, whatever stands in any text', () => {
    const parts = [
      ']]>',
      ']]',
      '>',
      '<![CDATA[',
      '</failure></testcase>',
      '<testcase name="x"/>',
      '&amp;',
      '"',
      "'",
      '\uffff',
      '\ufffe',
      '\u0000',
      '\ud800',
      '\n',
      '😀',
      'a',
      ' ',
    ];
    const text = fc.array(fc.constantFrom(...parts), { maxLength: 12 }).map((found) => `t${found.join('')}`);
    const wild = fc.record({ severity: fc.constantFrom('high' as const, 'low' as const), title: text, reason: text, suggestion: text });
    // One document holds them all: another parser is slow to start.
    const said = fc.sample(fc.tuple(wild, text), { numRuns: 400, seed: 7 });
    const base = report('revise', { opinions: [answered('expert-0', says('revise', injection, naming, nowhere))] });
    const [sample] = base.findings;
    if (sample === undefined) throw new Error('the sample has no finding');
    const because = said.map(([, words]) => words).join('');
    const findings = said.map(([one]) => ({ ...sample, ...one, file: 'a.ts' }));
    const cases = parseXml(junitOf({ ...base, because, files: ['a.ts'], notShown: [], findings }));
    expect(cases.map(({ suite, failures }) => [suite, ...failures])).toEqual([
      ['verdict', 'revise'],
      ...findings.map(({ severity }) => (severity === 'high' ? ['a.ts', 'high'] : ['a.ts'])),
    ]);
  });
});
