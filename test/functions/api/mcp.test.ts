/** /mcp with the official client: tools, handles, errors, and who is let in. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Unavailable } from '../../../shared/errors.ts';
import { publishVerdict } from '../../../shared/steps/finish-run.ts';
import { goodKey, openApi, type TestApi } from '../../support/api.ts';
import { callForConsultation, callTool, connect, overHttp, revisions } from '../../support/mcp.ts';
import { runOf } from '../../support/ports.ts';
import { answered, unanswered } from '../../support/samples.ts';

let api: TestApi;
beforeEach(() => {
  api = openApi();
  api.ports.workflow.start = async (id) => {
    const { question } = await runOf(api.ports, id);
    if (!question.includes('wait')) await decide(id);
  };
});

const address = 'http://127.0.0.1:7330';
const open = (key = goodKey) => overHttp(address, key, async (...request) => api.fetch(new Request(...request)));
const endedAt = '2026-03-01T10:00:03.000Z';
const question = { question: 'Is 7 a prime number?', options: ['yes', 'no'], circle: 'plain' };

async function decide(id: string): Promise<void> {
  const { consensus } = api.ports;
  await api.ports.opinions.record(id, answered('ada', 'yes'));
  await api.ports.opinions.record(id, answered('bob', 'yes'));
  await api.ports.opinions.record(id, answered('dot', 'no'));
  await api.ports.opinions.record(id, unanswered('cyd'));
  await api.ports.runs.close(id, () => 'all');
  await publishVerdict(id, await consensus.weigh(id), api.ports);
}

describe.each(revisions)('a client of the revision %s', (revision, options) => {
  it('finds the eight tools, each with schemas and hints', async () => {
    const client = await connect(open(), options);
    const { tools } = await client.listTools();
    expect(client.getNegotiatedProtocolVersion()).toBe(revision);
    expect(tools.map(({ name }) => name)).toEqual([
      'consult_circle',
      'get_consultation',
      'estimate_consultation',
      'review_change',
      'list_experts',
      'list_circles',
      'record_feedback',
      'report_circle',
    ]);
    for (const tool of tools) {
      expect(tool.description).toMatch(/[Cc]osts? (money|nothing)|paid/);
      expect(tool.inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(tool.outputSchema).toMatchObject({ type: 'object' });
      expect(tool.annotations?.readOnlyHint).toBeTypeOf('boolean');
    }
  });

  it('gets the verdict with its grounds, under the id of the job API', async () => {
    const view = await callForConsultation(await connect(open(), options), 'consult_circle', question);
    expect(view).toMatchObject({
      status: 'decided',
      answer: 'yes',
      agreement: expect.closeTo(2 / 3),
      confidence: null,
      coverage: { asked: 4, answered: 3 },
      dissent: [{ expert: 'dot', answer: 'no' }],
      missing: [{ expert: 'cyd', status: 'failed', reason: 'the provider failed', retryable: true }],
      endedBy: 'all',
      next: null,
      links: { self: `${address}/v1/consultations/${view.consultationId}` },
    });
    expect(await api.send('GET', `/v1/consultations/${view.consultationId}`)).toMatchObject({ body: { verdict: { answer: 'yes' } } });
  });

  it('gets a handle where the verdict takes longer, and the verdict when it asks for it later', async () => {
    const client = await connect(open(), options);
    const slow = await callForConsultation(client, 'consult_circle', { question: 'May it wait?', circle: 'plain', waitSeconds: 0 });
    await decide(slow.consultationId);
    const ended = await callForConsultation(client, 'get_consultation', { consultationId: slow.consultationId });
    expect(slow).toMatchObject({ status: 'open', answer: null, pending: ['ada', 'bob', 'cyd', 'dot'] });
    expect(slow.next).toContain(`get_consultation with consultationId "${slow.consultationId}"`);
    expect(slow.text).toContain(slow.consultationId);
    expect(ended).toMatchObject({ consultationId: slow.consultationId, status: 'decided' });
  });

  it('is told of each expert as it lands', async () => {
    const told: string[] = [];
    const onProgress = (said = '') => {
      told.push(said);
      const [, id] = /^consultation (\S+): 4 experts are asked$/.exec(said) ?? [];
      if (id !== undefined) void decide(id);
    };
    const asked = { question: 'May it wait?', circle: 'plain' };
    const view = await callForConsultation(await connect(open(), options), 'consult_circle', asked, { onProgress });
    const of = (said: string) => `consultation ${view.consultationId}: ${said}`;
    expect(told).toEqual(
      ['4 experts are asked', 'ada answered (1 of 4)', 'bob answered (2 of 4)', 'dot answered (3 of 4)', 'cyd failed (4 of 4)'].map(of),
    );
    expect(view.status).toBe('decided');
  });

  it('sees whom it may ask', async () => {
    const client = await connect(open(), options);
    const experts = await callTool(client, 'list_experts', {});
    const circles = await callTool(client, 'list_circles', {});
    expect(experts.structured).toEqual((await api.send('GET', '/v1/experts')).body);
    expect(experts.text).toContain('ada: large, family openai, $10 in, $30 out per million tokens, unknown');
    expect(circles.structured).toEqual((await api.send('GET', '/v1/circles')).body);
    expect(circles.text).toContain('default: ada, bob, cyd; quorum 2, 3 of 3 can be asked now, deadline 30 s, at most $2');
  });

  it('says what was right', async () => {
    const client = await connect(open(), options);
    const { consultationId } = await callForConsultation(client, 'consult_circle', question);
    const { isError, structured } = await callTool(client, 'record_feedback', { consultationId, right: false, note: 'looked it up' });
    expect({ isError, structured }).toMatchObject({ isError: false, structured: { feedback: { consultationId, right: false } } });
    expect(await api.ports.feedback.read(consultationId)).toMatchObject({ right: false, note: 'looked it up' });
  });

  it('reads how good a circle has been, in the words of the report', async () => {
    const client = await connect(open(), options);
    const { consultationId } = await callForConsultation(client, 'consult_circle', question);
    await callTool(client, 'record_feedback', { consultationId, answer: 'yes' });
    const { isError, text, structured } = await callTool(client, 'report_circle', { circle: 'plain', kind: 'choice' });
    expect(isError, text).toBe(false);
    expect(structured).toMatchObject({ read: 1, whole: true, circles: [{ circle: 'plain', tables: expect.any(Array) }] });
    expect(text).toContain('Of 1 questions whose right answer is known the circle was right in 100.0%* (21 to 100, of 1).');
    expect((await callTool(client, 'report_circle', { circle: 'strict' })).structured).toMatchObject({ read: 0, circles: [] });

    vi.spyOn(api.ports.verdicts, 'get').mockRejectedValueOnce(new Unavailable('the store'));
    const lost = await callTool(client, 'report_circle', {});
    expect(lost.structured).toMatchObject({ read: 1, unreadable: 1, circles: [] });
    expect(lost.text).toContain('1 consultations read. 1 of them could not be read and are left out.');
  });

  it('is not asked to pay twice for a call that it repeats with its own key', async () => {
    const client = await connect(open(), options);
    const asked = { ...question, idempotencyKey: 'my-key' };
    const first = await callForConsultation(client, 'consult_circle', asked);
    const again = await callForConsultation(client, 'consult_circle', asked);
    const other = await callTool(client, 'consult_circle', { ...asked, question: 'Is 8 a prime number?' });
    expect(again.consultationId).toBe(first.consultationId);
    expect((await api.ports.listings.page({ tenant: 'default', limit: 10 })).runs).toHaveLength(1);
    expect(other).toMatchObject({ isError: true, text: expect.stringMatching(/will not help/) });
  });

  it('is told of a consultation that has failed as of an error, with what is known of it', async () => {
    const failure = { type: 'WeighFailed', message: 'the core is gone' };
    api.ports.workflow.start = async (id) => void (await api.ports.runs.fail(id, failure, endedAt));
    const { isError, text, structured } = await callTool(await connect(open(), options), 'consult_circle', question);
    expect(isError).toBe(true);
    expect(text).toMatch(/failed: WeighFailed: the core is gone/);
    expect(structured).toMatchObject({ status: 'failed', failure: { type: 'WeighFailed' } });
  });

  it('leaves the consultation alone when it gives the call up', async () => {
    const client = await connect(open(), options);
    const call = callTool(client, 'consult_circle', { question: 'May it wait?', circle: 'plain', waitSeconds: 5 }, { timeoutMs: 100 });
    await expect(call).rejects.toThrow(/timed out/);
    expect((await api.ports.listings.page({ tenant: 'default', limit: 10 })).runs).toMatchObject([{ status: 'open' }]);
  });

  it.each<[string, string, Record<string, unknown>, RegExp]>([
    ['a field of the wrong sort', 'consult_circle', { question: 7 }, /question/],
    ['a field that does not exist', 'consult_circle', { ...question, colour: 'red' }, /colour/],
    [
      'fields that do not go together',
      'consult_circle',
      { question: 'Why?', kind: 'choice' },
      /^options: .* Repeating the same call will not/,
    ],
    [
      'an unknown circle',
      'consult_circle',
      { question: 'Why?', circle: 'nowhere' },
      /^circle: there is no circle "nowhere".*will not help/,
    ],
    ['too small a budget', 'consult_circle', { question: 'Why?', circle: 'strict', budgetUsd: 0.000_001 }, /budget.*will not help/],
    ['an unknown consultation', 'get_consultation', { consultationId: 'nobody' }, /^consultation nobody does not exist.*will not help/],
    ['feedback that says nothing', 'record_feedback', { consultationId: 'nobody' }, /^right: submit the right answer/],
  ])('is told what is wrong with %s', async (_, tool, input, sentence) => {
    const { isError, text } = await callTool(await connect(open(), options), tool, input);
    expect(isError).toBe(true);
    expect(text).toMatch(sentence);
  });
});
