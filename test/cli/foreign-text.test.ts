/** Nothing foreign reaches a stream or a report as it came: whatever field of a consultation or of a review is hostile. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commentOf } from '../../functions/cli/review/comment.ts';
import { junitOf } from '../../functions/cli/review/junit.ts';
import { sarifOf } from '../../functions/cli/review/sarif.ts';
import { showReport } from '../../functions/cli/review/show-report.ts';
import { summaryOf } from '../../functions/cli/review/summary.ts';
import { showConsultation, showDeliveries, showOpinion, showTable } from '../../functions/cli/show.ts';
import { viewConsultation } from '../../shared/domain/consultation-view.ts';
import { plainJson, plainOutput } from '../../shared/domain/plain-text.ts';
import { parsePolicy } from '../../shared/review/gate.ts';
import { reportOf } from '../../shared/review/report.ts';
import { sampleRun, sampleVerdict } from '../ports/samples.ts';
import { answered, unanswered } from '../support/samples.ts';

const cli = join(import.meta.dirname, '../../functions/cli');
/** May touch a stream: the sink, and what starts before it. */
const sinks = new Set(['output.ts', 'streams.ts', 'circle.ts']);

describe('the streams of the command line', () => {
  it('are written to in one place', () => {
    const files = readdirSync(cli, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts') && !sinks.has(path));
    expect(files.length).toBeGreaterThan(30);
    const writing = files.filter((path) => /process\.std(?:out|err)\b|\bconsole\./.test(readFileSync(join(cli, path), 'utf8')));
    expect(writing).toEqual([]);
  });

  it('get colours of the stream that is written to, never those of a package that guesses', () => {
    const files = readdirSync(cli, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts') && path !== 'output.ts');
    expect(files.filter((path) => readFileSync(join(cli, path), 'utf8').includes("'picocolors'"))).toEqual([]);
  });
});

const esc = '\u001B';
const hostile = [
  'x\n::error title=forged::y',
  '  ::stop-commands::pwned',
  '##vso[task.setvariable variable=PATH]/tmp',
  "##teamcity[buildStatus text='ok']",
  `${esc}]52;c;cHduZWQ=\u0007${esc}[2J${esc}[Hstatus      decided`,
  'a\rstatus      decided\u0085b\u2028c',
  'a\u202Egnp.ts\u2066',
].join(' ');

/** Every text in a value, made hostile behind what it says. */
function poisoned<Value>(value: Value, keep: ReadonlySet<string>): Value {
  const visit = (part: unknown, key: string): unknown => {
    if (typeof part === 'string') return keep.has(key) ? part : `${part} ${hostile}`;
    if (Array.isArray(part)) return part.map((entry) => visit(entry, key));
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, entry]) => [name, visit(entry, name)]));
  };
  return visit(value, '') as Value;
}

function expectHarmless(shown: string): void {
  const bare = shown.replaceAll(/\p{Cc}\[[\d;]{1,20}m/gu, '');
  expect(bare).not.toMatch(/^\s*::/m);
  expect(bare).not.toMatch(/##(?:vso|teamcity)?\[/);
  expect(bare).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(bare.split('\n').filter((line) => /^\s*status {6}decided/.test(line)).length).toBeLessThanOrEqual(1);
}

const opinions = [answered('ada', 'yes'), answered('bob', 'no'), unanswered('cyd')];
const ended = { status: 'decided', endedBy: 'all', endedAt: '2026-03-01T10:00:02.500Z' } as const;

/** What code compares is kept: a server that lies in those is refused before. */
const words = new Set([
  'status',
  'kind',
  'endedBy',
  'type',
  'severity',
  'verdict',
  'rule',
  'answer?',
  'createdAt',
  'deadlineAt',
  'endedAt',
]);

describe('a consultation with hostile words in every field', () => {
  const verdict = sampleVerdict({ answer: 'yes', dissent: [{ expert: 'bob', answer: 'no' }] });
  const consultation = poisoned(
    { ...viewConsultation(sampleRun(ended), opinions, [], verdict), notice: 'n', failure: { type: 'F', message: 'm' } },
    words,
  );

  it('is shown harmlessly', () => {
    expectHarmless(plainOutput(showConsultation(consultation)));
    for (const opinion of consultation.opinions) expect(plainOutput(showOpinion(opinion)).split('\n')).toHaveLength(1);
    for (const opinion of consultation.opinions) expectHarmless(plainOutput(showOpinion(opinion)));
    expect(
      showTable([
        [hostile, hostile],
        ['a', hostile],
      ]).split('\n'),
    ).toHaveLength(2);
    expectHarmless(plainOutput(showTable([[hostile]])));
    expectHarmless(showDeliveries([]).join('\n'));
  });

  it('is JSON that steers nothing and says the same', () => {
    expectHarmless(plainJson(consultation));
    expect(JSON.parse(plainJson(consultation))).toEqual(consultation);
  });
});

describe('a review with hostile words in every field', () => {
  const finding = { severity: 'high', file: `a.ts`, line: 1, title: hostile, reason: hostile, suggestion: hostile };
  const elsewhere = { ...finding, file: `b ${hostile}`, title: `other ${hostile}` };
  const reply = `\`\`\`json\n${JSON.stringify([finding, elsewhere])}\n\`\`\`\nAnswer: revise`;
  const run = sampleRun({ ...ended, options: ['approve', 'revise', 'reject'] });
  const state = viewConsultation(
    run,
    [answered('ada', reply, { vote: 'revise' }), unanswered('cyd')],
    [],
    sampleVerdict({ answer: 'revise' }),
  );
  const material = {
    kind: 'change' as const,
    files: [{ path: 'a.ts', notes: [], lines: [{ number: 1, mark: '+' as const, text: hostile }] }],
    notShown: [{ path: `c ${hostile}`, reason: hostile, allowed: false }],
    warnings: [hostile],
  };
  const report = reportOf({ ...state, failure: { type: hostile, message: hostile }, notice: hostile }, material, parsePolicy('revise'));

  it.each<[string, () => string]>([
    ['on a terminal', () => showReport(report)],
    ['in JSON', () => plainJson(report)],
    ['in JUnit XML', () => junitOf(report)],
    ['in Markdown', () => summaryOf(report)],
    ['in a comment', () => commentOf(report)],
  ])('is told harmlessly %s', (_, write) => {
    expectHarmless(plainOutput(write()));
  });

  it('is told harmlessly in SARIF', () => {
    const [sarif] = JSON.parse(sarifOf(report, { version: '1', informationUri: 'https://example.org' })).runs;
    const texts = [...sarif.results, ...sarif.invocations[0].toolExecutionNotifications].map(({ message }) => message.text as string);
    expect(texts.length).toBeGreaterThan(3);
    for (const text of texts) expectHarmless(text);
  });

  it('forms no link, image, mention or tag in Markdown', () => {
    const marked = { ...report, notice: '![x](http://e) @all <img src=x> [l](javascript:1) | a' };
    expect(summaryOf(marked)).not.toMatch(/!\[|\]\(|@all|<img/);
    expect(commentOf(marked)).not.toMatch(/!\[|\]\(|@all|<img/);
  });
});
