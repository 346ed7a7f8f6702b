/** Rules in one consultation, alone and with models, which are shown what rules have found: on the whole path. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { circleClient } from '../../shared/client/client.ts';
import type { NewReview } from '../../shared/contract/new-review.ts';
import { findingPage } from '../../shared/contract/review-list.ts';
import { judgeable } from '../../shared/review/judgements.ts';
import { runCircle } from '../support/circle-command.ts';
import { openInProcess } from './in-process-target.ts';
import { type KnowledgeFolder, writeKnowledge } from './knowledge-folder.ts';
import type { OpenTarget } from './target.ts';

const latest = 'FROM node:latest\n';
/** The name by which experts are shown what `docker-1` finds in the first line. */
const [moving] = judgeable([
  { expert: 'rules-docker', severity: 'high', file: 'Dockerfile', line: 1, title: latest.trim(), reason: '', rule: 'docker/docker-1' },
]).keys();
const doubt = JSON.stringify({ judgements: [{ id: moving, judgement: 'false', reason: 'The image is ours.' }] });
const judged = [{ expert: 'cyd', judgement: 'false', reason: 'The image is ours.' }];

let knowledge: KnowledgeFolder;
let target: OpenTarget;

beforeAll(async () => {
  knowledge = writeKnowledge({
    experts: {
      'rules-docker': { provider: 'rules', rules: ['docker'] },
      'rules-secrets': { provider: 'rules', rules: ['secrets'] },
      cyd: { provider: 'scripted', model: 'cyd', script: 'cyd.jsonl' },
    },
    circles: {
      default: { experts: ['cyd'], quorum: 1 },
      rules: { experts: ['rules-docker', 'rules-secrets'], quorum: 1 },
      judging: { experts: ['cyd', 'rules-docker'], quorum: 1 },
      hasty: { experts: ['cyd', 'rules-docker', 'rules-secrets'], quorum: 1, stop: 'quorum' },
      staged: { experts: ['cyd', 'rules-docker'], quorum: 1, strategy: { escalate: [['cyd'], ['rules-docker']], kinds: ['choice'] } },
    },
  });
  const shown = { match: '<rules-[0-9a-f]{16}>', answer: `\`\`\`json\n[]\n\`\`\`\n\`\`\`json\n${doubt}\n\`\`\`\nAnswer: approve` };
  const lines = [shown, { answer: '```json\n[]\n```\nAnswer: approve' }].map((line) => `${JSON.stringify(line)}\n`);
  writeFileSync(join(knowledge.path, 'cyd.jsonl'), lines.join(''));
  target = await openInProcess(knowledge.path, join(import.meta.dirname, '../ports/fixtures/rules.mjs'));
}, 900_000);
afterAll(async () => {
  await target?.close();
  knowledge?.remove();
});

async function review(text: string, more: Partial<NewReview> = {}) {
  const client = circleClient({ url: target.url, key: target.key });
  return (await client.review({ files: [{ path: 'Dockerfile', text }], circle: 'judging', ...more }, { waitSeconds: 20 })).report;
}

describe('the rules, asked by POST /v1/consultations', () => {
  const ask = (files: readonly { path: string; text: string }[]) =>
    circleClient({ url: target.url, key: target.key }).consult({
      ...{ question: 'May it go out?', kind: 'choice', options: ['approve', 'revise', 'reject'], ordered: true, circle: 'rules' },
      review: { files: [...files] },
    });

  it('approve nothing that no rule has read whole, and say which it is', async () => {
    const files = [
      { path: 'Dockerfile', text: 'FROM node:24.1.0\n' },
      { path: 'main.ts', text: 'export {};\n' },
    ];
    const ended = await ask(files);
    expect(ended).toMatchObject({ status: 'no-quorum', verdict: { answer: null } });
    expect(JSON.stringify(ended.verdict?.missing)).toContain('no rule has read main.ts whole');
    expect((await ask(files.slice(0, 1))).verdict?.answer).toBe('approve');
  });
});

describe('a model that reviews beside rules', () => {
  it('is shown what they have found; it stands where it is disputed, which is told', async () => {
    const report = await review(latest);
    expect(report).toMatchObject({ verdict: 'reject', exitCode: 1, findings: [{ experts: ['rules-docker'], judged }] });
    expect(report?.because).toContain('1 finding of rules is disputed by experts');
  });

  it('is heard though one rule is a quorum, and settles the verdict', async () => {
    const report = await review(latest, { circle: 'hasty' });
    expect(report?.findings).toMatchObject([{ judged }]);
    expect(report?.experts.find(({ expert }) => expert === 'cyd')).toMatchObject({ vote: 'approve', problem: null });
  });

  it('is not shown what somebody has accepted', async () => {
    const report = await review(`# circle:allow docker-1 ours until 2999-01-01\n${latest}`);
    expect(report).toMatchObject({ findings: [], accepted: [{ by: 'comment' }] });
  });

  it('is asked before them where the circle names that order, and judges nothing then', async () => {
    const report = await review(latest, { circle: 'staged' });
    expect(report?.findings).toMatchObject([{ experts: ['rules-docker'] }]);
    expect(report?.findings[0]).not.toHaveProperty('judged');
  });
});

describe('circle review --history', () => {
  it('says of each finding of a subject whether it is there, in the words of the command and as JSON', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'circle-history-'));
    const environment = { CIRCLE_URL: target.url, CIRCLE_API_KEY: target.key };
    const command = (...argv: string[]) => runCircle(['review', ...argv, '--subject', 'shop'], { folder, environment });
    try {
      writeFileSync(join(folder, 'Dockerfile'), latest);
      expect(await command('Dockerfile', '--circle', 'rules')).toMatchObject({ code: 1 });
      expect((await command('--history')).stdout).toMatch(/high +Dockerfile:1 +FROM node:latest +there, in 1 review /);
      writeFileSync(join(folder, 'Dockerfile'), 'FROM node:24.1.0\n');
      await command('Dockerfile', '--circle', 'rules');
      const { stdout } = await command('--history', '--json', '-');
      const page = findingPage.parse(JSON.parse(stdout));
      expect([page.reviews, page.findings.map(({ goneSince }) => goneSince !== null)]).toEqual([2, [true]]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
