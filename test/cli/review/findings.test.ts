import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { severities } from '../../../shared/contract/severity.ts';
import type { RaisedFinding } from '../../../shared/review/alike-findings.ts';
import { mergeFindings } from '../../../shared/review/merge-findings.ts';
import { readFindings } from '../../../shared/review/read-findings.ts';

const entry = { severity: 'high', file: 'a.ts', line: 3, title: 'SQL injection', reason: 'The name goes into the query unescaped.' };
const fenced = (value: unknown) => `Reasons:\n\`\`\`json\n${JSON.stringify(value)}\n\`\`\`\nAnswer: revise`;

describe('the findings in an answer', () => {
  it('are read from the last fenced list', () => {
    const answer = `\`\`\`json\n["an example"]\n\`\`\`\n${fenced([entry])}`;
    expect(readFindings(answer)).toEqual({ findings: [entry], problem: null, cut: 0, unread: 0 });
    expect(readFindings(fenced([]))).toEqual({ findings: [], problem: null, cut: 0, unread: 0 });
  });

  it.each([
    ['a list without a fence', `I looked at it [closely].\n${JSON.stringify([entry], undefined, 2)}\nAnswer: revise`],
    ['a list in an object', fenced({ findings: [entry] })],
    ['a fence without a word', fenced([entry]).replace('```json', '```')],
    [
      'numbers as words, names in capitals and nothing as null',
      fenced([{ ...entry, severity: 'HIGH ', line: 'L3', suggestion: null, cwe: 89 }]),
    ],
  ])('may be written as %s', (_, answer) => {
    expect(readFindings(answer)).toEqual({ findings: [entry], problem: null, cut: 0, unread: 0 });
  });

  it('may give lines as a range in words', () => {
    expect(readFindings(fenced([{ ...entry, line: '3-7' }])).findings).toEqual([{ ...entry, endLine: 7 }]);
  });

  it('that are wrong are counted and named, and the others stand', () => {
    const { findings, problem } = readFindings(
      fenced([entry, { ...entry, severity: 'awful' }, 'text', { ...entry, title: ' ', reason: '' }]),
    );
    expect(findings).toEqual([entry]);
    expect(problem).toMatch(
      /^3 of its findings could not be read: entry 2: severity .*awful.*; entry 3: .*; entry 4: title must not be empty \(.*\)$/,
    );
  });

  it.each([
    ['none', 'It looks fine.\nAnswer: approve', 0],
    ['broken', '```json\n[{"severity": "high",\n```\nAnswer: revise', 1],
  ])('that are %s are said to be unreadable', (_, answer, unread) => {
    expect(readFindings(answer)).toEqual({ findings: [], problem: expect.stringContaining('could not be read'), cut: 0, unread });
  });

  it('hold nothing that steers a terminal', () => {
    const [found] = readFindings(fenced([{ ...entry, title: `\u001b[2Jwiped\u0007`, reason: 'a\u202eb' }])).findings;
    expect(found).toMatchObject({ title: '[2Jwiped', reason: 'ab' });
  });
});

const material = {
  files: ['a.ts', 'b.ts'].map((path) => ({
    path,
    notes: [],
    lines: Array.from({ length: 40 }, (_, index) => ({ number: index + 1, mark: ' ' as const, text: '' })),
  })),
  notShown: [{ path: 'i.png', reason: 'a binary file', allowed: false }],
};

const raised = (expert: string, overrides: Partial<RaisedFinding> = {}): RaisedFinding => ({
  ...entry,
  severity: 'high',
  expert,
  ...overrides,
});

describe('findings of several experts', () => {
  it('are one if they speak of the same thing at the same place, with the worst severity and all who raised it', () => {
    const merged = mergeFindings(
      [
        raised('bob', {
          severity: 'critical',
          title: 'Query built from user input',
          reason: 'SQL injection: the name is part of the query.',
          line: 4,
        }),
        raised('ada', { suggestion: 'Use a parameter.' }),
      ],
      material,
    );
    expect(merged).toMatchObject([
      { severity: 'critical', line: 4, experts: ['ada', 'bob'], suggestion: 'Use a parameter.', misplaced: null },
    ]);
  });

  it.each<[string, Partial<RaisedFinding>]>([
    ['another file', { file: 'b.ts' }],
    ['lines far away', { line: 30 }],
    ['another thing', { title: 'Socket leak', reason: 'Nobody closes this connection when reading fails.' }],
  ])('stay apart if they speak of %s', (_, overrides) => {
    expect(mergeFindings([raised('ada'), raised('bob', overrides)], material)).toHaveLength(2);
  });

  it.each([
    ['x', 'y'],
    ['It', 'can be used'],
    ['!', '?'],
    ['错', '错'],
  ])('are one if they say the same, even in words that tell nothing: %s, %s', (title, reason) => {
    const all = ['ada', 'bob', 'cyd'].map((expert) => raised(expert, { title, reason }));
    expect(mergeFindings(all, material).map(({ experts }) => experts)).toEqual([['ada', 'bob', 'cyd']]);
  });

  it('stay apart if one expert lists them apart', () => {
    expect(mergeFindings([raised('ada'), raised('ada', { title: 'SQL injection again', line: 4 })], material)).toHaveLength(2);
  });

  it('at places that do not exist are shown without them, and say so', () => {
    const merged = mergeFindings(
      [raised('ada', { line: 99 }), raised('bob', { file: 'c.ts' }), raised('cyd', { file: 'i.png', line: 1 })],
      material,
    );
    expect(merged.map(({ file, line, misplaced }) => ({ file, line, misplaced }))).toEqual([
      { file: 'a.ts', line: null, misplaced: 'a.ts:99' },
      { file: 'i.png', line: null, misplaced: 'i.png:1' },
      { file: null, line: null, misplaced: 'c.ts:3' },
    ]);
  });

  it('come worst first, then what most experts raised, then by place', () => {
    const merged = mergeFindings(
      [
        raised('ada', { severity: 'low', title: 'Naming', reason: 'unclear word', file: 'b.ts' }),
        raised('ada', { file: './a.ts', line: 20, title: 'Leak', reason: 'handle open' }),
        raised('bob', { file: 'b/a.ts', line: 20, title: 'Leak', reason: 'handle stays open' }),
        raised('ada', { line: 1, title: 'Race', reason: 'two writers' }),
        raised('ada', { severity: 'critical', file: 'b.ts', title: 'Loss', reason: 'rows vanish' }),
      ],
      material,
    );
    expect(merged.map(({ title }) => title)).toEqual(['Loss', 'Leak', 'Race', 'Naming']);
  });

  const words = fc.array(fc.constantFrom('sql', 'query', 'leak', 'lock', 'socket', 'race', 'input', 'user'), {
    minLength: 1,
    maxLength: 4,
  });
  const anyFinding: fc.Arbitrary<RaisedFinding> = fc.record({
    expert: fc.constantFrom('ada', 'bob', 'cyd', 'dot'),
    severity: fc.constantFrom(...severities),
    file: fc.constantFrom('a.ts', 'b.ts', 'c.ts'),
    line: fc.integer({ min: 1, max: 45 }),
    title: words.map((list) => list.join(' ')),
    reason: words.map((list) => list.join(' ')),
  });

  test.prop([
    fc
      .array(anyFinding, { maxLength: 15 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
  ])('are the same in whatever order the experts answer, and nobody who raised one is lost', ([list, shuffled]) => {
    const merged = mergeFindings(list, material);
    expect(mergeFindings(shuffled, material)).toEqual(merged);
    expect(new Set(merged.flatMap(({ experts }) => experts))).toEqual(new Set(list.map(({ expert }) => expert)));
    expect(merged.length).toBeLessThanOrEqual(list.length);
    const worst = (findings: readonly { severity: (typeof severities)[number] }[]) =>
      Math.min(...findings.map(({ severity }) => severities.indexOf(severity)));
    expect(worst(merged)).toBe(worst(list));
  });
});

describe('what each of three experts lists apart', () => {
  const fields = ['name', 'email', 'age', 'city', 'street', 'phone'];
  const words = [
    (field: string) => ({ title: `SQL injection by ${field}`, reason: `The ${field} goes into the query unescaped.` }),
    (field: string) => ({ title: `Unsanitised ${field}`, reason: `An attacker may put SQL into the ${field}.` }),
    (field: string) => ({ title: `Query built from ${field}`, reason: `Concatenation of ${field}: pass it as a parameter.` }),
  ];

  it.each([4, 20, 38])('on %i lines one below the other is as many findings, each held by all, the critical one included', (count) => {
    const all = ['ada', 'bob', 'cyd'].flatMap((expert, at) =>
      Array.from({ length: count }, (_, index) =>
        raised(expert, {
          ...words[at]?.(`${fields[index % fields.length]}${index}`),
          line: index + 1,
          severity: index === count - 1 ? 'critical' : 'high',
        }),
      ),
    );
    const merged = mergeFindings(all, material);
    expect(merged).toHaveLength(count);
    expect(merged.every(({ experts }) => experts.length === 3)).toBe(true);
    expect(merged.filter(({ severity }) => severity === 'critical')).toMatchObject([{ line: count }]);
  });

  it('on one line stays as many', () => {
    const all = ['ada', 'bob', 'cyd'].flatMap((expert, at) => fields.map((field) => raised(expert, { ...words[at]?.(field), line: 3 })));
    expect(mergeFindings(all, material)).toHaveLength(fields.length);
  });
});

describe('a place that an expert names', () => {
  const file = (path: string, notes: readonly string[] = []) => ({
    path,
    notes,
    lines: [
      { number: null, mark: '-' as const, text: 'gone' },
      { number: 1, mark: ' ' as const, text: 'kept' },
    ],
  });
  const shown = {
    files: [file('src/new.ts', ['renamed from src/old.ts']), file('\u00e9.ts'), file('gone.ts', ['deleted']), file('src/w.ts')],
    notShown: [],
  };

  it.each([
    ['by its old name', 'src/old.ts', 'src/new.ts'],
    ['as its heading stands', 'src/new.ts (renamed from src/old.ts)', 'src/new.ts'],
    ['with the heading\u2019s sign', '=== src/new.ts', 'src/new.ts'],
    ['in another normal form', 'e\u0301.ts', '\u00e9.ts'],
    ['with the prefix of a diff', 'b/src/w.ts', 'src/w.ts'],
    ['with the slashes of Windows', 'src\\w.ts', 'src/w.ts'],
    ['from where it stands', './src/w.ts', 'src/w.ts'],
  ])('%s is found', (_, named, path) => {
    expect(mergeFindings([raised('ada', { file: named, line: 1 })], shown)).toMatchObject([{ file: path, line: 1, misplaced: null }]);
  });

  it('on a line that was removed keeps its file', () => {
    expect(mergeFindings([raised('ada', { file: 'gone.ts', line: 2 })], shown)).toMatchObject([
      { file: 'gone.ts', line: null, misplaced: 'gone.ts:2' },
    ]);
  });
});
