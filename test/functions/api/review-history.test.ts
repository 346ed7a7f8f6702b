/** Reviews in lists, the lines of their findings, and what became of findings from one review to the next. */
import { describe, expect, it, vi } from 'vitest';
import type { NewReview } from '../../../shared/contract/new-review.ts';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import { findingPage, reviewExcerpts, reviewPage } from '../../../shared/contract/review-list.ts';
import { type RuleFinding, type RuleReport, ruleBlock } from '../../../shared/contract/rules.ts';
import { sampleVerdict } from '../../ports/samples.ts';
import { goodKey, openApi, type TestApi } from '../../support/api.ts';
import { openPorts } from '../../support/ports.ts';
import { testKnowledge } from '../../support/test-knowledge.ts';

const knowledge = testKnowledge();
const open = () =>
  openApi({
    ports: openPorts({
      ...knowledge,
      experts: {
        ...knowledge.experts,
        'rules-docker': { provider: 'rules' as const, model: '', rules: ['docker' as const] },
        'rules-more': { provider: 'rules' as const, model: '', rules: ['own' as const] },
      },
      providers: { ...knowledge.providers, rules: { kind: 'rules' as const, free: true } },
      circles: {
        ...knowledge.circles,
        rules: { experts: ['rules-docker'], quorum: 1 },
        both: { experts: ['rules-docker', 'rules-more'], quorum: 1 },
        mixed: { experts: ['rules-docker', 'ada'], quorum: 1, unavailable: 'skip' as const },
      },
    }),
  });

const secret = `AKIA${'J7QX2MZ4T6WD3RBK'}`;
const finding = (line: number, title = 'FROM a:latest', file = 'Dockerfile'): RuleFinding => ({
  ...{ rule: 'D1', severity: 'high' as const, file, line, endLine: line, confidence: 'high' as const, title, why: 'It moves.' },
  source: 'docker',
});

/** Asks for a review, and ends it with what the rule has found. */
async function review(api: TestApi, body: NewReview, said: Partial<RuleReport> = {}, beside: readonly Opinion[] = []): Promise<string> {
  api.ports.clock.advance(1000);
  const { id } = (await api.send('POST', '/v1/reviews', { body })).body as { id: string };
  const files = (body.files ?? []).map(({ path }) => ({ path, kind: 'd', sources: ['docker' as const] }));
  const answer = ruleBlock.write({ findings: [], left: 0, before: said.stood?.length ?? 0, notReviewed: [], files, ...said }).join('\n');
  const opinion: Opinion = {
    ...{ expert: 'rules-docker', provider: 'rules', model: '', family: 'rules', status: 'answered', vote: 'approve', latencyMs: 1 },
    ...{ receivedAt: api.ports.clock.now().toISOString(), answer },
  };
  for (const one of [opinion, ...beside]) await api.ports.opinions.record(id, one);
  await api.ports.runs.close(id, () => 'settled');
  await api.ports.verdicts.publish(id, 'decided', { ...sampleVerdict(), answer: 'approve', missing: [] }, opinion.receivedAt);
  return id;
}

const list = async (api: TestApi, query = '') => reviewPage.parse((await api.send('GET', `/v1/reviews${query}`)).body);
const findings = async (api: TestApi, query: string) => findingPage.parse((await api.send('GET', `/v1/findings?${query}`)).body);
const file = (text: string, before?: string) => ({ path: 'Dockerfile', text, ...(before !== undefined && { before }) });

describe('reviews in a list', () => {
  it('are those that were given files, newest first, all of them or those of a subject', async () => {
    const api = open();
    await api.send('POST', '/v1/consultations', { body: { question: 'q' } });
    const one = await review(api, { files: [file('FROM a:1\n')], subject: 'shop', metadata: { ticket: '7' } });
    const other = await review(api, { files: [file('FROM a:1\n')] });
    expect((await list(api)).reviews.map(({ id, subject, status }) => [id, subject, status])).toEqual([
      [other, null, 'decided'],
      [one, 'shop', 'decided'],
    ]);
    const { reviews, cursor } = await list(api, '?subject=shop');
    expect([reviews.map(({ id }) => id), cursor]).toEqual([[one], null]);
    const first = await list(api, '?limit=1');
    expect((await list(api, `?limit=1&cursor=${encodeURIComponent(first.cursor ?? '')}`)).reviews.map(({ id }) => id)).toEqual([one]);
  });

  it('leave the metadata of a caller as it is, however much of it there is', async () => {
    const api = open();
    const metadata = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`k${index}`, 'v']));
    const id = await review(api, { files: [file('FROM a:1\n')], subject: 'shop', metadata });
    expect((await api.ports.runs.get(id))?.metadata).toEqual(metadata);
    const own = await review(api, { files: [file('FROM a:1\n')], subject: 'shop', metadata: { subject: 'mine' } });
    expect((await api.ports.runs.get(own))?.metadata).toEqual({ subject: 'mine', review: 'files' });
  });

  it('are those of their own tenant', async () => {
    const api = open();
    await review(api, { files: [file('FROM a:1\n')], subject: 'shop' });
    const [run] = (await api.ports.listings.page({ tenant: 'somebody-else', limit: 5 })).runs;
    expect(run).toBeUndefined();
  });
});

describe('the lines of a finding', () => {
  const at = async (api: TestApi, id: string, around = 1) =>
    reviewExcerpts.parse((await api.send('GET', `/v1/reviews/${id}/excerpts?around=${around}`)).body).excerpts;

  it('are a diff where a change was reviewed, with what accepts the finding and no credential', async () => {
    const api = open();
    const text = `USER x\nFROM a:latest\nENV K=${secret}\nRUN y\n`;
    const id = await review(api, { files: [file(text, 'USER x\nFROM a:1\nRUN y\n')] }, { findings: [finding(2)] });
    const [excerpt] = await at(api, id, 2);
    expect(excerpt?.lines.map(({ number, mark, text: words }) => `${number ?? ''}${mark}${words}`)).toEqual([
      '1 USER x',
      '-FROM a:1',
      '2+FROM a:latest',
      expect.stringMatching(/^3\+ENV K=\[masked/),
      '4 RUN y',
    ]);
    expect(excerpt?.entries).toMatchObject([{ rule: 'docker/D1', file: 'Dockerfile', title: 'FROM a:latest' }]);
    const baseline = { version: 1 as const, findings: excerpt?.entries ?? [] };
    const passed = await review(api, { files: [file(text)], baseline }, { findings: [finding(2)] });
    expect((await api.send('GET', `/v1/reviews/${passed}`)).body).toMatchObject({
      report: { findings: [], accepted: [{ by: 'baseline' }] },
    });
  });

  it('are those of the whole file where they stand far from the change, and of a file that is no change', async () => {
    const api = open();
    const lines = Array.from({ length: 40 }, (_, index) => `RUN ${index + 1}`).join('\n');
    const far = await review(api, { files: [file(`${lines}\nx\n`, `${lines}\n`)] }, { findings: [finding(3)] });
    expect((await at(api, far))[0]?.lines.map(({ text }) => text)).toEqual(['RUN 2', 'RUN 3', 'RUN 4']);
    const whole = await review(api, { files: [file('FROM a:latest\n')] }, { findings: [finding(1)] });
    expect((await at(api, whole))[0]?.lines).toEqual([{ number: 1, mark: ' ', text: 'FROM a:latest' }]);
  });

  it('have an entry for each rule of a finding, wherever each begins, and for no other one that says the same', async () => {
    const api = open();
    const text = Array.from({ length: 60 }, (_, index) => (index % 30 === 0 ? 'FROM a:latest' : `RUN ${index}`)).join('\n');
    const whole = { ...finding(1), endLine: 9, rule: 'D2', title: 'The stage runs as root', why: 'FROM a:latest moves.' };
    const narrow = { ...finding(3), title: 'The stage runs as root', why: 'FROM a:latest moves.' };
    const far = [31, 33].map((line, index) => ({ ...(index === 0 ? whole : narrow), line, endLine: index === 0 ? 39 : line }));
    const docker = ruleBlock.write({
      ...{ findings: [narrow, ...far.slice(1)], left: 0, before: 0, notReviewed: [] },
      files: [{ path: 'Dockerfile', kind: 'd', sources: ['docker'] }],
    });
    const second: Opinion = {
      ...{ expert: 'rules-more', provider: 'rules', model: '', family: 'rules', status: 'answered', vote: 'approve', latencyMs: 1 },
      ...{ receivedAt: api.ports.clock.now().toISOString(), answer: docker.join('\n') },
    };
    const asked = { files: [file(text)], circle: 'both' };
    const id = await review(api, asked, { findings: [whole, ...far.slice(0, 1)] }, [second]);
    const shown = await at(api, id);
    const rules = shown.map(({ entries }) => entries.map(({ rule }) => rule).toSorted());
    expect(rules).toEqual(rules.map(() => ['docker/D1', 'docker/D2']));
    const entries = shown.flatMap((excerpt) => excerpt.entries);
    expect(new Set(entries.map(({ fingerprint }) => fingerprint)).size).toBe(4);
    const baseline = { version: 1 as const, findings: shown[0]?.entries ?? [] };
    const next = await review(api, { ...asked, baseline }, { findings: [whole, ...far.slice(0, 1)] }, [second]);
    const { report } = (await api.send('GET', `/v1/reviews/${next}`)).body as { report: { findings: readonly object[] } };
    expect(report.findings).toHaveLength(1);
  });

  it('are cut between two characters', async () => {
    const api = open();
    const id = await review(api, { files: [file(`FROM a:latest #${'😀'.repeat(200)}\n`)] }, { findings: [finding(1)] });
    const [line] = (await at(api, id))[0]?.lines ?? [];
    expect(line?.text).toBe(`FROM a:latest #${'😀'.repeat(142)}`);
  });

  it('are 404 for a review that is open, and 400 for more lines than there is sense in', async () => {
    const api = open();
    const { id } = (await api.send('POST', '/v1/reviews', { body: { files: [file('FROM a:1\n')] } })).body as { id: string };
    expect((await api.send('GET', `/v1/reviews/${id}/excerpts`)).status).toBe(404);
    expect((await api.send('GET', `/v1/reviews/${id}/excerpts?around=21`)).status).toBe(400);
  });
});

describe('the history of a finding', () => {
  const bad = 'FROM a:latest\n';
  const subject = 'shop';

  it('says where it was seen first and last, and since when it is gone', async () => {
    const api = open();
    const one = await review(api, { files: [file(bad)], subject }, { findings: [finding(1)] });
    const two = await review(api, { files: [file(`# moved\n${bad}`)], subject }, { findings: [finding(2)] });
    expect((await findings(api, 'subject=shop')).findings).toMatchObject([
      {
        file: 'Dockerfile',
        line: 2,
        rules: ['docker/D1'],
        firstSeen: { review: one },
        lastSeen: { review: two },
        goneSince: null,
        reviews: 2,
      },
    ]);
    const three = await review(api, { files: [file('FROM a:1\n')], subject });
    await review(api, { files: [file('FROM a:2\n')], subject });
    const page = await findings(api, 'subject=shop');
    expect(page).toMatchObject({ reviews: 4, findings: [{ lastSeen: { review: two }, goneSince: { review: three } }] });
    const back = await review(api, { files: [file(bad)], subject }, { findings: [finding(1)] });
    expect((await findings(api, 'subject=shop')).findings).toMatchObject([
      { firstSeen: { review: one }, lastSeen: { review: back }, goneSince: null },
    ]);
  });

  it.each<[string, NewReview, Partial<RuleReport>]>([
    ['looks at another file', { files: [{ path: 'other', text: bad }] }, {}],
    ['could not read its file', { files: [file('FROM a:1\n')] }, { files: [], notReviewed: [{ path: 'Dockerfile', why: 'broken' }] }],
    [
      'is of a change before which it stood',
      { files: [file(`${bad}USER x\n`, bad)] },
      { stood: [{ rule: 'docker/D1', file: 'Dockerfile', title: 'FROM a:latest', lines: [1] }] },
    ],
    ['left out the mildest that it found', { files: [file('FROM a:1\n')] }, { left: 1 }],
    [
      'could not use one of its rules',
      { files: [file('FROM a:1\n')] },
      { notReviewed: [{ path: 'base.guard', why: 'refused: it does not find its sample' }] },
    ],
    ['does not know all that stood there', { files: [file(`${bad}USER x\n`, bad)] }, { before: 9 }],
  ])('does not say that it is gone by a review that %s', async (_, body, said) => {
    const api = open();
    await review(api, { files: [file(bad)], subject }, { findings: [finding(1)] });
    await review(api, { ...body, subject }, said);
    expect((await findings(api, 'subject=shop')).findings).toMatchObject([{ goneSince: null }]);
  });

  // What was not read when the finding was seen, and in the review that does not find it any more; whether that one can say it is gone.
  const foreign = 'a document of no kind that a source knows';
  const late = 'docker rule D9: it took longer than 2 s';
  const gap = (why: string, line?: number) => ({ path: 'Dockerfile', why, ...(line !== undefined && { line }) });
  it.each<[string, RuleReport['notReviewed'], RuleReport['notReviewed'], boolean]>([
    ['another source could not read a part', [], [gap('posture: no rule knows the type "a_b"', 4)], true],
    ['another source came to no end', [], [gap('own rule X: it took longer than 2 s')], true],
    ['the former text could not be read', [], [gap('the former text: not YAML: x')], true],
    ['its own source could not read a part', [], [gap('docker: too deep')], false],
    ['its own source never reads that part', [gap('docker: too deep')], [gap('docker: too deep')], true],
    ['its own source came to no end', [], [gap(late)], false],
    ['its own source came to no end, in words that are masked', [], [{ ...gap('[masked: x] rule D9: …'), broken: true }], false],
    ['its own source came to no end at either time', [gap(late)], [gap(late)], false],
    ['nobody reads a document of the file', [], [gap(foreign, 3)], false],
    ['nobody ever reads a document of the file', [gap(foreign, 3)], [gap(foreign, 5)], true],
    ['nobody reads one document more', [gap(foreign, 3)], [gap(foreign, 3), gap(foreign, 5)], false],
    ['a source of a later version could not read a part', [], [gap('of-tomorrow: too deep')], false],
  ])('where %s', async (_, then, now, gone) => {
    const api = open();
    await review(api, { files: [file(bad)], subject }, { findings: [finding(1)], notReviewed: then });
    await review(api, { files: [file('FROM a:1\n')], subject }, { notReviewed: now });
    const [told] = (await findings(api, 'subject=shop')).findings;
    expect(told?.goneSince !== null).toBe(gone);
  });

  it('goes on where models join the finding of a rule with words of their own, new each time', async () => {
    const api = open();
    const model = (title: string): Opinion => ({
      ...{ expert: 'ada', provider: 'openai', model: 'large', family: 'm', status: 'answered', vote: 'reject', latencyMs: 1 },
      ...{ receivedAt: api.ports.clock.now().toISOString() },
      answer: `REJECT\n\`\`\`json\n${JSON.stringify([{ severity: 'critical', file: 'Dockerfile', line: 1, title, reason: 'It moves.' }])}\n\`\`\``,
    });
    const rule = { findings: [finding(1, 'The base image is not pinned')] };
    const circle = 'mixed';
    const first = await review(api, { files: [file(bad)], subject }, rule);
    const ids = [first];
    for (const title of ['The base image moves, it is not pinned', 'Not pinned: the base image', 'Base image without a pinned version'])
      ids.push(await review(api, { files: [file(bad)], subject, circle }, rule, [model(title)]));
    const report = (await api.send('GET', `/v1/reviews/${ids[1]}`)).body as { report: { findings: readonly { title: string }[] } };
    expect(report.report.findings.map(({ title }) => title)).toEqual(['The base image moves, it is not pinned']);
    expect((await findings(api, 'subject=shop')).findings).toMatchObject([
      { title: 'The base image is not pinned', firstSeen: { review: first }, lastSeen: { review: ids[3] }, goneSince: null, reviews: 4 },
    ]);
  });

  it('is that of each of two alike: one that is mended is gone, and the other is there', async () => {
    const api = open();
    await review(api, { files: [file(`${bad}RUN x\n${bad}`)], subject }, { findings: [finding(1), finding(3)] });
    const two = await review(api, { files: [file(`FROM a:1\nRUN x\n${bad}`)], subject }, { findings: [finding(3)] });
    expect((await findings(api, 'subject=shop')).findings.map(({ line, goneSince }) => [line, goneSince?.review])).toEqual([
      [3, undefined],
      [3, two],
    ]);
  });

  it('goes on where its line is altered and its rule finds it all the same', async () => {
    const api = open();
    const said = 'The image is not pinned';
    await review(api, { files: [file(bad)], subject }, { findings: [finding(1, said)] });
    await review(api, { files: [file('FROM a:latest AS build\n')], subject }, { findings: [finding(1, said)] });
    expect((await findings(api, 'subject=shop')).findings).toMatchObject([{ goneSince: null, reviews: 2 }]);
  });

  it('ends with its file, and goes on where it is accepted', async () => {
    const api = open();
    await review(api, { files: [file(bad)], subject }, { findings: [finding(1)] });
    const allowed = await review(
      api,
      { files: [file(`# circle:allow D1 ours until 2999-01-01\n${bad}`)], subject },
      { findings: [finding(2)] },
    );
    expect((await findings(api, 'subject=shop')).findings).toMatchObject([
      { accepted: true, lastSeen: { review: allowed }, goneSince: null },
    ]);
    const deleted = await review(
      api,
      { files: [file('', bad)], subject },
      { files: [{ path: 'Dockerfile', kind: 'd', sources: ['change'] }] },
    );
    expect((await findings(api, 'subject=shop')).findings).toMatchObject([{ goneSince: { review: deleted } }]);
  });

  it('is read no further once nobody waits for it', async () => {
    const api = open();
    for (const text of [bad, bad, bad]) await review(api, { files: [file(text)], subject }, { findings: [finding(1)] });
    const gone = new AbortController();
    const read = vi.spyOn(api.ports.runs, 'get');
    read.mockImplementationOnce((id) => {
      gone.abort();
      return api.ports.runs.get(id);
    });
    const headers = { authorization: `Bearer ${goodKey}` };
    await api.fetch(new Request('http://circle/v1/findings?subject=shop', { headers, signal: gone.signal }));
    expect(new Set(read.mock.calls.map(([id]) => id)).size).toBe(1);
  });

  it('ends between reviews once it has taken five seconds, and its cursor leads on', async () => {
    const api = open();
    const ids = [];
    for (let count = 0; count < 12; count += 1) ids.push(await review(api, { files: [file(bad)], subject }, { findings: [finding(1)] }));
    const { get } = api.ports.runs;
    vi.spyOn(api.ports.runs, 'get').mockImplementation((id) => {
      api.ports.clock.advance(600);
      return get(id);
    });
    const pages = [await findings(api, 'subject=shop&reviews=50')];
    for (let cursor = pages[0]?.cursor; cursor; cursor = pages.at(-1)?.cursor) {
      pages.push(await findings(api, `subject=shop&reviews=50&cursor=${encodeURIComponent(cursor)}`));
    }
    expect(pages.map(({ reviews }) => reviews)).toEqual([5, 5, 2]);
    expect(pages[2]?.findings).toMatchObject([{ firstSeen: { review: ids[0] } }]);
  });

  it('looks behind whatever lies between two reviews', async () => {
    const api = open();
    const id = await review(api, { files: [file(bad)], subject }, { findings: [finding(1)] });
    await review(api, { files: [file(bad)], subject: 'other' });
    const { cursor } = await list(api, '?limit=1');
    vi.spyOn(api.ports.listings, 'page').mockResolvedValueOnce({ runs: [], cursor: cursor ?? '' });
    expect((await findings(api, 'subject=shop')).findings).toMatchObject([{ firstSeen: { review: id } }]);
  });

  it('is that of one subject, over as many reviews as are asked for', async () => {
    const api = open();
    await review(api, { files: [file(bad)], subject }, { findings: [finding(1)] });
    await review(api, { files: [file(bad)], subject: 'other' }, { findings: [finding(1)] });
    await review(api, { files: [file('FROM a:1\n')], subject });
    expect(await findings(api, 'subject=nobody')).toEqual({ findings: [], reviews: 0, since: null, cursor: null });
    const last = await findings(api, 'subject=shop&reviews=1');
    expect([last.findings, last.reviews, last.cursor === null]).toEqual([[], 1, false]);
    expect((await findings(api, `subject=shop&reviews=1&cursor=${encodeURIComponent(last.cursor ?? '')}`)).findings).toHaveLength(1);
    for (const query of ['', '?subject=', '?subject=%20']) expect((await api.send('GET', `/v1/findings${query}`)).status).toBe(400);
  });
});
