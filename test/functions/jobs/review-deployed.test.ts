/** A schedule that reviews what is deployed: which files it takes, what it names, and what its newest review has come to. */
import { beforeEach, describe, expect, it } from 'vitest';
import { startScheduled } from '../../../functions/jobs/start-scheduled.ts';
import { schedule } from '../../../shared/contract/circle.ts';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import { type RuleFinding, reviewMaxBytes, reviewMaxFiles, ruleBlock, unreadMax } from '../../../shared/contract/rules.ts';
import { scheduledRunId } from '../../../shared/domain/schedule-times.ts';
import { InvalidInput } from '../../../shared/errors.ts';
import { callFunction } from '../../../shared/runtime/define-function.ts';
import { sampleVerdict } from '../../ports/samples.ts';
import { openApi } from '../../support/api.ts';
import { openPorts, runOf, type TestPorts } from '../../support/ports.ts';
import { testKnowledge } from '../../support/test-knowledge.ts';

const knowledge = testKnowledge();
let ports: TestPorts;
beforeEach(() => {
  ports = openPorts({
    ...knowledge,
    experts: { ...knowledge.experts, 'rules-docker': { provider: 'rules', model: '', rules: ['docker'] } },
    providers: { ...knowledge.providers, rules: { kind: 'rules', free: true } },
    circles: {
      ...knowledge.circles,
      rules: { experts: ['rules-docker'], quorum: 1 },
      mixed: { experts: ['ada', 'rules-docker'], quorum: 1 },
    },
  });
});

const day = (number: number) => `2026-03-0${number}T06:00:00Z`;
const idOf = (at: string) => scheduledRunId('daily', new Date(at));

/** Has the schedule run at a time, with the clock there. */
async function runAt(at: string, review: object = { folder: './templates' }, more: object = {}) {
  const daily = schedule.parse({ cron: '0 6 * * *', review });
  ports.clock.advance(Math.max(0, Date.parse(at) - ports.clock.now().getTime()));
  const scheduled = { ...ports, knowledge: { ...ports.knowledge, ...more, schedules: { daily } } };
  const { outcome } = await callFunction(startScheduled, scheduled, { schedule: 'daily', at });
  return { outcome, api: openApi({ ports: scheduled }), run: await runOf(ports, idOf(at)) };
}

const deploy = (files: Readonly<Record<string, string | Uint8Array>>) => {
  ports.deployed.files.clear();
  for (const [path, content] of Object.entries(files)) ports.deployed.files.set(path, content);
};

const finding = (title: string, file = 'Dockerfile'): RuleFinding => ({
  ...{ rule: `D-${title}`, severity: 'high' as const, file, line: 1, endLine: 1, confidence: 'high' as const, title, why: 'It moves.' },
  source: 'docker',
});

/** Ends a review with what the rule has found. */
async function endWith(at: string, findings: readonly RuleFinding[]): Promise<void> {
  const { review } = await runOf(ports, idOf(at));
  const files = (review?.files ?? []).map(({ path }) => ({ path, kind: 'd', sources: ['docker' as const] }));
  const answer = ruleBlock.write({ findings: [...findings], left: 0, before: 0, notReviewed: [], files }).join('\n');
  const vote = findings.length > 0 ? 'reject' : 'approve';
  const opinion: Opinion = {
    ...{ expert: 'rules-docker', provider: 'rules', model: '', family: 'rules', status: 'answered', vote, latencyMs: 1 },
    ...{ receivedAt: ports.clock.now().toISOString(), answer },
  };
  await ports.opinions.record(idOf(at), opinion);
  await ports.runs.close(idOf(at), () => 'settled');
  await ports.verdicts.publish(idOf(at), 'decided', { ...sampleVerdict(), answer: vote, missing: [] }, opinion.receivedAt);
}

describe('a schedule that reviews what is deployed', () => {
  it('asks the rules about the files as they are at that time, under a subject of its own', async () => {
    deploy({ Dockerfile: 'FROM a:latest\n' });
    const { outcome, run } = await runAt(day(3), {
      stacks: 'all',
      region: 'eu-central-1',
      severity: 'high',
      webhook: { url: 'https://x.example/' },
    });
    expect(outcome).toBe('started');
    expect(ports.deployed.listed).toEqual([{ kind: 'stacks', stacks: 'all', region: 'eu-central-1' }]);
    expect(run).toMatchObject({
      circle: 'rules',
      review: { files: [{ path: 'Dockerfile', text: 'FROM a:latest\n' }], severity: 'high' },
      metadata: { subject: 'schedule/daily', review: 'files' },
      webhooks: [{ url: 'https://x.example/' }],
    });
  });

  it('reads what is deployed once, however often its time comes', async () => {
    deploy({ Dockerfile: 'FROM a:1\n' });
    await runAt(day(3));
    deploy({ Dockerfile: 'FROM a:2\n' });
    const { run } = await runAt(day(3));
    expect(run.review?.files[0]?.text).toBe('FROM a:1\n');
    expect(ports.deployed.listed).toHaveLength(1);
  });

  it('takes the files that are meant, by patterns as in .gitignore', async () => {
    deploy({ 'cdk/a.template.json': '{}', 'cdk/tree.json': '{}', 'cdk/old/b.template.json': '{}', 'notes.md': '#' });
    const { run } = await runAt(day(3), { bucket: 'templates', prefix: 'cdk/', only: ['*.template.json'], exclude: ['old/'] });
    expect(run.review).toEqual({ files: [{ path: 'cdk/a.template.json', text: '{}' }] });
    expect(ports.deployed.listed).toEqual([{ kind: 'bucket', bucket: 'templates', prefix: 'cdk/', region: undefined }]);
  });

  it('shows models what they may read, and tells them what nobody could', async () => {
    deploy({ Dockerfile: 'FROM a:1\n', 'image.bin': new Uint8Array([0, 1]) });
    const { run } = await runAt(day(3), { folder: '.', circle: 'mixed' });
    expect(run.question).toContain('1  | FROM a:1');
    expect(run.question).toContain('=== image.bin (not shown whole: is no text)');
  });

  it('accepts what its baseline accepts', async () => {
    deploy({ Dockerfile: 'FROM a:latest\n' });
    const entry = { fingerprint: 'f', rule: 'docker/D1', file: 'Dockerfile', title: 't' };
    const { run } = await runAt(day(3), { folder: '.' }, { baselines: { daily: [entry] } });
    expect(run.review?.baseline).toEqual({ version: 1, findings: [entry] });
  });
});

describe('what is not read of what is deployed', () => {
  const large = 'x'.repeat(reviewMaxBytes - 10);
  it.each([
    ['bytes that are no text', { 'b.bin': new Uint8Array([65, 0, 66]) }, [['b.bin', 'is no text']]],
    ['text in another encoding', { 'b.yaml': new Uint8Array([65, 0xff, 66]) }, [['b.yaml', 'is not in UTF-8, first at byte 1']]],
    [
      'what there is no room for',
      { 'b.yaml': large, 'c.yaml': 'c: 1234567\n' },
      [['c.yaml', 'has 11 bytes, and one review has room for 7 more']],
    ],
  ] as const)('is named: %s', async (_, others, unread) => {
    deploy({ 'a.y': 'a\n\n', ...others });
    const { outcome, run } = await runAt(day(3));
    expect(outcome).toBe('started');
    expect(run.review?.unread).toEqual(unread.map(([path, reason]) => ({ path, reason })));
  });

  it('is named with its number where that is all that there is room for', async () => {
    const name = (index: number) => `f${String(index).padStart(4, '0')}`;
    deploy(Object.fromEntries(Array.from({ length: reviewMaxFiles + 300 }, (_, index) => [name(index), 'a\n'])));
    const { run } = await runAt(day(3));
    expect(run.review?.files).toHaveLength(reviewMaxFiles);
    expect(run.review?.unread).toHaveLength(unreadMax);
    expect(run.review?.unread?.[0]).toEqual({ path: name(reviewMaxFiles), reason: `is beyond the ${reviewMaxFiles} files of one review` });
    expect(run.review?.unread?.at(-1)).toEqual({ path: `${300 - unreadMax + 1} more`, reason: 'not named one by one' });
  });

  it('keeps the report from approving, although no rule objects', async () => {
    deploy({ Dockerfile: 'FROM a:1\n', 'image.bin': new Uint8Array([0]) });
    const { api } = await runAt(day(3));
    await endWith(day(3), []);
    expect(await api.send('GET', `/v1/reviews/${idOf(day(3))}`)).toMatchObject({
      status: 200,
      body: { report: { exitCode: 2, rule: 'not-shown', notReviewed: [{ path: 'image.bin', reason: 'is no text', allowed: false }] } },
    });
  });
});

describe('a time at which what is deployed cannot be read', () => {
  it.each([
    ['the source refuses', {}, { 'a.yaml': 'a' }, 'review.bucket: cannot be read without AWS credentials'],
    ['nothing is meant', { only: ['*.json'] }, { 'a.yaml': 'a' }, 'review.bucket: holds no file that is meant'],
    ['nothing can be read', {}, { a: new Uint8Array([0]) }, 'review.bucket: holds no file that could be read: a is no text'],
  ])('is refused with the reason, and listed: %s', async (why, review, files, reason) => {
    deploy(files);
    if (why === 'the source refuses')
      ports.deployed.refusal = new InvalidInput([{ field: 'review.bucket', message: 'cannot be read without AWS credentials' }]);
    const { outcome, api } = await runAt(day(3), { bucket: 'templates', ...review });
    expect(outcome).toBe('refused');
    ports.clock.advance(60_000);
    expect(await api.send('GET', '/v1/schedules')).toMatchObject({
      body: { schedules: [{ times: [{ outcome: 'refused', reason }], review: { of: 'the bucket templates', last: null } }] },
    });
    expect(await api.send('GET', `/v1/reviews/${idOf(day(3))}`)).toMatchObject({ status: 200, body: { status: 'failed' } });
    expect(ports.log.of('SCHEDULE_REFUSED')).toMatchObject([{ schedule: 'daily', reason }]);
  });
});

describe('GET /v1/schedules of a schedule that reviews', () => {
  it('tells what the newest review says, and what has changed since the one before', async () => {
    deploy({ Dockerfile: 'FROM a:latest\n', 'api/Dockerfile': 'FROM b:latest\n' });
    await runAt(day(1));
    await endWith(day(1), [finding('A'), finding('B')]);
    const second = await runAt(day(2));
    await endWith(day(2), [finding('B'), finding('C'), finding('D', 'api/Dockerfile')]);
    ports.clock.advance(60_000);
    const { body } = await second.api.send('GET', '/v1/schedules');
    expect(body).toMatchObject({
      schedules: [
        {
          circle: 'rules',
          review: {
            of: 'the folder ./templates',
            subject: 'schedule/daily',
            last: {
              ...{ id: idOf(day(2)), verdict: 'reject', exitCode: 1, notReviewed: 0 },
              findings: { critical: 0, high: 3, medium: 0, low: 0, info: 0 },
              since: { review: idOf(day(1)) },
              ...{ newFindings: 2, goneFindings: 1 },
            },
          },
        },
      ],
    });
    expect(await second.api.send('GET', '/v1/findings?subject=schedule/daily')).toMatchObject({
      body: {
        reviews: 2,
        findings: [{ goneSince: null }, { goneSince: null }, { goneSince: null }, { title: 'A', goneSince: { review: idOf(day(2)) } }],
      },
    });
  });

  it('says nothing of a change where there was no review before, nor of a review that has not ended', async () => {
    deploy({ Dockerfile: 'FROM a:latest\n' });
    const { api } = await runAt(day(1));
    const shown = async () => {
      const { body } = await api.send('GET', '/v1/schedules');
      return (body as { schedules: { review: { last: unknown } }[] }).schedules[0]?.review.last;
    };
    ports.clock.advance(60_000);
    expect(await shown()).toBeNull();
    await endWith(day(1), [finding('A')]);
    expect(await shown()).toMatchObject({ since: null, newFindings: null, goneFindings: null });
  });
});
