/** Findings that another tool hands over in SARIF: none of them is lost in silence. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { readSarif } from '../../../functions/cli/review/sarif-in.ts';

describe('SARIF of another tool', () => {
  const material = {
    kind: 'change' as const,
    files: [{ path: 'a b.yaml', notes: [], lines: [{ number: 3, mark: '+' as const, text: 'x' }] }],
    notShown: [],
    warnings: [],
  };
  const at = (uri: string, startLine?: number) => [{ physicalLocation: { artifactLocation: { uri }, region: { startLine } } }];
  const driver = { name: 'Check Ov!' };
  const read = (results: unknown, rules: unknown = []) => readRuns([{ tool: { driver: { ...driver, rules } }, results }]);
  function readRuns(runs: readonly unknown[], of: Parameters<typeof readSarif>[1] = material) {
    const path = join(mkdtempSync(join(tmpdir(), 'circle-sarif-')), 'x.sarif');
    writeFileSync(path, JSON.stringify({ version: '2.1.0', runs }));
    return readSarif(path, of);
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
    expect(warnings).toEqual([
      '1 result of check-ov left out: about lines that the change does not touch',
      '1 result of check-ov left out: about files that are not reviewed here',
      '1 result of check-ov left out: suppressed in the tool itself',
      '1 result of check-ov left out: the tool found nothing wrong there (pass)',
    ]);
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

  it('keeps what has no place, a file alone, or a line that there cannot be', () => {
    const results = [{}, { locations: null }, { locations: at('a%20b.yaml') }, { locations: at('a%20b.yaml', 0) }, { locations: [{}] }];
    expect(read(results).raised.map(({ file, line }) => [file, line])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
      ['a b.yaml', undefined],
      ['a b.yaml', undefined],
      [undefined, undefined],
    ]);
  });

  it('stands at each of its locations that the change touches', () => {
    const { raised, stood } = read([{ locations: [...at('x.yaml', 1), ...at('a b.yaml', 3), ...at('a b.yaml', 3), ...at('a b.yaml', 8)] }]);
    expect([raised.map(({ line }) => line), stood.map(({ line }) => line)]).toEqual([[3], [8]]);
  });

  it('is one expert in several runs, and tells of a run that has failed or lists nothing', () => {
    const one = { tool: { driver }, results: [{ locations: at('a b.yaml', 3) }] };
    const { reviewers, warnings } = readRuns([
      one,
      one,
      { tool: { driver }, invocations: [{ executionSuccessful: false }] },
      { tool: { driver }, results: [], externalPropertyFileReferences: { results: [{}] } },
    ]);
    expect(reviewers).toMatchObject([{ expert: 'check-ov', findings: 2 }]);
    expect(warnings).toEqual([
      'check-ov names no results: it may not have been run',
      'check-ov says that its run has failed',
      'check-ov keeps results in other files, which are not read',
    ]);
    expect(readRuns([]).warnings).toEqual([expect.stringContaining('holds no run')]);
  });

  it.each<[string, readonly object[], readonly string[]]>([
    ['has failed', [{ tool: { driver }, results: [], invocations: [{ executionSuccessful: false }] }], ['check-ov']],
    ['names no results', [{ tool: { driver } }], ['check-ov']],
    ['keeps its results elsewhere', [{ tool: { driver }, results: [], externalPropertyFileReferences: { results: [{}] } }], ['check-ov']],
    ['is not there', [], [expect.stringContaining('.sarif')]],
  ])('lets nothing be approved where a run %s', (_, runs, experts) => {
    expect(readRuns([...runs]).undone).toMatchObject({ experts });
    expect(readRuns([{ tool: { driver }, results: [] }]).undone).toBeUndefined();
  });

  it('takes a level that is not known for medium, and says so', () => {
    const { raised, warnings } = read([{ level: 'fatal', locations: at('a b.yaml', 3) }]);
    expect([raised[0]?.severity, warnings]).toEqual(['medium', ['1 result of check-ov with a level that is not known: taken as medium']]);
  });

  it('is suppressed by what somebody has accepted, and by nothing that was refused or waits', () => {
    const of = (...suppressions: object[]) => read([{ locations: at('a b.yaml', 3), suppressions }]).raised.length;
    expect([of({ kind: 'inSource' }), of({ status: 'rejected' }), of({}, { status: 'underReview' }), of()]).toEqual([0, 1, 1, 1]);
  });

  it('says its rule in the words of an extension, and its message in those of its rule', () => {
    const rules = [{ id: 'X1', messageStrings: { bad: { text: 'Bad {0} at {1}' } }, defaultConfiguration: { level: 'error' } }];
    const found = { rule: { id: 'X1', toolComponent: { index: 0 } }, message: { id: 'bad', arguments: ['port', '{0}'] } };
    const { raised } = readRuns([{ tool: { driver, extensions: [{ rules }] }, results: [{ ...found, locations: at('a b.yaml', 3) }] }]);
    expect(raised).toMatchObject([{ rule: 'check-ov/X1', severity: 'high', reason: 'Bad port at {0}' }]);
  });

  it.each<[string, object, object]>([
    ['relative', { uri: './a%20b.yaml' }, {}],
    ['not encoded', { uri: 'a b.yaml' }, {}],
    ['with slashes of the other sort', { uri: '.\\sub\\..\\a b.yaml' }, {}],
    ['of this folder', { uri: `file://${process.cwd()}/a%20b.yaml` }, {}],
    ['of a folder elsewhere', { uri: 'file:///elsewhere/x/a%20b.yaml' }, {}],
    ['of a drive', { uri: 'file:///D:/a/x/a%20b.yaml' }, {}],
    ['under a base', { uri: 'a%20b.yaml', uriBaseId: 'ROOT' }, { originalUriBaseIds: { ROOT: { uri: 'file:///src/' } } }],
    [
      'under a base of a base',
      { uri: 'a%20b.yaml', uriBaseId: 'SUB' },
      { originalUriBaseIds: { SUB: { uri: 'sub', uriBaseId: 'ROOT' }, ROOT: { uri: 'file:///src/' } } },
    ],
    [
      'under bases that lead to one another',
      { uri: 'a%20b.yaml', uriBaseId: 'A' },
      { originalUriBaseIds: { A: { uri: 'a/', uriBaseId: 'A' } } },
    ],
    ['under a base that is not said', { uri: 'a%20b.yaml', uriBaseId: '%SRCROOT%' }, {}],
    ['in a list of files', { index: 1 }, { artifacts: [{}, { location: { uri: 'a%20b.yaml' } }] }],
  ])('is found at an address %s', (_, artifactLocation, run) => {
    const results = [{ locations: [{ physicalLocation: { artifactLocation, region: { startLine: 3 } } }] }];
    expect(readRuns([{ tool: { driver }, ...run, results }]).raised).toMatchObject([{ file: 'a b.yaml', line: 3 }]);
  });

  test.prop([
    fc.array(fc.constantFrom('a%b.yaml', '100%.yaml', 'a b.yaml', 'ü%20.yaml', 'x/%zz.yaml', 'p%41.yaml'), { minLength: 1 }),
    fc.boolean(),
  ])('is found in a file whose name has percent signs, encoded or not', (names, encoded) => {
    const line = { number: 1, mark: '+' as const, text: 'x' };
    const files = [...new Set(names)].map((path) => ({ path, notes: [], lines: [line] }));
    const results = files.map(({ path }) => ({ locations: at(encoded ? path.split('/').map(encodeURIComponent).join('/') : path, 1) }));
    const { raised } = readRuns([{ tool: { driver }, results }], { ...material, files });
    expect(raised.map(({ file }) => file)).toEqual(files.map(({ path }) => path));
  });

  const anyResult = fc.record(
    {
      kind: fc.constantFrom('fail', 'pass', 'open', 'review', 'informational', 'notApplicable', 'new kind'),
      level: fc.constantFrom('error', 'none', 'odd'),
      baselineState: fc.constantFrom('new', 'absent', 'unchanged'),
      suppressions: fc.array(fc.record({ status: fc.constantFrom('accepted', 'rejected') }, { requiredKeys: [] }), { maxLength: 2 }),
      locations: fc.oneof(
        fc.constant(null),
        fc.array(
          fc
            .tuple(fc.constantFrom('a b.yaml', 'c.yaml', 'file:///x/y'), fc.constantFrom(undefined, 0, 3, 9))
            .map(([uri, line]) => at(uri, line)[0]),
          { maxLength: 3 },
        ),
      ),
    },
    { requiredKeys: [] },
  );
  test.prop([fc.array(anyResult, { maxLength: 8 })])('loses no result: each is kept, or said with its count', (results) => {
    const { raised, warnings } = read(results.map((result, index) => ({ ...result, message: { text: `result ${index}` } })));
    const kept = new Set(raised.map(({ reason }) => reason)).size;
    const left = warnings.filter((words) => words.includes('left out')).reduce((sum, words) => sum + Number.parseInt(words, 10), 0);
    expect(kept + left).toBe(results.length);
  });

  it('may have no results, and is refused where it is something else', () => {
    expect(read(null)).toMatchObject({ raised: [] });
    const path = join(mkdtempSync(join(tmpdir(), 'circle-sarif-')), 'x.sarif');
    writeFileSync(path, '{"results": []}');
    expect(() => readSarif(path, material)).toThrow(/is no SARIF/);
  });
});
