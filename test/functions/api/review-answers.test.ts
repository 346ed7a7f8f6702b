/** What models say of a review over HTTP: with credentials that were masked, beside rules, and of questions that are no review. */
import { describe, expect, it } from 'vitest';
import { listMaxLength } from '../../../shared/contract/list-length.ts';
import { type NewReview, reviewed } from '../../../shared/contract/new-review.ts';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import type { NewConsultation } from '../../../shared/contract/question.ts';
import { ruleBlock } from '../../../shared/contract/rules.ts';
import { acceptQuestion } from '../../../shared/steps/accept-question.ts';
import { sampleVerdict } from '../../ports/samples.ts';
import { openApi, type TestApi } from '../../support/api.ts';
import { openPorts } from '../../support/ports.ts';
import { testKnowledge } from '../../support/test-knowledge.ts';

const knowledge = testKnowledge();
const ports = () =>
  openPorts({
    ...{
      ...knowledge,
      experts: { ...knowledge.experts, 'rules-docker': { provider: 'rules' as const, model: '', rules: ['docker' as const] } },
      providers: { ...knowledge.providers, rules: { kind: 'rules' as const, free: true } },
      circles: {
        ...knowledge.circles,
        mixed: { experts: ['ada', 'rules-docker'], quorum: 1 },
        models: { experts: ['ada'], quorum: 1 },
      },
    },
  });
const secret = `AKIA${'J7QX2MZ4T6WD3RBK'}`;
const before = 'FROM a:1\n';
const opinion = (given: Partial<Opinion>): Opinion => ({
  ...{ expert: 'ada', provider: 'openai', model: 'm', family: 'f', status: 'answered', vote: 'approve', latencyMs: 1 },
  ...{ receivedAt: '2026-11-29T00:00:00.000Z', answer: '```json\n[]\n```\nAnswer: approve' },
  ...given,
});

async function end(api: TestApi, id: string, opinions: readonly Opinion[], answer: string | null = 'approve') {
  for (const one of opinions) await api.ports.opinions.record(id, one);
  await api.ports.runs.close(id, () => 'settled');
  await api.ports.verdicts.publish(id, 'decided', { ...sampleVerdict(), answer, missing: [] }, '2026-11-29T00:00:01.000Z');
}

async function reviewBy(circle: string, review: Partial<NewReview>, opinions: readonly Opinion[] = [opinion({})]) {
  const api = openApi({ ports: ports() });
  const answer = await api.send('POST', '/v1/reviews', { body: { circle, ...review } });
  const { id } = answer.body as { id: string };
  await end(api, id, opinions);
  return reviewed.parse((await api.send('GET', `/v1/reviews/${id}`)).body).report;
}

describe('a review by models', () => {
  it.each<[string, Partial<NewReview>]>([
    ['a file', { files: [{ path: 'a', text: `x\nK=${secret}\n` }] }],
    ['a change', { files: [{ path: 'a', text: `x\nK=${secret}\n`, before: 'x\n' }] }],
    ['a diff', { diff: `--- a/a\n+++ b/a\n@@ -1 +1,2 @@\n x\n+K=${secret}\n` }],
    ['a change of which nothing fails by its severity', { severity: 'none', files: [{ path: 'a', text: `x\nK=${secret}\n`, before: '' }] }],
  ])('approves no credential that %s adds, though it was masked for them', async (_, review) => {
    const report = await reviewBy('models', review);
    expect(report).toMatchObject({
      exitCode: 1,
      verdict: 'reject',
      findings: [{ severity: 'critical', file: 'a', line: 2, experts: ['credentials'], rules: [expect.stringMatching(/^credentials\//)] }],
    });
    expect(JSON.stringify(report)).not.toContain(secret);
  });

  it('approves a change that takes a credential out', async () => {
    const report = await reviewBy('models', { files: [{ path: 'a', text: 'x\n', before: `x\nK=${secret}\n` }] });
    expect(report).toMatchObject({ exitCode: 0, findings: [] });
  });

  it('says that no rules sat there, and nothing of it where they did', async () => {
    const files = [{ path: 'Dockerfile', text: 'FROM a:2\n', before }];
    expect((await reviewBy('models', { files }))?.warnings).toEqual(['no rules sat in this circle']);
    expect((await reviewBy('mixed', { files }))?.warnings).toEqual([]);
  });

  it('is refused above what models read at once, as the command asks in parts', async () => {
    const api = openApi({ ports: ports() });
    const ask = (lines: number) => ({ body: { circle: 'models', files: [{ path: 'a', text: `${'x'.repeat(90)}\n`.repeat(lines) }] } });
    expect((await api.send('POST', '/v1/reviews', ask(1800))).status).toBe(202);
    expect(await api.send('POST', '/v1/reviews', ask(2000))).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'files', message: expect.stringContaining('may be 192000') }] },
    });
  });

  it.each([
    [10_000, 200],
    [500, 202],
  ])('of which an answer may have %i bytes answers %i to who waits', async (answerMaxBytes, status) => {
    const api = openApi({ ports: ports(), answerMaxBytes });
    const body = { circle: 'models', files: [{ path: 'a', text: 'x\n' }] };
    const headers = { 'idempotency-key': 'k', prefer: 'wait=1' };
    const { id } = (await api.send('POST', '/v1/reviews', { body, headers: { 'idempotency-key': 'k' } })).body as { id: string };
    await end(api, id, [opinion({})]);
    expect(await api.send('POST', '/v1/reviews', { body, headers })).toMatchObject({ status, body: { id, status: 'decided' } });
  });

  it('takes a baseline as long as it says, and refuses one that is longer', async () => {
    const api = openApi({ ports: ports() });
    const entry = { fingerprint: 'f', rule: 'docker/D1', file: 'a', title: 't', about: 'a', reason: 'r', until: '2027-01-31' };
    const ask = (entries: number) => {
      const baseline = { version: 1 as const, findings: Array.from({ length: entries }, () => entry) };
      return api.send('POST', '/v1/reviews', { body: { circle: 'models', files: [{ path: 'a', text: 'x\n' }], baseline } });
    };
    expect([(await ask(listMaxLength)).status, (await ask(listMaxLength + 1)).status]).toEqual([202, 400]);
  });

  it('judges no finding of rules that it was not shown', async () => {
    const finding = { rule: 'D1', severity: 'medium', file: 'Dockerfile', line: 1, endLine: 1, title: 'Moves', why: 'It moves.' } as const;
    const answer = ruleBlock
      .write({
        findings: [{ ...finding, confidence: 'high', source: 'docker' }],
        ...{ left: 0, before: 0, notReviewed: [], files: [{ path: 'Dockerfile', kind: 'd', sources: ['docker'] }] },
      })
      .join('\n');
    const judging = '```json\n{"judgements":[{"id":"R1","judgement":"false","reason":"no"}]}\n```\nAnswer: approve';
    const rules = opinion({ expert: 'rules-docker', provider: 'rules', model: '', family: 'rules', vote: 'revise', answer });
    const files = [{ path: 'Dockerfile', text: 'FROM a:2\n', before }];
    const report = await reviewBy('mixed', { files }, [opinion({ answer: judging }), rules]);
    expect(report?.findings).toMatchObject([{ rules: ['docker/D1'], experts: ['rules-docker'] }]);
    expect(report?.findings[0]).not.toHaveProperty('judged');
    expect(report?.because).not.toContain('disputed');
  });
});

describe('a consultation with files', () => {
  const review = { files: [{ path: 'a', text: 'x\n' }] };
  const options = ['approve', 'revise', 'reject'];

  it.each<[string, Omit<NewConsultation, 'question'>, string, number]>([
    ['with the options of a review', { options }, 'approve', 200],
    ['with other options', { options: ['yes', 'no'] }, 'yes', 404],
    ['with one option more', { options: [...options, 'maybe'] }, 'maybe', 404],
    ['that ranks the options of a review', { options, kind: 'ranking' }, 'approve', 404],
    ['of another kind', { kind: 'text' }, 'It is fine.', 404],
  ])('%s is answered for as a review with %s', async (_, question, answer, status) => {
    const api = openApi({ ports: ports() });
    const asked = await api.send('POST', '/v1/consultations', { body: { question: 'q', circle: 'models', review, ...question } });
    const { id } = asked.body as { id: string };
    await end(api, id, [opinion({ vote: answer, answer })], answer);
    expect((await api.send('GET', `/v1/reviews/${id}`)).status).toBe(status);
  });

  it('is refused with a diff that is none when it is asked, by the name of the field', async () => {
    const api = openApi({ ports: ports() });
    const body = { question: 'q', circle: 'models', options, review: { files: [], diff: 'hello' } };
    expect(await api.send('POST', '/v1/consultations', { body })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'review.diff' }] },
    });
  });

  it('is no review where a schedule has asked with a diff that is none', async () => {
    const api = openApi({ ports: ports() });
    const first = (await api.send('POST', '/v1/consultations', { body: { question: 'q' } })).body as { id: string };
    const tenant = (await api.ports.runs.get(first.id))?.tenant ?? '';
    const body = { question: 'q', circle: 'models', options, review: { files: [], diff: 'hello' } };
    const id = '0197d000-0000-7000-8000-000000000001';
    await acceptQuestion({ body, schema: undefined }, { id, tenant, subject: 'operator', door: 'schedule' }, api.ports);
    await end(api, id, [opinion({})]);
    expect(await api.send('GET', `/v1/reviews/${id}`)).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('cannot be read') },
    });
  });
});
