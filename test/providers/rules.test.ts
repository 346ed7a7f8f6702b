/** Rules as experts: what they vote, when they abstain, and what of a change counts. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { reviewOptions } from '../../shared/contract/review.ts';
import {
  type ReviewFile,
  type RuleFile,
  type RuleFinding,
  type RuleSource,
  type Ruling,
  ruleBlock,
  ruleVote,
} from '../../shared/contract/rules.ts';
import { severities } from '../../shared/contract/severity.ts';
import type { Rules, RulingRequest } from '../../shared/ports/rules.ts';
import { ruleExperts } from '../../shared/providers/rules.ts';
import { newFindings, newGaps } from '../../shared/review/rule-news.ts';
import { expectFailure, requestFor } from './ask-model.ts';

/** Rules that find each line that holds the name of their source; they read files that hold the word "kind". */
function namedLines(asked: RulingRequest[] = [], severity: RuleFinding['severity'] = 'high'): Rules {
  return {
    async judge(request) {
      asked.push(request);
      const { files, sources } = request;
      const findings = files.flatMap(({ path, text }) =>
        text
          .split('\n')
          .flatMap((line, index) =>
            sources.filter((source) => line.includes(source)).map((source) => findingOf({ source, file: path, line: index + 1, severity })),
          ),
      );
      const spoke = files.some(({ text }) => text.includes('kind'));
      return {
        files: files.map(({ path, text }) => ({ path, kind: 'sample', sources: text.includes('kind') ? [...sources] : [] })),
        notReviewed: [],
        findings,
        sources: sources.map((source) => sourceOf(source, spoke)),
      };
    },
  };
}

/** The same, with a file that could not be read to its end. */
function withGap(): Rules {
  return {
    judge: async (request) => ({ ...(await namedLines().judge(request)), notReviewed: [{ path: 'a.yaml', line: 2, why: 'no YAML' }] }),
  };
}

function findingOf(given: Partial<RuleFinding> = {}): RuleFinding {
  const base = { rule: 'r', severity: 'high', file: 'a.yaml', line: 1, endLine: 1, confidence: 'high', title: 't', why: 'w' } as const;
  return { ...base, source: 'docker', ...given };
}

function sourceOf(source: RuleSource, spoke: boolean): Ruling['sources'][number] {
  return { source, version: '1', rules: 3, spoke, vote: spoke ? 'approve' : 'abstain', reason: spoke ? '' : 'no file of its kinds' };
}

interface Asking {
  readonly files?: readonly ReviewFile[] | undefined;
  readonly panel?: readonly RuleSource[];
  readonly besideOthers?: boolean;
  readonly rules?: Rules;
  readonly options?: readonly string[];
  readonly team?: readonly RuleFile[];
}

function ask(asking: Asking) {
  const { files = [{ path: 'a.yaml', text: 'kind' }], panel = ['docker'], besideOthers = false, rules = namedLines() } = asking;
  const review = 'files' in asking && asking.files === undefined ? undefined : { files, panel, besideOthers };
  const seat = { provider: 'rules', expert: 'rules-docker', rules: ['docker' as const] } as const;
  return ruleExperts(rules).ask(
    requestFor(
      { ...seat, rules: [...seat.rules] },
      { kind: 'choice', options: asking.options ?? reviewOptions, review: review && { ...review, team: asking.team } },
    ),
  );
}

describe('an expert of rules', () => {
  it('rejects with its findings, which programs can read off its answer', async () => {
    const reply = await ask({ files: [{ path: 'a.yaml', text: 'kind\ndocker' }] });
    expect(reply).toMatchObject({ reading: { conclusion: 'reject', option: 2 }, usage: { inputTokens: 0, outputTokens: 0 } });
    expect(reply.abstains).toBeUndefined();
    expect(ruleBlock.read(reply.text)?.findings).toEqual([findingOf({ line: 2, endLine: 1 })]);
    expect(reply.text.endsWith('\n\nAnswer: reject')).toBe(true);
  });

  it("is given the team's own rules where one of their sources is asked, of a change both times, and else not", async () => {
    const team = [{ path: 'x.guard', text: 'rule x {}' }];
    const [asked, others]: [RulingRequest[], RulingRequest[]] = [[], []];
    const files = [{ path: 'a.yaml', text: 'kind', before: 'former' }];
    await ask({ team, files, panel: ['docker', 'team-guard'], rules: namedLines(asked) });
    expect(asked.map(({ rules }) => rules)).toEqual([team, team]);
    await ask({ team, files, rules: namedLines(others) });
    expect(others.map(({ rules }) => rules)).toEqual([undefined, undefined]);
  });

  it('approves where it has read something and found nothing', async () => {
    expect(await ask({})).toMatchObject({ reading: { conclusion: 'approve', option: 0 } });
  });

  it.each<[string, Asking, RegExp]>([
    ['no file is given', { files: undefined }, /brings no files/],
    ['the question has other options', { options: ['yes', 'no'] }, /offers something else/],
    ['no file is of its kinds', { files: [{ path: 'a.ts', text: 'let a;' }] }, /docker: no file of its kinds/],
    [
      'another set of rules found something',
      { files: [{ path: 'a', text: 'kind\nsecrets' }], panel: ['docker', 'secrets'] },
      /secrets found something/,
    ],
    ['somebody judges the whole, and it found nothing', { besideOthers: true }, /no judgement of the whole/],
    [
      'no rule has read one of the files, though it found nothing in the others',
      {
        files: [
          { path: 'a.yaml', text: 'kind' },
          { path: 'b.py', text: 'x' },
        ],
      },
      /no rule has read b\.py whole \(of no kind/,
    ],
    ['a file could be read in part only', { rules: withGap() }, /no rule has read a\.yaml whole \(no YAML\)/],
  ])('abstains where %s', async (_, asking, why) => {
    const reply = await ask(asking);
    expect(reply.abstains).toMatch(why);
    expect(reply.reading?.option).toBeUndefined();
  });

  it('objects all the same where not everything was read, and approves where a file is empty or deleted', async () => {
    expect(await ask({ files: [{ path: 'a.yaml', text: 'kind\ndocker' }], rules: withGap() })).toMatchObject({
      reading: { conclusion: 'reject' },
    });
    const deleted = { path: 'b.py', text: '', before: 'x' };
    expect(await ask({ files: [{ path: 'a.yaml', text: 'kind' }, deleted] })).toMatchObject({ reading: { conclusion: 'approve' } });
  });

  it('says what it found beside others, who cannot outvote that by silence', async () => {
    expect(await ask({ files: [{ path: 'a', text: 'kind\ndocker' }], besideOthers: true })).toMatchObject({
      reading: { conclusion: 'reject' },
    });
  });

  it('keeps what it has found that is low, and abstains beside an objection all the same', async () => {
    const low = namedLines([], 'low');
    const rules: Rules = {
      judge: async (request) => {
        const ruling = await low.judge(request);
        return { ...ruling, findings: [...ruling.findings, findingOf({ source: 'secrets' })] };
      },
    };
    const reply = await ask({ rules, files: [{ path: 'a.yaml', text: 'kind\ndocker' }], panel: ['docker', 'secrets'] });
    expect(reply.abstains).toMatch(/nothing above low, and secrets found something/);
    expect(ruleBlock.read(reply.text)?.findings).toHaveLength(1);
  });

  it('counts of a change only what the files did not have before', async () => {
    const asked: RulingRequest[] = [];
    const old = 'kind\n  docker: old';
    const files = [{ path: 'a.yaml', text: `kind\n\n${old.slice(5)}\ndocker: new`, before: old }];
    const reply = await ask({ files, rules: namedLines(asked) });
    expect(ruleBlock.read(reply.text)).toMatchObject({
      findings: [{ line: 4 }],
      before: 1,
      stood: [{ rule: 'docker/r', file: 'a.yaml', lines: [3] }],
    });
    expect(asked.map((request) => request.files.map(({ text, before }) => [text, before]))).toEqual([
      [[files[0]?.text, old]],
      [[old, undefined]],
    ]);
    expect(await ask({ files: [{ path: 'a.yaml', text: `${old}\n`, before: old }] })).toMatchObject({ reading: { conclusion: 'approve' } });
  });

  it.each([
    ['a statement of SQL is not new where it stood', 'SQL_UPDATE_WITHOUT_WHERE', 0],
    ['what a plan does is, each time', 'PLAN_DESTROYS', 1],
  ])('knows that %s', (_, rule, left) => {
    const text = 'UPDATE orders SET paid = true;\n';
    const found = (line: number) => [findingOf({ source: 'change', rule, file: 'a.sql', line })];
    expect(newFindings(found(2), found(1), [{ path: 'a.sql', text: `-- a remark\n${text}`, before: text }])).toHaveLength(left);
  });

  it('fails by name where the rules cannot be applied, and is asked again', async () => {
    const rules: Rules = { judge: () => Promise.reject(new Error('the child is gone')) };
    expect((await expectFailure(ask({ rules }), 'provider-error')).message).toMatch(/the child is gone/);
  });

  it('gives up where its time is over', async () => {
    const rules: Rules = { judge: () => Promise.withResolvers<Ruling>().promise };
    const review = { files: [{ path: 'a', text: '' }], panel: ['docker' as const], besideOthers: false };
    const request = requestFor({ provider: 'rules', rules: ['docker'] }, { kind: 'choice', options: reviewOptions, review, timeoutMs: 20 });
    await expectFailure(ruleExperts(rules).ask(request), 'timeout');
    const aborted = AbortSignal.abort(new Error('over'));
    await expect(ruleExperts(rules).ask({ ...request, signal: aborted })).rejects.toThrow('over');
  });

  it('keeps within what an answer may hold, with the worst findings, and says how many are left out', async () => {
    const many = Array.from({ length: 3000 }, (_, index) =>
      findingOf({ severity: index % 2 === 0 ? 'low' : 'critical', line: index + 1, why: 'x'.repeat(200) }),
    );
    const rules: Rules = {
      judge: async (request) => ({ ...(await namedLines().judge(request)), findings: many }),
    };
    const reply = await ask({ rules });
    const report = ruleBlock.read(reply.text);
    expect(Buffer.byteLength(reply.text)).toBeLessThan(300_000);
    expect((report?.findings.length ?? 0) + (report?.left ?? 0)).toBe(3000);
    expect(report?.findings.every(({ severity }) => severity === 'critical')).toBe(true);
  });
});

const anyFinding = fc.record({
  rule: fc.constantFrom('r1', 'r2'),
  severity: fc.constantFrom(...severities),
  file: fc.constantFrom('a', 'b'),
  line: fc.integer({ min: 1, max: 4 }),
  endLine: fc.constant(4),
  confidence: fc.constantFrom('high' as const, 'medium' as const, 'low' as const),
  title: fc.string(),
  why: fc.string({ unit: fc.constantFrom('`', '\n', '{', '"', '\u2028', 'Answer: approve') }),
  source: fc.constantFrom('docker' as const, 'change' as const),
});

describe('what rules say', () => {
  test.prop([fc.array(anyFinding, { maxLength: 12 })])('is read off the block as it was written, whatever words it holds', (findings) => {
    const report = { findings, left: 1, before: 2, files: [], notReviewed: [{ path: 'a', why: '```' }] };
    expect(ruleBlock.read(['some words', ...ruleBlock.write(report), '', 'Answer: reject'].join('\n'))).toEqual(report);
  });

  test.prop([fc.array(anyFinding, { maxLength: 12 }), anyFinding])('is never milder for one finding more', (findings, more) => {
    const rank = (list: readonly RuleFinding[]) => reviewOptions.indexOf(ruleVote(list));
    expect(rank([...findings, more])).toBeGreaterThanOrEqual(rank(findings));
  });

  test.prop([fc.array(anyFinding, { maxLength: 12 })])(
    'is nothing new of a file that has not changed, beside what a change does',
    (findings) => {
      const files = ['a', 'b'].map((path) => ({ path, text: '1\n2\n1\n2', before: '1\n2\n1\n2' }));
      expect(newFindings(findings, findings, files)).toEqual(findings.filter(({ source }) => source === 'change'));
      expect(newFindings(findings, [], files)).toEqual(findings);
    },
  );
});

/** Findings as sources give them: at an exact line, or about a whole resource. */
describe('what is new of a change', () => {
  const container = (name: string) => [`  - name: ${name}`, '    image: nginx', '    securityContext:', '      privileged: true'];
  const manifest = (...names: string[]) => ['kind: Pod', 'spec:', '  containers:', ...names.flatMap(container)].join('\n');
  const exact = (text: string): RuleFinding[] =>
    text
      .split('\n')
      .flatMap((line, index) =>
        line.includes('privileged: true') ? [findingOf({ file: 'p', line: index + 1, endLine: index + 1, resource: 'Pod/web' })] : [],
      );
  const whole = (text: string): RuleFinding[] =>
    text.includes('privileged: true')
      ? [findingOf({ file: 'p', endLine: text.split('\n').length, resource: 'Pod.web', title: 'Container should not be privileged' })]
      : [];
  const linesOf = (find: (text: string) => RuleFinding[], before: string, text: string) =>
    newFindings(find(text), find(before), [{ path: 'p', text, before }]).map(({ line }) => line);

  it.each([
    ['below the first', manifest('a', 'b'), [11]],
    ['above the first', manifest('b', 'a'), [7]],
    ['in place of the first', manifest('b'), [7]],
  ])('is a second privileged container %s', (_, text, lines) => {
    expect(linesOf(exact, manifest('a'), text)).toEqual(lines);
  });

  it('is a second privileged container where the rule speaks of the whole resource, and not another label of it', () => {
    expect(linesOf(whole, manifest('a'), manifest('a', 'b'))).toEqual([1]);
    expect(linesOf(whole, manifest('a'), `${manifest('a')}\n  restartPolicy: Never`)).toEqual([]);
  });

  it('is another port of the same rule in the same resource, though its line says the same', () => {
    const open = (port: number, line: number) =>
      findingOf({ file: 't', line, endLine: line, resource: 'sg', title: `A port is open to the internet: from port ${port}` });
    const text = Array.from({ length: 9 }, () => 'cidr = "0.0.0.0/0"').join('\n');
    const files = [{ path: 't', text, before: text }];
    expect(newFindings([open(3306, 2)], [open(22, 2)], files)).toHaveLength(1);
    expect(newFindings([open(22, 2), open(3306, 7)], [open(22, 2)], files)).toEqual([open(3306, 7)]);
    expect(newFindings([findingOf({ ...open(22, 2), resource: 'other' })], [open(22, 2)], files)).toHaveLength(1);
  });

  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1 });
  test.prop([names, names])('are exactly the containers that were not there, in whatever order they stand', (old, now) => {
    const text = manifest(...now);
    const added = now.filter((name) => !old.includes(name));
    const found = linesOf(exact, manifest(...old), text).map((line) => text.split('\n')[line - 4]?.slice(-1));
    expect(found).toEqual(added);
  });
});

describe('a file that a change leaves alone', () => {
  const alone = { path: 'b.yaml', text: 'x', before: 'x' };

  it('needs no reader, and what could not be read of it before keeps nobody from approving', async () => {
    const gap = { path: 'b.yaml', line: 1, why: 'no YAML' };
    const rules: Rules = { judge: async (request) => ({ ...(await namedLines().judge(request)), notReviewed: [gap] }) };
    const changed = { path: 'a.yaml', text: 'kind', before: 'former' };
    const reply = await ask({ files: [changed, alone], rules });
    expect(reply).toMatchObject({ reading: { conclusion: 'approve' } });
    expect(ruleBlock.read(reply.text)?.notReviewed).toEqual([]);
    // Whoever changes the file answers for the gap.
    expect((await ask({ files: [changed, { ...alone, text: 'y' }], rules })).abstains).toMatch(/no YAML/);
  });

  it.each<[string, Partial<ReviewFile>, number]>([
    ['is subtracted', {}, 0],
    ['counts where the file is renamed', { changed: [] }, 1],
    ['counts where the file is changed', { text: 'y' }, 1],
    ['counts where the file is new', { before: undefined }, 1],
  ])('has a gap that stood before: it %s', (_, given, left) => {
    const gap = { path: 'b.yaml', line: 2, why: 'no YAML' };
    expect(newGaps([gap], [gap], [{ ...alone, ...given }])).toHaveLength(left);
    expect(newGaps([gap], [{ ...gap, why: 'other' }], [{ ...alone, ...given }])).toHaveLength(1);
  });
});
