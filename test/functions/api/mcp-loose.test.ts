/** /mcp for clients that write lists and numbers as texts, send members that say nothing, and accept anything. */
import { beforeEach, describe, expect, it } from 'vitest';
import { goodKey, openApi, type TestApi } from '../../support/api.ts';
import { callForConsultation, callTool, connect, overHttp, revisions } from '../../support/mcp.ts';
import { runOf } from '../../support/ports.ts';

let api: TestApi;
beforeEach(() => {
  api = openApi();
  api.ports.workflow.start = async () => undefined;
});

const open = (accept?: string) =>
  overHttp('http://127.0.0.1:7330', goodKey, async (input, init) => {
    const request = new Request(input, init);
    if (accept !== undefined) request.headers.set('accept', accept);
    return api.fetch(request);
  });
const asked = { question: 'Is 7 a prime number?', circle: 'plain', waitSeconds: 0 };

describe.each(revisions)('a client of the revision %s', (_, options) => {
  it.each<[Record<string, unknown>, Record<string, unknown>]>([
    [{ options: '["yes","no"]' }, { kind: 'choice', options: ['yes', 'no'] }],
    [{ quorum: '1' }, { quorum: 1 }],
    [{ experts: '["ada","bob"]', circle: '' }, { seats: [{ expert: 'ada' }, { expert: 'bob' }] }],
    [{ metadata: '{"team":"blue"}' }, { metadata: { team: 'blue' } }],
    [
      { strategy: '{"sure":0.9}', hedgeSeconds: '5' },
      { strategy: { sure: 0.9 }, hedgeSeconds: 5 },
    ],
    [{ strategy: 'settled' }, { strategy: 'settled' }],
    [{ waitSeconds: '0' }, {}],
    [{ deadlineSeconds: '12.5' }, {}],
    [{ options: null, experts: null, quorum: null, budgetUsd: null, metadata: null, idempotencyKey: null, kind: null }, {}],
    [{ options: '', experts: '', quorum: '', budgetUsd: '', metadata: '', idempotencyKey: '', kind: '' }, {}],
    [{ something_new: null }, {}],
    [{ question: '["a","list"]' }, { question: '["a","list"]' }],
    [{ question: '7' }, { question: '7' }],
  ])('is understood with %j', async (more, expected) => {
    const view = await callForConsultation(await connect(open(), options), 'consult_circle', { ...asked, ...more });
    expect(await runOf(api.ports, view.consultationId)).toMatchObject(expected);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['consult_circle', { ...asked, options: 'yes' }, /options/],
    ['consult_circle', { ...asked, options: '[1,2]' }, /options/],
    ['consult_circle', { ...asked, quorum: 'two' }, /quorum/],
    ['consult_circle', { ...asked, strategy: 'some' }, /strategy.*must be .*all.*settled.*sure.*escalate/s],
    ['consult_circle', { ...asked, colour: '' }, /colour/],
    ['consult_circle', { ...asked, __proto__: null, constructor: 'x' }, /constructor/],
    ['consult_circle', { question: '' }, /question/],
    ['consult_circle', { question: null }, /question/],
  ])('is told what cannot be understood: %s %j', async (tool, input, sentence) => {
    expect(await callTool(await connect(open(), options), tool, input)).toMatchObject({
      isError: true,
      text: expect.stringMatching(sentence),
    });
  });

  it.each(['list_experts', 'list_circles'])('may send %s members that it does not have', async (tool) => {
    expect(await callTool(await connect(open(), options), tool, { random_string: 'dummy' })).toMatchObject({ isError: false });
  });

  it('finds every input written out, without a reference', async () => {
    const { tools } = await (await connect(open(), options)).listTools();
    for (const { inputSchema } of tools) expect(JSON.stringify(inputSchema)).not.toMatch(/\$ref|\$defs/);
    expect(tools[0]?.inputSchema.properties).toMatchObject({ kind: { enum: expect.arrayContaining(['choice', 'auto']) } });
  });

  it.each(['*/*', 'application/json, */*;q=0.8'])('may accept %s', async (accept) => {
    expect((await (await connect(open(accept), options)).listTools()).tools).toHaveLength(8);
  });

  it('is led to its own tools where something does not exist', async () => {
    const { text } = await callTool(await connect(open(), options), 'consult_circle', { ...asked, circle: 'nope' });
    expect(text).toContain('list_circles lists them');
    expect(text).not.toContain('GET /v1');
  });
});
