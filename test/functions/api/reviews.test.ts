/** /v1/reviews: a request for a review becomes a consultation, and its end a report. */
import { describe, expect, it } from 'vitest';
import type { NewReview } from '../../../shared/contract/new-review.ts';
import { reviewed } from '../../../shared/contract/new-review.ts';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import { ruleBlock } from '../../../shared/contract/rules.ts';
import { sampleVerdict } from '../../ports/samples.ts';
import { openApi } from '../../support/api.ts';
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
        rules: { experts: ['rules-docker'], quorum: 1 },
        mixed: { experts: ['ada', 'rules-docker'], quorum: 1 },
      },
    },
  });
const files = [{ path: 'Dockerfile', text: 'FROM a:latest\nUSER x\n', before: 'FROM a:1\nUSER x\n' }];
const secret = `AKIA${'J7QX2MZ4T6WD3RBK'}`;

async function open(body: NewReview, headers: Record<string, string> = {}) {
  const api = openApi({ ports: ports() });
  const answer = await api.send('POST', '/v1/reviews', { body, headers });
  const { id = '' } = answer.body as { id?: string };
  const run = id === '' ? undefined : await api.ports.runs.get(id);
  return { api, answer, id, run };
}

describe('a review', () => {
  it('is accepted as a consultation of the rules, which read the files as data and are told the lines that change', async () => {
    const { answer, id, run } = await open({ files, severity: 'high', metadata: { ticket: '7' } });
    expect(answer).toMatchObject({
      status: 202,
      body: { status: 'open', links: { self: `/v1/reviews/${id}`, consultation: `/v1/consultations/${id}` } },
    });
    expect(answer.headers.get('location')).toBe(`/v1/reviews/${id}`);
    expect(run).toMatchObject({
      circle: 'rules',
      kind: 'choice',
      options: ['approve', 'revise', 'reject'],
      ordered: true,
      question: 'May this change go out by the rules? Dockerfile',
      review: { files: [{ ...files[0], changed: [[1, 1]] }], severity: 'high' },
      metadata: { ticket: '7' },
    });
  });

  it('shows models the change with its lines, and no credential', async () => {
    const [file] = files;
    const { run } = await open({
      circle: 'mixed',
      files: [{ path: 'Dockerfile', text: `${file?.text}ENV K=${secret}\n`, before: file?.before }],
    });
    expect(run?.question).toContain('=== Dockerfile\n  -| FROM a:1\n1 +| FROM a:latest\n2  | USER x\n3 +| ENV K=[masked:');
    expect(run?.question).not.toContain(secret);
    expect(run?.requireWhole).toBe(true);
  });

  it('takes a diff, of which rules read what it makes anew', async () => {
    const diff = 'diff --git a/Dockerfile b/Dockerfile\nnew file mode 100644\n--- /dev/null\n+++ b/Dockerfile\n@@ -0,0 +1 @@\n+FROM ü:1\n';
    const { run } = await open({ diff });
    expect(run?.review).toEqual({ files: [{ path: 'Dockerfile', text: 'FROM ü:1\n' }], diff });
  });

  it.each<[string, NewReview | object, string, RegExp]>([
    ['neither files nor a diff', {}, 'files', /must be given/],
    ['both', { files, diff: 'x' }, 'files', /not both/],
    ['a diff that is none', { diff: 'hello\n' }, 'diff', /no unified diff/],
    ['a diff that shows no file whole to rules alone', { diff: '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n' }, 'diff', /shows no file whole/],
    ['more than models read at once', { circle: 'mixed', files: [{ path: 'a', text: 'x\n'.repeat(100_000) }] }, 'files', /asks in parts/],
    ['a path twice', { files: [files[0], files[0]] }, 'files', /twice/],
    ['a circle that there is not', { files, circle: 'nobody' }, 'circle', /nobody/],
    ['a severity that there is not', { files, severity: 'awful' }, 'severity', /./],
  ])('is refused with %s', async (_, body, field, message) => {
    const { answer } = await open(body as NewReview);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ message: expect.stringMatching(message) }] } });
    const [error] = (answer.body as { errors: { field: string }[] }).errors;
    expect(error?.field).toContain(field);
  });

  it('is one for the same key and body, and a conflict for another threshold', async () => {
    const api = openApi({ ports: ports() });
    const send = (severity: string) => api.send('POST', '/v1/reviews', { body: { files, severity }, headers: { 'idempotency-key': 'k' } });
    const [first, again, other] = [await send('high'), await send('high'), await send('low')];
    expect([again.body, other.status]).toEqual([first.body, 409]);
  });

  it('is no review where nothing was given to review', async () => {
    const api = openApi({ ports: ports() });
    const { id } = (await api.send('POST', '/v1/consultations', { body: { question: 'q' } })).body as { id: string };
    expect((await api.send('GET', `/v1/reviews/${id}`)).status).toBe(404);
    expect((await api.send('GET', '/v1/reviews/none')).status).toBe(404);
  });
});

describe('the report of a review', () => {
  const finding = {
    rule: 'D1',
    severity: 'high',
    file: 'Dockerfile',
    line: 1,
    endLine: 1,
    confidence: 'high',
    title: 'Moves',
    why: 'It moves.',
  } as const;
  const said = (report: object) =>
    ruleBlock
      .write({
        findings: [],
        left: 0,
        before: 0,
        notReviewed: [],
        files: [{ path: 'Dockerfile', kind: 'd', sources: ['docker'] }],
        ...report,
      })
      .join('\n');
  const opinion = (given: Partial<Opinion>): Opinion => ({
    ...{
      expert: 'rules-docker',
      provider: 'rules',
      model: '',
      family: 'rules',
      status: 'answered',
      latencyMs: 1,
      receivedAt: '2026-11-29T00:00:00.000Z',
    },
    ...given,
  });

  it('is null while it is open', async () => {
    const { api, id } = await open({ files });
    expect((await api.send('GET', `/v1/reviews/${id}`)).body).toMatchObject({ id, status: 'open', report: null });
  });

  it.each<[string, Partial<NewReview>, Partial<Opinion>, object]>([
    [
      'forbids what a rule rejects',
      {},
      { vote: 'reject', answer: said({ findings: [{ ...finding, source: 'docker' }] }) },
      { verdict: 'reject', exitCode: 1, findings: [{ file: 'Dockerfile', line: 1, experts: ['rules-docker'], rules: ['docker/D1'] }] },
    ],
    ['passes what rules approve', {}, { vote: 'approve', answer: said({}) }, { verdict: 'approve', exitCode: 0, findings: [] }],
    [
      'passes nothing that was not read',
      {},
      { status: 'abstained', answer: said({ files: [] }) },
      { exitCode: 2, rule: 'not-shown', notReviewed: [{ path: 'Dockerfile', allowed: false }] },
    ],
    [
      'forbids from the severity that was asked for',
      { severity: 'low' },
      { vote: 'approve', answer: said({ findings: [{ ...finding, severity: 'low', source: 'docker' }] }) },
      { verdict: 'approve', exitCode: 1, rule: 'findings' },
    ],
  ])('%s', async (_, body, given, report) => {
    const { api, id } = await open({ files, ...body });
    await api.ports.opinions.record(id, opinion(given));
    await api.ports.runs.close(id, () => 'settled');
    const status = given.vote === undefined ? 'no-quorum' : 'decided';
    const verdict = { ...sampleVerdict(), answer: given.vote ?? null, missing: [] };
    await api.ports.verdicts.publish(id, status, verdict, '2026-11-29T00:00:01.000Z');
    expect(reviewed.parse((await api.send('GET', `/v1/reviews/${id}`)).body).report).toMatchObject(report);
  });
});
