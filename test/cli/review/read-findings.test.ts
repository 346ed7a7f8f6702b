/** What experts write instead of the list they are asked for, and what is read of it. */
import { describe, expect, it } from 'vitest';
import { readFindings } from '../../../shared/review/read-findings.ts';
import { readSeverity } from '../../../shared/review/read-severity.ts';

const entry = { severity: 'critical', file: 'src/a.ts', line: 3, title: 'SQL injection', reason: 'The name goes into the query.' };
const json = JSON.stringify(entry);
const fence = (text: string, language = 'json') => `\`\`\`${language}\n${text}\n\`\`\``;

/** Every reply of these lists the one entry, in its own way. */
const same: readonly (readonly [string, string])[] = [
  ['a closing empty list', `${fence(`[${json}]`)}\nAfter the fix:\n${fence('[]')}\nAnswer: reject`],
  ['an array of words behind it', `${fence(`[${json}]`)}\nUse ["a","b"] instead:\n${fence('["a","b"]')}\nAnswer: reject`],
  ['an example before it', `The form is ${fence('["severity", "file"]')}\n${fence(`[${json}]`)}`],
  ['a trailing comma', fence(`[${json.replace('}', ',}')},]`)],
  ['single quotes', fence(`[${json.replaceAll('"', "'")}]`)],
  ['comments', fence(`[ // the worst\n${json} /* no more */]`)],
  [
    'keys without quotes',
    fence(`[{severity: "critical", file: "src/a.ts", line: 3, title: "SQL injection", reason: "The name goes into the query."}]`),
  ],
  ['no fence, in a sentence', `I found this: [${json}], and nothing else.\nAnswer: reject`],
  ['no fence and single quotes', `[${json.replaceAll('"', "'")}]\nAnswer: reject`],
  ['tildes', `~~~json\n[${json}]\n~~~`],
  ['a fence within a list', `1. What I found:\n   \`\`\`json\n   [${json}]\n   \`\`\``],
  ['a single object', fence(json)],
  ['JSON lines', fence(`${json}\n`, 'jsonl')],
  ['an object of issues', fence(`{"issues": [${json}]}`)],
  ['an object of anything', fence(`{"review": {"verdict": "reject", "problems": [${json}]}}`)],
  ['lists by severity', fence(JSON.stringify({ critical: [{ ...entry, severity: undefined }], low: [] }))],
  ['lists by file', fence(JSON.stringify({ 'src/a.ts': [{ ...entry, file: undefined }] }))],
  ['files with their findings', fence(JSON.stringify([{ file: 'src/a.ts', findings: [{ ...entry, file: undefined }] }]))],
  ['the same in two blocks', `${fence(`[${json}]`)}\nIn short:\n${fence(`[${json}]`)}`],
  [
    'YAML',
    fence('- severity: critical\n  file: src/a.ts\n  line: 3\n  title: SQL injection\n  reason: The name goes into the query.', 'yaml'),
  ],
  ['severity "blocker"', fence(`[${json.replace('critical', 'blocker')}]`)],
  ['severity "Critical (9.8)"', fence(`[${json.replace('critical', 'Critical (9.8)')}]`)],
  ['severity in another language', fence(`[${json.replace('critical', 'kritisch')}]`)],
  [
    'level, path, line_number, message',
    fence(JSON.stringify([{ level: 'fatal', path: 'src/a.ts', line_number: 3, title: entry.title, message: entry.reason }])),
  ],
  [
    'location and description',
    fence(JSON.stringify([{ severity: 'CRITICAL', location: 'src/a.ts:3', issue: entry.title, description: entry.reason }])),
  ],
  [
    'an object for the place',
    fence(JSON.stringify([{ ...entry, file: undefined, line: undefined, location: { path: 'src/a.ts', startLine: 3 } }])),
  ],
  ['a column behind the line', fence(JSON.stringify([{ ...entry, file: 'src/a.ts:3:14', line: null }]))],
];

describe('an entry is read', () => {
  it.each(same)('with %s', (_, reply) => {
    expect(readFindings(reply)).toEqual({ findings: [entry], problem: null, cut: 0, unread: 0 });
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['no file', { file: undefined }, { file: undefined, line: 3 }],
    ['an empty file', { file: '' }, { file: undefined, line: 3 }],
    ['line 0', { line: 0 }, { line: undefined }],
    ['a line that is none', { line: 'somewhere' }, { line: undefined }],
    ['lines as a range', { line: undefined, lines: '3-7' }, { line: 3, endLine: 7 }],
    ['lines as a list', { line: undefined, lines: [3, 7] }, { line: 3, endLine: 7 }],
    ['lines as an object', { line: { start: 3, end: 7 } }, { line: 3, endLine: 7 }],
    ['start_line and end_line', { line: undefined, start_line: 3, end_line: '7' }, { line: 3, endLine: 7 }],
    ['no title', { title: undefined }, { title: 'The name goes into the query.' }],
    ['no reason', { reason: undefined }, { reason: 'SQL injection' }],
  ])('with %s, and kept with as much of a place as there is', (_, given, read) => {
    const { findings, problem } = readFindings(fence(JSON.stringify([{ ...entry, ...given }])));
    expect(problem).toBeNull();
    expect(findings).toEqual([Object.fromEntries(Object.entries({ ...entry, ...read }).filter(([, value]) => value !== undefined))]);
  });

  it('per file in a block each, the first of them critical', () => {
    const low = { ...entry, severity: 'low', file: 'src/b.ts', title: 'Naming' };
    expect(readFindings(`${fence(`[${json}]`)}\n${fence(JSON.stringify([low]))}\n${fence('[]')}`).findings).toEqual([entry, low]);
  });

  it.each([
    '- **Critical** `src/a.ts:3`: SQL injection. The name goes into the query.',
    '1. [CRITICAL] src/a.ts:3 - SQL injection: The name goes into the query.',
    '* Critical: src/a.ts:3: SQL injection. The name goes into the query.',
    '### Critical: src/a.ts:3: SQL injection\nThe name goes into the query.',
    '- 🔴 **Critical** (src/a.ts:3) SQL injection: The name goes into the query.',
  ])('from Markdown: %s', (item) => {
    expect(readFindings(`I looked at it.\n\n${item}\n\nAnswer: reject`)).toEqual({ findings: [entry], problem: null, cut: 0, unread: 0 });
  });

  it('from Markdown although an empty list stands behind it', () => {
    expect(readFindings(`- **Critical** src/a.ts:3: SQL injection. It is.\n${fence('[]')}`).findings).toMatchObject([
      { severity: 'critical' },
    ]);
  });
});

describe('what cannot be read is said', () => {
  it.each([
    ['an unknown severity', fence(`[${json.replace('critical', 'awful')}]`), /entry 1: severity names no severity/],
    ['a denied severity', fence(`[${json.replace('critical', 'not critical')}]`), /severity names no severity/],
    ['no severity', fence(JSON.stringify([{ ...entry, severity: undefined }])), /severity is missing/],
    ['sentences instead of entries', fence('{"issues": ["SQL injection in line 3"]}'), /1 entries are sentences/],
    ['a list that is cut off', `\`\`\`json\n[${json}, {"severity": "high", "tit`, /cut off/],
    ['a bare list that is cut off', `[${json}, {"severity": "high", "tit`, /cut off/],
    ['prose', 'The query in src/a.ts is built by hand.\nAnswer: revise', /there is no JSON list/],
    ['a list of which one item is none', '- **High**: it leaks. So it does.\n- and one more thing\n', /there is no JSON list/],
    ['nothing', '', /there is no JSON list/],
  ])('%s', (_, reply, problem) => {
    expect(readFindings(reply).problem).toMatch(problem);
  });

  it.each(['No findings.', 'I found no issues.\nAnswer: approve', '**Findings:** none'])('but "%s" is an empty list', (reply) => {
    expect(readFindings(reply)).toEqual({ findings: [], problem: null, cut: 0, unread: 0 });
  });

  it('keeps the severest of too many, wherever they stand, and counts the rest', () => {
    const many = Array.from({ length: 250 }, (_, index) => ({ ...entry, line: index + 1, severity: index < 240 ? 'low' : 'critical' }));
    const { findings, problem, cut } = readFindings(fence(JSON.stringify(many)));
    expect(findings).toHaveLength(200);
    expect(findings.filter(({ severity }) => severity === 'critical')).toHaveLength(10);
    expect({ problem, cut }).toEqual({ problem: null, cut: 50 });
  });
});

describe('beside an empty list', () => {
  const beside = (words: string) => readFindings(`${words}\n\n${fence('[]')}\nAnswer: approve`);

  it.each([
    '| Severity | File | Problem |\n|---|---|---|\n| **Critical** | src/a.ts:3 | SQL injection |',
    'Severity | Issue | Where | Details\n:--|:-:|--:|---\ncritical | SQL injection | `src/a.ts:3` | SQL injection',
  ])('a table is read: %s', (table) => {
    expect(beside(table)).toEqual({ findings: [{ ...entry, reason: 'SQL injection' }], problem: null, cut: 0, unread: 0 });
  });

  it.each([
    '| Critical | src/a.ts:3 | Remote code execution |',
    '| # | Sev | What |\n|---|---|---|\n| 1 | High | Remote code execution |',
    '- Remote code execution in src/a.ts (critical)',
    '- There is a critical hole in src/a.ts',
    '  - Severity: high. Remote code execution',
    '1. Remote code execution. Severity: **High**',
    '2) Remote code execution [blocker]',
    '### Remote code execution (high severity)',
    '### High risk: remote code execution\nIt runs whatever it is given.',
    '> - Remote code execution: **kritisch**',
    '- 远程执行：严重漏洞',
    '<finding severity="critical">Remote code execution</finding>',
    '```markdown\n- Remote code execution (high)\n```',
    'There is a critical SQL injection on line 3 that must be fixed before release.',
  ])('what looks like a finding is read, or told in its words: %s', (words) => {
    const { findings, problem } = beside(words);
    expect(findings.length > 0 || problem !== null).toBe(true);
    if (findings.length === 0) expect(problem).toMatch(/execution|执行|hole|injection/i);
  });

  it.each([
    'I looked at everything.\n- The error handling is right\n- Performance stays high\n- Important functions are tested',
    '- No critical issues were found\n- Nothing of high severity\n- Critical: none\n- **High:** 0',
    '### Critical\nNone.\n\n### High\nNone.\n\n### Medium issues\n- none',
    '| Severity | Count |\n|---|---|\n| Critical | 0 |\n| High | none |',
    '## Summary\nThe change is small, and medium in length.',
  ])('words without a finding are none: %s', (words) => {
    expect(beside(words)).toEqual({ findings: [], problem: null, cut: 0, unread: 0 });
  });
});

describe('beside a list with entries', () => {
  it('their summary in words says nothing new, but another finding does', () => {
    const listed = (words: string) => readFindings(`${words}\n${fence(`[${json}]`)}`).problem;
    expect(listed('### Critical\n- **Critical**: SQL injection in src/a.ts')).toBeNull();
    expect(listed('| Severity | What |\n|---|---|\n| critical | SQL injection |')).toBeNull();
    expect(listed('- **High**: a race in the scheduler')).toMatch(/beside the list .*scheduler/);
    const low = fence(`[${json.replace('critical', 'low')}]`);
    expect(readFindings(`- **Critical**: SQL injection\n${low}`).problem).toMatch(/beside the list/);
  });
});

describe('a name that stands twice in an entry', () => {
  it.each([
    '{"severity":"high","severity":"info","title":"t","reason":"r"}',
    '{"severity":"high","Severity":"info","title":"t","reason":"r"}',
    String.raw`{"severity":"high","title":"a \" {","sever\u0069ty":"info","reason":"r"}`,
    "{severity: 'high', title: 't', reason: 'r', severity: 'info'}",
  ])('is a problem: %s', (object) => {
    expect(readFindings(fence(`[${object}]`)).problem).toMatch(/"severity" twice/);
  });

  it('is none in two entries', () => {
    expect(
      readFindings(fence(`[${json}, ${json}, {"a": {"severity": "x"}, "severity": "low", "title": "severity: x"}]`)).problem,
    ).toBeNull();
  });
});

it('keeps both the message and the description', () => {
  const { findings } = readFindings(fence('[{"severity":"high","message":"It leaks","description":"A key goes into the log."}]'));
  expect(findings).toMatchObject([{ title: 'It leaks', reason: 'It leaks\nA key goes into the log.' }]);
});

describe('a severity', () => {
  it.each([
    ['BLOCKER', 'critical'],
    ['major', 'high'],
    ['warning', 'medium'],
    ['minor', 'low'],
    ['nit', 'low'],
    ['informational', 'info'],
    ['P0', 'critical'],
    ['medium-high', 'high'],
    ['🔴 High', 'high'],
    ['высокий', 'high'],
    ['严重', 'critical'],
    ['ｈｉｇｈ', 'high'],
    ['not critical', undefined],
    ['9.8', undefined],
    ['', undefined],
  ])('%s is %s', (written, severity) => {
    expect(readSeverity(written)).toBe(severity);
  });
});

describe('hostile replies', () => {
  it.each([
    ['brackets', '['.repeat(150_000)],
    ['braces', '{"a":'.repeat(40_000)],
    ['fences', '```\n['.repeat(40_000)],
    ['quotes', `[{"severity": "${'\\"'.repeat(100_000)}`],
    ['blanks', `[${' '.repeat(200_000)}{`],
    ['list signs', '- **'.repeat(60_000)],
    ['lists that are opened again and again', '[{"severity":"high","file":"a.ts","title":"t","reason":"r"},'.repeat(5000)],
    ['dots and slashes', `- **High** ${'a/'.repeat(100_000)}`],
  ])('of many %s are read in time', (_, reply) => {
    const before = performance.now();
    readFindings(reply);
    expect(performance.now() - before).toBeLessThan(4000);
  });
});

describe('a refusal beside an empty list', () => {
  const empty = '{"findings": []}';

  it.each([
    'However, there is a critical SQL injection in a.ts line 12: the id is concatenated.',
    'Blocking: a.ts line 12 has a SQL injection.',
    'I would not approve this change: a.ts line 12 builds SQL from user input.',
    '🔴 a.ts:12 SQL injection: the id is concatenated.',
    'This must be changed before merging since it is a SQL injection.',
    '::error file=a.ts,line=12::SQL injection',
    'a.ts:12:5: error: SQL injection',
    '  12:5  error  SQL injection  no-sql',
    '<finding><severity>high</severity><file>a.ts</file></finding>',
    'severity,file,line,title\nhigh,a.ts,12,SQL injection',
    '**a.ts:12** — SQL injection, severity high',
    '`a.ts` line 12 concatenates user input into SQL (critical).',
    'Critical: SQL injection in a.ts line 12',
    '<details><summary>Critical: SQL injection</summary>a.ts:12</details>',
    'In src/db/a.ts, at line 12, there is a blocker.',
  ])('what refuses the change is noticed, in front of it and behind it: %s', (words) => {
    for (const answer of [`${words}\n\n${empty}`, `${empty}\n\n${words}`]) expect(readFindings(answer).problem).not.toBeNull();
  });

  it.each([
    '{"verdict":"reject","reason":"SQL injection in a.ts line 12","findings":[]}',
    '{"must_fix":["SQL injection in a.ts:12"],"findings":[]}',
    '{"approved": false, "findings": []}',
    '{"blocking": true, "findings": []}',
    '{"critical_count": 1, "findings": []}',
    '{"counts": {"critical": 1, "low": 0}, "findings": []}',
    '{"summary": "critical SQL injection in a.ts:12", "findings": []}',
    '{"findings":[',
    '```json\n{"findings": [\n',
  ])('a block that refuses, or that is cut off, is noticed: %s', (answer) => {
    expect(readFindings(answer).problem).not.toBeNull();
  });

  it.each([
    'There is no critical fault in this change.',
    'Blocking: none.',
    '🔴 none',
    'Nothing must be changed before merging.',
    'I would approve this change.',
    'It would be a fault if there is a critical section without a lock, which there is not.',
    '0 errors, 0 warnings',
    'Critical: none',
    'Critical – 0 findings',
    'I looked at a.ts:12 and at a.ts line 30, and found nothing critical.',
    'a.ts:12 has no high-severity fault.',
  ])('what finds nothing stays silence: %s', (words) => {
    expect(readFindings(`${words}\n\n${empty}`)).toMatchObject({ findings: [], problem: null });
  });

  it.each([
    '{"verdict":"approve","findings":[]}',
    '{"must_fix":[],"findings":[]}',
    '{"approved": true, "blocking": false, "critical_count": 0, "findings": []}',
    '{"summary": "no critical faults", "findings": []}',
    '{"counts": {"critical": 0, "high": 0}, "findings": []}',
  ])('a block that approves is silence: %s', (answer) => {
    expect(readFindings(answer)).toMatchObject({ findings: [], problem: null });
  });
});
