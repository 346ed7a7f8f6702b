/** What clients do by habit: encodings, trailing slashes, OPTIONS and HEAD, and pages of other origins. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildApp } from '../../../functions/api/app.ts';
import { byKey } from '../../../functions/api/authenticate.ts';
import { goodKey } from '../../support/api.ts';
import { openPorts } from '../../support/ports.ts';

const page = 'https://page.example';

function openApp() {
  const ports = openPorts();
  const app = buildApp({ ports, authenticate: byKey(goodKey), maxWaitSeconds: 0, readiness: async () => ({}), allowedOrigins: [page] });
  return { ports, send: (path: string, init: RequestInit) => app.request(`http://127.0.0.1:7330${path}`, init) };
}

/** The same question at every interface that takes a body. */
const interfaces = {
  '/v1/consultations': '{"question":"déjà vu"}',
  '/v1/chat/completions': '{"model":"circle/plain","messages":[{"role":"user","content":"déjà vu"}]}',
  '/v1/consultations/some-id/feedback': '{"answer":"déjà vu"}',
  '/v1/consultations/some-id/opinions': '{"expert":"eve","answer":"déjà vu"}',
  '/mcp': '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"consult_circle","arguments":{"question":"déjà vu"}}}',
};

describe.each(Object.entries(interfaces))('the body of %s', (path, body) => {
  const post = async (bytes: Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>> = {}) => {
    const { ports, send } = openApp();
    const all = {
      authorization: `Bearer ${goodKey}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    };
    const answer = await send(path, { method: 'POST', headers: all, body: bytes });
    return { status: answer.status, text: await answer.text(), started: ports.workflow.started };
  };

  it('that is not in UTF-8 is refused by name, and nothing is asked', async () => {
    const { status, text, started } = await post(Buffer.from(body, 'latin1'));
    expect({ status, started }).toEqual({ status: 400, started: [] });
    expect(text).toMatch(/the body is not in UTF-8, first at byte \d+: JSON is sent in UTF-8/);
  });

  it('in UTF-16 is refused by name', async () => {
    const { status, text } = await post(Buffer.from(body, 'utf16le'));
    expect({ status, text }).toEqual({ status: 400, text: expect.stringContaining('the body is in UTF-16') });
  });

  it.each([
    ['content-type', 'application/json; charset=iso-8859-1', 'not in iso-8859-1'],
    ['content-type', 'application/json;charset="utf-16"', 'not in utf-16'],
    ['content-encoding', 'gzip', 'Content-Encoding gzip is not taken'],
    ['content-encoding', 'br', 'Content-Encoding br is not taken'],
    ['content-encoding', 'zstd', 'Content-Encoding zstd is not taken'],
  ])('under %s: %s is refused by name', async (header, value, words) => {
    const { status, text } = await post(gzipSync(body), { [header]: value });
    expect({ status, text }).toEqual({ status: 415, text: expect.stringContaining(words) });
  });

  it('is read with a mark of UTF-8 as without', async () => {
    const [marked, plain] = [await post(Buffer.from(`\uFEFF${body}`)), await post(Buffer.from(body))];
    expect(marked.status).toBe(plain.status);
    expect(marked.text).not.toContain('not valid JSON');
  });
});

describe('a path', () => {
  it.each(['/v1/models/', '//v1/models', '/v1/circles/', '/healthz/', '/docs/', '/v1/models/circle/plain/', '/v1/models/circle%2Fplain'])(
    '%s is the one without the slash too many',
    async (path) => {
      const { send } = openApp();
      expect((await send(path, { headers: { authorization: `Bearer ${goodKey}` } })).status).toBe(200);
    },
  );

  it.each(['/v1/models/', '//v1/models', '/v1/consultations/', '/mcp/', '//mcp'])('%s wants the key as well', async (path) => {
    const { send } = openApp();
    expect((await send(path, { method: path.includes('mcp') ? 'POST' : 'GET' })).status).toBe(401);
  });
});

describe('OPTIONS', () => {
  it.each(['/v1/models', '/v1/consultations', '/v1/chat/completions', '/mcp', '/healthz', '/docs'])('on %s needs no key', async (path) => {
    const answer = await openApp().send(path, { method: 'OPTIONS' });
    expect({ status: answer.status, body: await answer.text() }).toEqual({ status: 204, body: '' });
    expect(answer.headers.get('allow')).toContain('OPTIONS');
  });

  it('is answered to nothing that is not there', async () => {
    expect((await openApp().send('/v1/nothing', { method: 'OPTIONS' })).status).toBe(404);
  });
});

describe('a page of another origin', () => {
  const preflight = (path: string, origin: string) =>
    openApp().send(path, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type' },
    });

  it.each(['/v1/consultations', '/v1/chat/completions', '/v1/consultations/x/events', '/mcp'])(
    'that is listed may call %s',
    async (path) => {
      const { status, headers } = await preflight(path, page);
      expect(status).toBe(204);
      expect(headers.get('access-control-allow-origin')).toBe(page);
      expect(headers.get('access-control-allow-headers')).toBe('authorization,content-type');
      expect(headers.get('access-control-allow-methods')).toContain('DELETE');
    },
  );

  it.each([200, 401, 404])('that is listed reads an answer of %i', async (status) => {
    const [key, path] = { 200: [goodKey, '/v1/models'], 401: ['circle_wrong', '/v1/models'], 404: [goodKey, '/v1/models/x'] }[status] ?? [];
    const answer = await openApp().send(path ?? '', { headers: { origin: page, authorization: `Bearer ${key}` } });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('access-control-allow-origin')).toBe(page);
    expect(answer.headers.get('access-control-expose-headers')).toContain('x-consultation-id');
    expect(answer.headers.get('vary')).toContain('origin');
  });

  it('that is not listed learns nothing but what the path offers', async () => {
    for (const path of ['/v1/consultations', '/mcp']) {
      const { headers } = await preflight(path, 'https://evil.example');
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    const read = await openApp().send('/v1/models', { headers: { origin: 'https://evil.example', authorization: `Bearer ${goodKey}` } });
    expect(read.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('of this machine may use the tools, and nothing else', async () => {
    expect((await preflight('/mcp', 'http://localhost:6274')).headers.get('access-control-allow-origin')).toBe('http://localhost:6274');
    expect((await preflight('/v1/models', 'http://localhost:6274')).headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('HEAD', () => {
  it.each(['/v1/models', '/v1/consultations', '/v1/experts', '/healthz', '/docs', '/v1/openapi.json', '/v1/nothing', '/mcp'])(
    'on %s is GET without a body',
    async (path) => {
      const headers = { authorization: `Bearer ${goodKey}` };
      const { send } = openApp();
      const [head, get] = [await send(path, { method: 'HEAD', headers }), await send(path, { headers })];
      expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([get.status, get.headers.get('content-type'), '']);
    },
  );
});
