/** What programs say in a review: who is asked, what is accepted of it, and what other tools hand over. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { acceptFindings } from '../../../functions/cli/review/accept-findings.ts';
import type { RaisedFinding } from '../../../functions/cli/review/alike-findings.ts';
import { readAllowances } from '../../../functions/cli/review/allowances.ts';
import { numbered } from '../../../functions/cli/review/baseline.ts';
import { besideParts } from '../../../functions/cli/review/beside.ts';
import { panelOf } from '../../../functions/cli/review/choose-panel.ts';
import { mergeFindings } from '../../../functions/cli/review/merge-findings.ts';
import { voiceOf } from '../../../functions/cli/review/rule-review.ts';
import { readSarif } from '../../../functions/cli/review/sarif-in.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { ShownCircle } from '../../../shared/contract/listing.ts';
import { ruleBlock } from '../../../shared/contract/rules.ts';

const today = '2026-11-29';
const raisedAt = (line: number, given: Partial<RaisedFinding> = {}): RaisedFinding => ({
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
const fileOf = (lines: readonly string[]) => ({ files: [{ path: 'a.yaml', text: lines.join('\n') }], missing: [] });
const accept = (
  lines: readonly string[],
  raised: readonly RaisedFinding[],
  baseline: Parameters<typeof acceptFindings>[1]['baseline'] = [],
) => acceptFindings(raised, { texts: fileOf(lines), baseline, today });

const circle = (name: string, given: Partial<ShownCircle> = {}) =>
  ({ name, available: 1, demo: false, unavailable: 'fail', ...given }) as ShownCircle;

describe('who reviews', () => {
  const rules = circle('rules');
  const away = circle('default', { available: 0, unavailable: 'skip' });
  it.each<[string, readonly ShownCircle[], Parameters<typeof panelOf>[1], string | undefined, boolean]>([
    ['both', [circle('default'), rules], {}, 'rules', false],
    ['the rules alone, where no model can be asked', [away, rules], {}, 'rules', true],
    ['the rules alone, where there is no usual circle', [rules], {}, 'rules', true],
    ['the rules alone, where they are meant', [circle('default'), rules], { circle: 'rules' }, 'rules', true],
    ['both, where a circle is named', [away, rules], { circle: 'other' }, 'rules', false],
    ['both, where experts are named', [away, rules], { experts: 'ada' }, 'rules', false],
    ['models, where no rule can be applied', [circle('default'), circle('rules', { available: 0 })], {}, undefined, false],
    ['models, where the server has none', [circle('default')], {}, undefined, false],
    ['another circle of rules', [circle('default'), circle('mine')], { rules: 'mine' }, 'mine', false],
  ])('are %s', (_, circles, flags, named, alone) => {
    const panel = panelOf(circles, flags);
    expect([panel.rules, panel.alone !== undefined]).toEqual([named, alone]);
  });

  it('is nobody, and never the demo, where neither models nor rules can be asked', () => {
    expect(() => panelOf([away, circle('rules', { available: 0 })], {})).toThrow(/neither models nor rules/);
    expect(panelOf([away], {})).toEqual({ rules: undefined, alone: undefined });
  });

  it('is refused where a circle of rules is named that there is not', () => {
    expect(() => panelOf([rules], { rules: 'mine' })).toThrow(/there is no circle "mine"/);
  });
});

describe('a comment', () => {
  const styles = [
    '# circle:allow D1 why not',
    '// circle:allow docker/D1 why not',
    '-- circle:allow D1,D2 why not',
    '<!-- circle:allow D1 why not -->',
    '/* circle:allow D1 why not */',
    '; circle:allow D1 why not',
  ];

  it.each(styles)('accepts what is found below it: %s', (comment) => {
    const { raised, accepted, warnings } = accept(['a', comment, 'b'], [raisedAt(3), raisedAt(1)]);
    expect(accepted).toMatchObject([{ line: 3, by: 'comment', reason: 'why not', until: null }]);
    expect(raised).toMatchObject([{ line: 1 }]);
    expect(warnings).toEqual([]);
  });

  it('accepts what is found at its own line, and behind other such comments', () => {
    expect(accept(['a # circle:allow D1 why', 'b'], [raisedAt(1), raisedAt(2)]).raised).toMatchObject([{ line: 2 }]);
    const two = ['# circle:allow D1 why', '# circle:allow D2 why', 'a'];
    expect(accept(two, [raisedAt(3), raisedAt(3, { rule: 'docker/D2' })]).raised).toEqual([]);
  });

  it.each([
    ['names no rule', '# circle:allow', /names no rule/],
    ['gives no reason', '# circle:allow D1', /gives no reason/],
    ['gives a day and no reason', '# circle:allow D1 until 2999-01-01', /gives no reason/],
    ['is over', '# circle:allow D1 we wait until 2026-11-28', /held until 2026-11-28/],
    ['names a day that there is not', '# circle:allow D1 we wait until 2026-13-45', /there is not/],
  ])('does not hold where it %s, and that is told', (_, comment, why) => {
    const { raised, accepted, warnings } = accept([comment, 'a'], [raisedAt(2)]);
    expect([raised.length, accepted.length]).toEqual([1, 0]);
    expect(warnings).toEqual([expect.stringMatching(why)]);
  });

  it('holds on its last day', () => {
    expect(accept([`# circle:allow D1 we wait until ${today}`, 'a'], [raisedAt(2)]).raised).toEqual([]);
  });

  it('is told where it allows nothing', () => {
    expect(accept(['# circle:allow D9 why', 'a'], [raisedAt(2)]).warnings).toEqual([expect.stringContaining('a.yaml:1 allows nothing')]);
  });

  test.prop([
    fc.string({ unit: fc.constantFrom('#', ' ', 'circle:allow', 'D1', '\n', 'until ', '2026-01-01', '-->', ','), maxLength: 60 }),
  ])('is read out of any text, at lines that it has', (text) => {
    const count = text.split('\n').length;
    for (const { line, holds } of readAllowances('a', text)) for (const each of [line, ...holds]) expect(each).toBeLessThanOrEqual(count);
  });
});

const anyRaised = fc.array(
  fc
    .record({ line: fc.integer({ min: 1, max: 4 }), rule: fc.constantFrom('docker/D1', 'sql/S1') })
    .map(({ line, rule }) => raisedAt(line, { rule })),
  { maxLength: 10 },
);

describe('a baseline', () => {
  const entriesOf = (raised: readonly RaisedFinding[], lines: readonly string[]) =>
    numbered(raised, fileOf(lines)).map(({ fingerprint, finding: { rule = '', file = '', title } }) => ({
      fingerprint,
      rule,
      file,
      title,
    }));

  test.prop([anyRaised, anyRaised])('accepts all that was there, and nothing more', (old, more) => {
    const lines = ['a', 'b', 'a', 'c'];
    const { raised, accepted } = accept(lines, [...old, ...more], entriesOf(old, lines));
    expect(accepted).toHaveLength(old.length);
    expect(raised).toHaveLength(more.length);
  });

  it('knows a finding where lines have moved, and not where its line says something else', () => {
    const entries = entriesOf([raisedAt(1)], ['FROM a']);
    expect(accept(['', '', ' FROM a'], [raisedAt(3)], entries).raised).toEqual([]);
    expect(accept(['FROM b'], [raisedAt(1)], entries).raised).toHaveLength(1);
  });

  test.prop([anyRaised, anyRaised])('under a change is used up by what stood there before, and accepts nothing new', (old, more) => {
    const lines = ['a', 'b', 'a', 'c'];
    const baseline = entriesOf(old, lines);
    const { raised, accepted, warnings, open } = acceptFindings(more, { texts: fileOf(lines), baseline, today, stood: old });
    expect([raised, accepted, warnings]).toEqual([more, [], []]);
    expect(open).toHaveLength(old.length + more.length);
  });

  test.prop([anyRaised, anyRaised])('under a change accepts what it lists and the change brings back', (old, back) => {
    const lines = ['a', 'b', 'a', 'c'];
    const baseline = entriesOf([...old, ...back], lines);
    const { raised, accepted, warnings } = acceptFindings(back, { texts: fileOf(lines), baseline, today, stood: old });
    expect([raised, accepted.length, warnings]).toEqual([[], back.length, []]);
  });

  it('is not used where rules could not list what stood before', () => {
    const report = { findings: [], left: 0, before: 3, files: [], notReviewed: [] };
    const heard = (given: object) => voiceOf([endedWith(ruleBlock.write({ ...report, ...given }).join('\n'))], []).stood;
    expect(heard({})).toBeUndefined();
    expect(heard({ before: 0 })).toEqual([]);
    const stood = [{ rule: 'docker/D1', file: 'a.yaml', title: 't', lines: [1, 3] }];
    expect(heard({ stood, before: 2 })).toMatchObject([1, 3].map((line) => ({ rule: 'docker/D1', file: 'a.yaml', line })));
  });

  function endedWith(answer: string): Consultation {
    return {
      id: 'c',
      status: 'decided',
      opinions: [{ expert: 'rules-docker', status: 'answered', answer }],
      options: [],
      verdict: { clusters: [], dissent: [] },
    } as unknown as Consultation;
  }

  it('lets an entry end, and tells of one that is found no more', () => {
    const [entry] = entriesOf([raisedAt(1)], ['a']);
    if (entry === undefined) expect.fail('there is an entry for each finding');
    expect(accept(['a'], [raisedAt(1)], [{ ...entry, until: '2026-11-28' }]).raised).toHaveLength(1);
    expect(accept(['a'], [], [entry]).warnings).toEqual([expect.stringContaining('is not found any more')]);
    expect(accept(['a'], [], [{ ...entry, file: 'elsewhere.yaml' }]).warnings).toEqual([]);
  });
});

describe('what programs find', () => {
  const shown = { path: 'a.yaml', notes: [], lines: [{ number: 9, mark: '+' as const, text: 'x' }] };
  const material = {
    kind: 'change' as const,
    files: [shown],
    notShown: [],
    warnings: [],
    texts: fileOf(Array.from({ length: 12 }, () => 'x')),
  };

  it('is placed at lines of the whole file, also those that models were not shown, and at no others', () => {
    const places = mergeFindings([raisedAt(12), raisedAt(13, { title: 'beyond' }), raisedAt(2, { file: 'b' })], material);
    expect(places.map(({ file, line, misplaced }) => [file, line, misplaced])).toEqual([
      ['a.yaml', null, 'a.yaml:13'],
      ['a.yaml', 12, null],
      [null, null, 'b:2'],
    ]);
  });

  it('is one finding with all who hold it where lines and topics are the same, and apart where topics differ', () => {
    const by = (expert: string, topic: string, title: string) => raisedAt(9, { expert, topic, title, reason: title, rule: `${expert}/1` });
    const same = mergeFindings([by('one', 'encryption', 'Volume in clear'), by('two', 'encryption', 'KMS missing')], material);
    expect(same).toMatchObject([{ experts: ['one', 'two'], rules: ['one/1', 'two/1'], confidence: 'high' }]);
    expect(mergeFindings([by('one', 'encryption', 'Same words'), by('two', 'exposure', 'Same words')], material)).toHaveLength(2);
  });

  it('is told in the words of the surest, at its narrowest lines, and apart from what is only near', () => {
    const vague = raisedAt(4, {
      expert: 'one',
      endLine: 9,
      topic: 'exposure',
      title: 'Not kept',
      confidence: 'medium',
      reason: 'long '.repeat(9),
    });
    const exact = raisedAt(9, { expert: 'two', topic: 'exposure', title: 'Open to all' });
    const next = raisedAt(10, { expert: 'three', topic: 'exposure', title: 'Another resource' });
    expect(mergeFindings([vague, exact, next], material)).toMatchObject([
      { title: 'Open to all', line: 9, experts: ['one', 'two'], confidence: 'high' },
      { title: 'Another resource', experts: ['three'] },
    ]);
  });

  test.prop([fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 })])(
    'goes to one part of a material, whatever files it is about',
    (files) => {
      const partOf = (path: string) => ({ ...material, files: [{ ...shown, path }] });
      const beside = { reviewers: [], raised: files.map((file, index) => raisedAt(index + 1, { file })) };
      const parts = besideParts(beside, [partOf('a'), partOf('b'), partOf('b')]);
      expect(parts.flatMap(({ raised }) => raised).toSorted((x, y) => (x.line ?? 0) - (y.line ?? 0))).toEqual(beside.raised);
      expect(parts[1]?.raised.every(({ file }) => file === 'b')).toBe(true);
    },
  );
});

describe('SARIF of another tool', () => {
  const material = {
    kind: 'change' as const,
    files: [{ path: 'a b.yaml', notes: [], lines: [{ number: 3, mark: '+' as const, text: 'x' }] }],
    notShown: [],
    warnings: [],
  };
  const at = (uri: string, startLine?: number) => [{ physicalLocation: { artifactLocation: { uri }, region: { startLine } } }];
  function read(results: unknown, rules: unknown = []) {
    const path = join(mkdtempSync(join(tmpdir(), 'circle-sarif-')), 'x.sarif');
    writeFileSync(path, JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'Check Ov!', rules } }, results }] }));
    return readSarif(path, material);
  }

  it('is an expert by the name of the tool, with what concerns the change', () => {
    const { reviewers, raised, warnings } = read([
      { ruleId: 'R1', level: 'error', message: { text: 'Bad' }, locations: at('./a%20b.yaml', 3) },
      { ruleId: 'R2', message: { text: 'Elsewhere' }, locations: at('a%20b.yaml', 9) },
      { ruleId: 'R3', message: { text: 'Another file' }, locations: at('c.yaml', 1) },
      { ruleId: 'R4', message: { text: 'Accepted there' }, locations: at('a%20b.yaml', 3), suppressions: [{ kind: 'external' }] },
      { ruleId: 'R5', kind: 'pass', message: { text: 'Fine' }, locations: at('a%20b.yaml', 3) },
    ]);
    expect(reviewers).toMatchObject([{ expert: 'check-ov', findings: 1 }]);
    expect(raised).toMatchObject([{ expert: 'check-ov', rule: 'check-ov/R1', severity: 'high', file: 'a b.yaml', line: 3, reason: 'Bad' }]);
    expect(warnings).toEqual(['2 findings of check-ov are left out: they are not about what is reviewed here']);
  });

  it.each([
    ['9.8', 'critical'],
    [7, 'high'],
    ['4.0', 'medium'],
    ['0.1', 'low'],
  ])('takes the number %s for %s, before any level', (score, severity) => {
    const rules = [{ id: 'R1', shortDescription: { text: 'A rule' }, properties: { 'security-severity': score } }];
    expect(read([{ ruleId: 'R1', level: 'note', locations: at('a%20b.yaml', 3) }], rules).raised).toMatchObject([
      { severity, title: 'A rule' },
    ]);
  });

  it('may have no results, and is refused where it is something else', () => {
    expect(read(null)).toMatchObject({ raised: [] });
    const path = join(mkdtempSync(join(tmpdir(), 'circle-sarif-')), 'x.sarif');
    writeFileSync(path, '{"results": []}');
    expect(() => readSarif(path, material)).toThrow(/is no SARIF/);
  });
});
