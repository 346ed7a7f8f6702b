/** Rules in a review, on the whole path: the command as a process, embedded mode, a child that speaks as the binary with the rules does. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { circleClient } from '../../shared/client/client.ts';
import { reviewReport } from '../../shared/contract/review.ts';
import { judgeable } from '../../shared/review/judgements.ts';
import { runCircle } from '../support/circle-command.ts';
import { callTool, connect, overHttp } from '../support/mcp.ts';
import { openInProcess } from './in-process-target.ts';
import { type KnowledgeFolder, writeKnowledge } from './knowledge-folder.ts';
import type { OpenTarget } from './target.ts';

const child = join(import.meta.dirname, '../ports/fixtures/rules.mjs');
const latest = 'FROM node:latest\n';
const pinned = 'FROM node:24.1.0\n';

/** An expert that approves of everything, and finds the tag in other words; the circle `absent` names one that cannot be asked. */
const model =
  '```json\n[{"severity":"medium","file":"Dockerfile","line":1,"title":"Moving tag","reason":"FROM node:latest moves."}]\n```\nAnswer: approve';

/** The name by which experts are shown what `docker-1` finds in the first line. */
const [moving] = judgeable([
  { expert: 'rules-docker', severity: 'high', file: 'Dockerfile', line: 1, title: latest.trim(), reason: '', rule: 'docker/docker-1' },
]).keys();

/** An expert that disputes what rules have found, where it is shown that. */
const doubt = [
  {
    match: '<rules-[0-9a-f]{16}>',
    answer: fencedJson([], { judgements: [{ id: moving, judgement: 'false', reason: 'The image is ours.' }] }),
  },
  { answer: fencedJson([]) },
];

function fencedJson(...blocks: readonly unknown[]): string {
  return [...blocks.map((block) => `\`\`\`json\n${JSON.stringify(block)}\n\`\`\``), 'Answer: approve'].join('\n');
}

let knowledge: KnowledgeFolder;
let target: OpenTarget;
let folder: string;

beforeAll(async () => {
  const rules = {
    'rules-docker': { provider: 'rules', rules: ['docker' as const] },
    'rules-secrets': { provider: 'rules', rules: ['secrets' as const] },
  };
  knowledge = writeKnowledge({
    experts: {
      ...rules,
      ada: { provider: 'scripted', model: 'ada', script: 'ada.jsonl' },
      cyd: { provider: 'scripted', model: 'cyd', script: 'cyd.jsonl' },
      keyless: { provider: 'openai', model: 'm', key: 'NOT_SET' },
    },
    circles: {
      default: { experts: ['keyless'], unavailable: 'skip' },
      models: { experts: ['ada'], quorum: 1 },
      doubting: { experts: ['cyd'], quorum: 1 },
      mixed: { experts: ['ada', 'rules-docker'], quorum: 1 },
      rules: { experts: Object.keys(rules), quorum: 1, learning: 'off' },
    },
  });
  writeFileSync(join(knowledge.path, 'ada.jsonl'), `${JSON.stringify({ answer: model })}\n`);
  writeFileSync(join(knowledge.path, 'cyd.jsonl'), doubt.map((line) => `${JSON.stringify(line)}\n`).join(''));
  target = await openInProcess(knowledge.path, child);
}, 900_000);
afterAll(async () => {
  await target?.close();
  knowledge?.remove();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'circle-rules-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
const client = () => circleClient({ url: target.url, key: target.key });
const git = (...argv: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...argv], { cwd: folder, encoding: 'utf8' });
async function review(...parameters: string[]) {
  const environment = { CIRCLE_URL: target.url, CIRCLE_API_KEY: target.key };
  const outcome = await runCircle(['review', ...parameters, '--json', 'r.json'], { folder, environment });
  const report = existsSync(join(folder, 'r.json'))
    ? reviewReport.parse(JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8')))
    : undefined;
  return { ...outcome, report };
}

describe('the rules alone', () => {
  it('refuse with the right line where no model can be asked, and say that they are alone', async () => {
    write('Dockerfile', `# first\n${latest}`);
    const { code, stdout, report } = await review('Dockerfile');
    expect(code, stdout).toBe(1);
    expect(stdout).toMatch(/^No model can be asked, so the rules alone have reviewed this/);
    expect(stdout).toMatch(/\nhigh +Dockerfile:2 {2}FROM node:latest\n.*\n +raised by rules-docker \(docker\/docker-1\)\n/);
    expect(stdout).toMatch(/\nabstained, their rules found nothing above low: rules-secrets\n/);
    expect(stdout).toMatch(/\nREJECT · 1 finding · cost \$0\.0000 · consultation /);
    expect(report).toMatchObject({
      verdict: 'reject',
      exitCode: 1,
      circle: 'rules',
      confidence: null,
      findings: [{ rules: ['docker/docker-1'] }],
    });
  });

  it('approve where all of them are silent, with no chance of being right', async () => {
    write('Dockerfile', pinned);
    const { code, report } = await review('Dockerfile');
    expect(code).toBe(0);
    expect(report).toMatchObject({ verdict: 'approve', confidence: null, experts: [{ vote: 'approve' }, { vote: 'approve' }] });
    const ended = await client().get(report?.consultation ?? '');
    expect(ended).toMatchObject({
      status: 'decided',
      verdict: { answer: 'approve', confidence: null },
      review: { files: [{ path: 'Dockerfile', bytes: pinned.length }] },
    });
  });

  it('approve nothing that no rule reads, unless somebody allows it by name', async () => {
    write('Dockerfile', pinned);
    write('main.ts', 'export {};\n');
    const [open, allowed] = [await review('Dockerfile', 'main.ts'), await review('Dockerfile', 'main.ts', '--allow-unseen', '*.ts')];
    expect(open).toMatchObject({ code: 2, report: { rule: 'not-shown', notReviewed: [{ path: 'main.ts', allowed: false }] } });
    expect(allowed).toMatchObject({ code: 0, report: { notReviewed: [{ path: 'main.ts', allowed: true }] } });
  });

  it('count of a change only what it adds, and say what stood there before', async () => {
    git('init', '-q');
    write('Dockerfile', latest);
    git('add', '.');
    git('commit', '-qm', 'one');
    write('Dockerfile', `# a comment\n${latest}`);
    const kept = await review('--diff', 'HEAD');
    expect(kept).toMatchObject({ code: 0, stdout: expect.stringContaining('not counted: 1 finding of rules that stood there before') });
    write('Dockerfile', `${latest}FROM other:latest\n`);
    expect(await review('--diff', 'HEAD')).toMatchObject({
      code: 1,
      report: { before: 1, findings: [{ line: 2, title: 'FROM other:latest' }] },
    });
  });

  it('name a credential as a finding, and see none of it', async () => {
    write('Dockerfile', `${pinned}ENV AWS_KEY=AKIA${'J7QX2MZ4T6WD3RBK'}\n`);
    const { code, report } = await review('Dockerfile');
    expect(code).toBe(1);
    expect(report?.findings).toMatchObject([{ severity: 'critical', line: 2, experts: ['credentials'] }]);
    expect(JSON.stringify(report)).not.toContain('J7QX2MZ4T6WD3RBK');
  });

  it('can be left out, and are missed where another circle of theirs is named that there is not', async () => {
    write('Dockerfile', latest);
    expect(await review('Dockerfile', '--no-rules', '--circle', 'models')).toMatchObject({ report: { experts: [{ expert: 'ada' }] } });
    expect(await review('Dockerfile', '--rules', 'nobody')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no circle "nobody"'),
    });
  });
});

describe('a review by POST /v1/reviews', () => {
  const change = { path: 'Dockerfile', text: `# new\n${latest}FROM other:latest\n`, before: latest };

  it('waits for the rules, and reports what a change adds', async () => {
    const { report, status } = await client().review({ files: [change] }, { waitSeconds: 20 });
    expect(status).toBe('decided');
    expect(report).toMatchObject({ verdict: 'reject', exitCode: 1, before: 1, circle: 'rules' });
    expect(report?.findings).toMatchObject([{ file: 'Dockerfile', line: 3, experts: ['rules-docker'], rules: ['docker/docker-1'] }]);
  });

  it('accepts what a baseline of the command lists, and passes nothing that no rule has read', async () => {
    write('Dockerfile', latest);
    await review('Dockerfile', '--write-baseline');
    const baseline = JSON.parse(readFileSync(join(folder, '.circle-baseline.json'), 'utf8'));
    const files = [{ path: 'Dockerfile', text: latest }];
    const { report } = await client().review({ files, baseline }, { waitSeconds: 20 });
    expect(report).toMatchObject({ verdict: 'approve', exitCode: 0, accepted: [{ rule: 'docker/docker-1', by: 'baseline' }] });
    const more = await client().review({ files: [...files, { path: 'x.ts', text: 'let x;' }], baseline }, { waitSeconds: 20 });
    expect(more.report).toMatchObject({ exitCode: 2, rule: 'not-shown', notReviewed: [{ path: 'x.ts', allowed: false }] });
    expect(await client().getReview(more.id)).toEqual(more);
  });

  it('joins what models and rules of one circle find, and forbids what rules object to', async () => {
    const { report } = await client().review(
      { files: [{ path: 'Dockerfile', text: latest }], circle: 'mixed', quorum: 1 },
      { waitSeconds: 20 },
    );
    expect(report).toMatchObject({
      verdict: 'reject',
      exitCode: 1,
      circle: 'mixed',
      findings: [{ severity: 'high', experts: ['ada', 'rules-docker'] }],
    });
  });
});

describe('rules beside models', () => {
  it('hold a finding together with the model that raised it, and forbid what it approves', async () => {
    write('Dockerfile', latest);
    const { code, report } = await review('Dockerfile', '--circle', 'models');
    expect(code).toBe(1);
    expect(report).toMatchObject({
      verdict: 'reject',
      circle: 'models',
      findings: [{ severity: 'high', experts: ['ada', 'rules-docker'] }],
    });
    expect(report?.ruleConsultations).toHaveLength(1);
    const { opinions } = await client().get(report?.consultation ?? '');
    expect(opinions.map(({ expert }) => expert)).toEqual(['ada']);
  });

  it('are shown to models, and stand where these dispute them, which is told', async () => {
    write('Dockerfile', latest);
    const { code, stdout, report } = await review('Dockerfile', '--circle', 'doubting');
    expect(code).toBe(1);
    const judged = [{ expert: 'cyd', judgement: 'false', reason: 'The image is ours.' }];
    expect(report).toMatchObject({ verdict: 'reject', findings: [{ experts: ['rules-docker'], judged }] });
    expect(report?.because).toContain('1 finding of rules is disputed by experts');
    expect(stdout).toContain('disputed by cyd (false) because The image is ours.');
    expect((await client().get(report?.consultation ?? '')).question).toContain(
      `${moving} high Dockerfile:1 docker/docker-1: FROM node:latest`,
    );
  });

  it('refuse where nobody else can be asked', async () => {
    write('Dockerfile', latest);
    const { code, stdout, stderr } = await review('Dockerfile', '--circle', 'models', '--quorum', '2');
    expect(code).toBe(1);
    expect(stderr).toMatch(/quorum/);
    expect(stdout).toMatch(/^The circle could not be asked/);
  });

  it('abstain in a panel of both where they find nothing, and object where they find something', async () => {
    const ask = (text: string) =>
      client().consult({
        ...{ question: 'May it go out?', kind: 'choice', options: ['approve', 'revise', 'reject'], circle: 'mixed' },
        review: { files: [{ path: 'Dockerfile', text }] },
      });
    const statuses = async (text: string) => (await ask(text)).opinions.map(({ expert, status, vote }) => [expert, status, vote]);
    expect(new Set(await statuses(pinned))).toEqual(
      new Set([
        ['ada', 'answered', 'approve'],
        ['rules-docker', 'abstained', undefined],
      ]),
    );
    expect(await statuses(latest)).toContainEqual(['rules-docker', 'answered', 'reject']);
  });
});

describe('what is accepted', () => {
  it('is written into a baseline, which then lets it pass until it is found no more', async () => {
    write('Dockerfile', latest);
    expect(await review('Dockerfile', '--write-baseline')).toMatchObject({ code: 1 });
    const passed = await review('Dockerfile');
    expect(passed).toMatchObject({
      code: 0,
      report: { verdict: 'approve', findings: [], accepted: [{ rule: 'docker/docker-1', by: 'baseline' }] },
    });
    expect(passed.stdout).toContain('accepted by the baseline: docker/docker-1 at Dockerfile:1');
    write('Dockerfile', pinned);
    expect((await review('Dockerfile')).stdout).toContain('which is not found any more');
  });

  it('is read as it stands before a change, so that no change accepts its own findings', async () => {
    git('init', '-q');
    write('Dockerfile', pinned);
    git('add', '.');
    git('commit', '-qm', 'one');
    write('Dockerfile', latest);
    await review('--diff', 'HEAD', '--write-baseline');
    git('add', '.circle-baseline.json');
    expect(await review('--diff', 'HEAD', '--allow-unseen', '*.json')).toMatchObject({ code: 1 });
    git('commit', '-qm', 'two');
    expect(await review('--diff', 'HEAD')).toMatchObject({ code: 0, report: { accepted: [{ by: 'baseline' }] } });
  });

  it('stands in a comment with its reason and its last day', async () => {
    write('Dockerfile', `# circle:allow docker-1 the base of our own, until 2999-01-31\n${latest}`);
    const { code, report } = await review('Dockerfile');
    expect(code).toBe(0);
    expect(report?.accepted).toMatchObject([{ by: 'comment', reason: 'the base of our own,', until: '2999-01-31', line: 2 }]);
    write('Dockerfile', `# circle:allow docker-1\n${latest}`);
    expect(await review('Dockerfile')).toMatchObject({ code: 1, stdout: expect.stringContaining('it gives no reason') });
  });
});

describe('an agent', () => {
  it('has rules read a change, and gets what is new in it with its lines', async () => {
    const agent = await connect(overHttp(target.url, target.key));
    const files = [{ path: 'Dockerfile', text: `${latest}FROM other:latest\n`, before: latest }];
    const { isError, text, structured } = await callTool(agent, 'review_change', { files });
    expect([isError, text]).toEqual([
      false,
      expect.stringMatching(/^reject: 1 findings, 1 more stood there before[\s\S]*high Dockerfile:2 FROM other:latest/),
    ]);
    expect(structured).toMatchObject({
      answer: 'reject',
      before: 1,
      left: 0,
      findings: [{ file: 'Dockerfile', line: 2, source: 'docker' }],
    });
    const unread = [{ path: 'x.py', text: 'print(1)\n' }];
    for (const more of [[], [{ path: 'Dockerfile', text: pinned }]]) {
      const { structured: given } = await callTool(agent, 'review_change', { files: [...unread, ...more] });
      expect(given).toMatchObject({ answer: null, notReviewed: [{ path: 'x.py' }] });
    }
    const { structured: whole } = await callTool(agent, 'review_change', { files: [{ path: 'Dockerfile', text: pinned }] });
    expect(whole).toMatchObject({ answer: 'approve', notReviewed: [] });
    expect(await callTool(agent, 'review_change', { files, circle: 'nobody' })).toMatchObject({
      isError: true,
      text: expect.stringContaining('no circle'),
    });
    await agent.close();
  });
});

describe('findings of another tool', () => {
  it('join as an expert of their own', async () => {
    write('Dockerfile', latest);
    const result = { ruleId: 'DL3007', level: 'warning', message: { text: 'Using latest is prone to errors' } };
    const locations = [{ physicalLocation: { artifactLocation: { uri: 'Dockerfile' }, region: { startLine: 1 } } }];
    write(
      'h.sarif',
      JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'Hadolint' } }, results: [{ ...result, locations }] }] }),
    );
    const { report } = await review('Dockerfile', '--sarif-in', 'h.sarif');
    expect(report?.findings.flatMap(({ experts }) => experts)).toContain('hadolint');
    expect(report?.findings.flatMap(({ rules = [] }) => rules)).toContain('hadolint/DL3007');
  });
});
