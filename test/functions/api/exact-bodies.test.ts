/** Bodies that are strict JSON and still two things to two readers: refused by the name of the field, at every interface. */
import { beforeEach, describe, expect, it } from 'vitest';
import { readLines } from '../../../functions/cli/batch/lines.ts';
import { openApi, type TestApi } from '../../support/api.ts';

let api: TestApi;
beforeEach(() => {
  api = openApi();
});

/** A body of each interface, with further members in a text of their own. */
const doors = {
  '/v1/consultations': (more: string) => `{"question":"Why?",${more}}`,
  '/v1/estimates': (more: string) => `{"question":"Why?",${more}}`,
  '/v1/reviews': (more: string) => `{"files":[{"path":"a.sql","text":"SELECT 1;"}],${more}}`,
  '/v1/chat/completions': (more: string) => `{"model":"circle/default","messages":[{"role":"user","content":"Why?"}],${more}}`,
  '/v1/consultations/one/feedback': (more: string) => `{"right":true,${more}}`,
  '/v1/consultations/one/opinions': (more: string) => `{"expert":"ada","answer":"yes",${more}}`,
  '/mcp': (more: string) => `{"jsonrpc":"2.0","id":1,"method":"tools/call",${more}}`,
} as const;

/** Further members, with the field that is named. */
const inexact: readonly (readonly [kind: string, more: string, field: string])[] = [
  ['a member twice', '"circle":"a","circle":"b"', 'circle'],
  ['a member twice in another spelling', '"circle":"a","\\u0063ircle":"b"', 'circle'],
  ['a member twice within', '"metadata":{"a":"1","b":"2","a":"1"}', 'metadata.a'],
  ['a member twice within a list', '"list":[{"a":1},{"a":1,"a":2}]', 'list.1.a'],
  ['half a surrogate pair', '"metadata":{"a":"x\\ud83d"}', 'metadata.a'],
  ['the other half', '"note":"\\ude00x"', 'note'],
  ['half a surrogate pair in a name', '"metadata":{"\\ud83d":"x"}', 'metadata'],
  ['a number beyond doubles', '"budgetUsd":1e400', 'budgetUsd'],
];
const cases = Object.entries(doors).flatMap(([path, bodyWith]) =>
  inexact.map(([kind, more, field]) => ({ path, kind, field, body: bodyWith(more) })),
);

describe('a body that is not the same to every reader', () => {
  it.each(cases)('is refused by name at $path: $kind', async ({ path, field, body }) => {
    const headers = { accept: 'application/json, text/event-stream' };
    const address = path === '/mcp' ? `http://127.0.0.1:7330${path}` : path;
    const { status, body: answer } = await api.send('POST', address, { body, headers });
    expect(status).toBe(400);
    expect(JSON.stringify(answer)).toContain(field);
    expect(JSON.stringify(answer)).toMatch(/stands twice in one object|half a surrogate pair|beyond the range of JSON numbers/);
  });

  it.each(inexact)('is refused by line and name in a batch: %s', (_, more, field) => {
    expect(() => readLines(`{"question":"Whole?"}\n{"question":"Why?",${more}}`, {})).toThrow(`line 2, ${field}: `);
  });

  it('is asked where its halves are a whole pair, and names stand twice in two objects', async () => {
    const body =
      '{"question":"Why \\ud83d\\ude00?","metadata":{"a":"\\"a\\":1,"},"limits":{"calls":9},"schema":{"properties":{"calls":{}}}}';
    expect(await api.send('POST', '/v1/consultations', { body })).toMatchObject({ status: 202 });
  });
});
