/** What programs say in a review: who is asked, and what is accepted of it. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { panelOf } from '../../../functions/cli/review/choose-panel.ts';
import type { ShownCircle } from '../../../shared/contract/listing.ts';
import { readAllowances } from '../../../shared/review/allowances.ts';
import { besideParts } from '../../../shared/review/beside.ts';
import { mergeFindings } from '../../../shared/review/merge-findings.ts';
import { accept, fileOf, raisedAt, today } from '../../support/raised-findings.ts';

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
    ['models, where the server has none', [circle('default')], {}, undefined, false],
    ['another circle of rules', [circle('default'), circle('mine')], { rules: 'mine' }, 'mine', false],
    ['both, where a folder of rules is named', [circle('default'), rules], { rules: './mine' }, 'rules', false],
    ['the rules alone, where a folder is named and no model can be asked', [away, rules], { rules: 'a/mine' }, 'rules', true],
  ])('are %s', (_, circles, flags, named, alone) => {
    const panel = panelOf(circles, flags);
    expect([panel.rules, panel.alone !== undefined]).toEqual([named, alone]);
  });

  it.each<[string, Parameters<typeof panelOf>[1]]>([
    ['nobody chose', {}],
    ['a circle is named', { circle: 'default' }],
    ['experts are named', { experts: 'ada' }],
    ['they are named', { rules: 'rules' }],
    ['they alone are meant', { circle: 'rules' }],
    ['a folder of rules is named', { rules: './mine' }],
  ])('is nobody where there are rules that cannot be asked, whoever else can be: %s', (_, flags) => {
    const unbuilt = circle('rules', { available: 0 });
    for (const usual of [circle('default'), away]) {
      expect(() => panelOf([usual, unbuilt], flags)).toThrow(/rules of the circle "rules" cannot be asked now .* --no-rules/);
    }
  });

  it('is the circle that is asked where the server has no rules', () => {
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
    ...['2026-13-45', '2999-02-31', '2999-11-31', '31.01.2999', '2999-1-5', 'tomorrow', '31 January 2999', 'Q3 2999', '2999'].map(
      (day): [string, string, RegExp] => [
        `names no day, as ${day}`,
        `# circle:allow D1 we wait until ${day}`,
        new RegExp(`names no day as 2027-01-31 does: ${day}`),
      ],
    ),
  ])('does not hold where it %s, and that is told', (_, comment, why) => {
    const { raised, accepted, warnings } = accept([comment, 'a'], [raisedAt(2)]);
    expect([raised.length, accepted.length]).toEqual([1, 0]);
    expect(warnings).toEqual([expect.stringMatching(why)]);
  });

  const resource = raisedAt(2, { endLine: 4, rule: 'posture/P1' });
  it.each([0, 1, 2, 3, 4])('accepts what is found about a whole resource above it or at any of its lines (%i)', (at) => {
    const lines = ['a', 'b', 'c', 'd', 'e'];
    const text = at === 0 ? lines.with(0, '# circle:allow P1 why') : lines.with(at, `${lines[at]} # circle:allow P1 why until ${today}`);
    const { raised, warnings } = accept(text, [resource]);
    expect([raised.length, warnings.length]).toEqual(at === 4 ? [1, 1] : [0, 0]);
    const over = text.map((line) => line.replace('why', 'why until 2026-11-28').replace(` until ${today}`, ''));
    expect(accept(over, [resource])).toMatchObject({ raised: [resource], warnings: [expect.stringContaining('held until 2026-11-28')] });
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
