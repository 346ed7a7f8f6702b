/** Who is let in at /mcp, what is refused there, and where a client learns how to ask for more. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { bodyMaxBytes, buildApp } from '../../../functions/api/app.ts';
import { type Authenticate, byKey } from '../../../functions/api/authenticate.ts';
import type { ApiOptions } from '../../../functions/api/options.ts';
import { protectedResource } from '../../../shared/contract/mcp.ts';
import { problem } from '../../../shared/contract/problem.ts';
import { keyHolder } from '../../../shared/domain/principal.ts';
import { goodKey } from '../../support/api.ts';
import { connect, overHttp } from '../../support/mcp.ts';
import { openPorts, type TestPorts } from '../../support/ports.ts';

const address = 'http://127.0.0.1:7330';
const metadataPath = '/.well-known/oauth-protected-resource';

let ports: TestPorts;
beforeEach(() => {
  ports = openPorts();
});

const openApp = (options: Partial<ApiOptions> = {}) =>
  buildApp({ ports, maxWaitSeconds: 25, authenticate: byKey(goodKey), readiness: async () => ({}), ...options });

interface Sent {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly url?: string;
  readonly options?: Partial<ApiOptions>;
  /** What the gateway says of the request. */
  readonly environment?: object;
}

const listTools = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: envelopeOf('2026-07-28') } };
function envelopeOf(revision: string): object {
  return {
    'io.modelcontextprotocol/protocolVersion': revision,
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
}

async function post({ headers = {}, body = listTools, url = address, options, environment }: Sent = {}) {
  const all = {
    authorization: `Bearer ${goodKey}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'tools/list',
    ...headers,
  };
  const given = Object.entries(all).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]));
  const response = await openApp(options).request(
    `${url}/mcp`,
    { method: 'POST', headers: given, body: JSON.stringify(body) },
    environment,
  );
  return { status: response.status, headers: response.headers, body: z.looseObject({}).parse(await response.json()) };
}

/** A refusal as clients of MCP read it: an error of JSON-RPC, whose message they show. */
const jsonRpcError = z.strictObject({
  jsonrpc: z.literal('2.0'),
  id: z.null(),
  error: z.strictObject({ code: z.int(), message: z.string(), data: problem }),
});
const refusalIn = (body: object) => jsonRpcError.parse(body).error.data;

describe('the key', () => {
  it.each([
    ['none', undefined],
    ['a wrong one', 'Bearer wrong'],
  ])('is asked for: %s is refused, and told where to read more', async (_, authorization) => {
    const { status, headers, body } = await post({ headers: { authorization } });
    expect(status).toBe(401);
    expect(refusalIn(body).type).toBe('/problems/unauthorized');
    expect(headers.get('www-authenticate')).toBe(`Bearer resource_metadata="${address}${metadataPath}/mcp"`);
  });

  it('that is wrong lets no client connect', async () => {
    const app = openApp();
    await expect(connect(overHttp(address, 'wrong', async (...request) => app.fetch(new Request(...request))))).rejects.toThrow();
  });

  it('is what a missing one is told to be, in the words that clients show', async () => {
    const { headers, body } = await post({ headers: { authorization: undefined } });
    expect(headers.get('content-type')).toBe('application/json');
    expect(jsonRpcError.parse(body).error).toMatchObject({ code: -32_600, message: 'send the header Authorization: Bearer <key>' });
  });

  it.each([
    ['GET', '/.well-known/oauth-authorization-server'],
    ['GET', '/.well-known/oauth-authorization-server/mcp'],
    ['GET', '/.well-known/openid-configuration'],
    ['GET', '/mcp/.well-known/openid-configuration'],
    ['POST', '/register'],
    ['GET', '/authorize'],
    ['POST', '/token'],
  ])('is no affair of OAuth, which %s %s says', async (method, path) => {
    const response = await openApp().request(`${address}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(method === 'POST' && { body: '{}' }),
    });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: 'access_denied', error_description: expect.stringContaining('There is no OAuth here') });
  });

  it('is the one that the tools call the API with: withdrawn in between, it is refused there', async () => {
    const authenticate = vi.fn<Authenticate>().mockReturnValueOnce(keyHolder).mockReturnValue(undefined);
    const call = { ...listTools, method: 'tools/call', params: { ...listTools.params, name: 'list_circles', arguments: {} } };
    const { body } = await post({
      headers: { 'mcp-method': 'tools/call', 'mcp-name': 'list_circles' },
      body: call,
      options: { authenticate },
    });
    expect(body['result']).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^this key is not known.*will not help/) }],
    });
  });

  it('is left to the gateway where one stands in front', async () => {
    expect(await post({ options: { authenticate: () => keyHolder } })).toMatchObject({ status: 200 });
  });
});

describe('the origin', () => {
  it.each([
    ['none, as programs send', undefined],
    ['the own', address],
    ['a page of this machine', 'http://localhost:6274'],
    ['a page that the operator allows', 'https://agents.example'],
  ])('is welcome: %s', async (_, origin) => {
    expect(await post({ headers: { origin }, options: { allowedOrigins: ['https://agents.example'] } })).toMatchObject({ status: 200 });
  });

  it.each(['https://evil.example', 'null', 'https://127.0.0.1.evil.example', 'http://agents.example', 'not an origin'])(
    'is refused: %s',
    async (origin) => {
      const { status, body } = await post({ headers: { origin }, options: { allowedOrigins: ['https://agents.example'] } });
      expect(status).toBe(403);
      expect(refusalIn(body).type).toBe('/problems/forbidden');
      expect(body).not.toHaveProperty('result');
    },
  );

  it('that is refused is refused before the key is looked at', async () => {
    expect(await post({ headers: { origin: 'https://evil.example', authorization: undefined } })).toMatchObject({ status: 403 });
  });
});

describe('the host name', () => {
  it.each(['http://localhost:7330', 'http://127.0.0.1:80', 'http://[::1]:7330', 'http://192.168.0.7:7330'])(
    'is trusted: %s',
    async (url) => {
      expect(await post({ url })).toMatchObject({ status: 200 });
    },
  );

  it('that any name server may have made up is refused: a page could reach this machine by it', async () => {
    const { status, body } = await post({ url: 'http://rebound.example:7330' });
    expect(status).toBe(403);
    expect(refusalIn(body).detail).toMatch(/host name/);
    expect(await openApp().request(`http://rebound.example:7330${metadataPath}`)).toMatchObject({ status: 403 });
  });

  it('does not matter where the operator has set the public address', async () => {
    expect(await post({ url: 'http://circle.internal', options: { publicUrl: 'https://circle.example/' } })).toMatchObject({ status: 200 });
  });
});

describe('the metadata of the protected resource', () => {
  const read = async (path: string, options: Partial<ApiOptions> = {}, environment?: object) =>
    protectedResource.parse(await (await openApp(options).request(`${address}${metadataPath}${path}`, {}, environment)).json());

  it('is open, and names the resource whose path it stands for', async () => {
    expect(await read('/mcp')).toEqual({
      resource: `${address}/mcp`,
      resource_name: 'Circle of Experts',
      resource_documentation: `${address}/docs`,
      bearer_methods_supported: ['header'],
    });
    expect((await read('')).resource).toBe(address);
  });

  it('names the address that the operator has set', async () => {
    expect((await read('/mcp', { publicUrl: 'https://circle.example/base/' })).resource).toBe('https://circle.example/base/mcp');
  });

  it.each([
    ['its stage', 'abc.execute-api.eu-west-1.amazonaws.com', '/prod'],
    ['the base path of an own domain', 'circle.example', '/experts'],
    ['nothing', 'circle.example', ''],
  ])('names the address that API Gateway knows, with %s', async (_, domainName, base) => {
    const resourcePath = `${metadataPath}/mcp`;
    const environment = { requestContext: { domainName, path: `${base}${resourcePath}`, resourcePath } };
    expect((await read('/mcp', {}, environment)).resource).toBe(`https://${domainName}${base}/mcp`);
  });

  it('is where the gateway says, whatever host a request claims', async () => {
    const environment = { requestContext: { domainName: 'circle.example', path: '/prod/mcp', resourcePath: '/mcp' } };
    expect(await post({ url: 'http://evil.example', environment, headers: { authorization: undefined } })).toMatchObject({ status: 401 });
    const refused = await post({ environment, headers: { origin: 'http://evil.example' } });
    expect(refused.status).toBe(403);
  });
});

describe('the protocol', () => {
  it.each(['GET', 'DELETE', 'PUT'])('has no %s: there is no session to follow or to end', async (method) => {
    const response = await openApp().request(`${address}/mcp`, { method, headers: { authorization: `Bearer ${goodKey}` } });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST, OPTIONS');
  });

  it.each<[string, Sent, number, number]>([
    ['a header that names another method', { headers: { 'mcp-method': 'tools/call' } }, 400, -32_020],
    ['a header that is missing', { headers: { 'mcp-method': undefined } }, 400, -32_020],
    ['a header that names another tool', toolCall('list_circles', 'consult_circle'), 400, -32_020],
    ['a revision to come', { headers: { 'mcp-protocol-version': '2099-01-01' }, body: revised('2099-01-01') }, 400, -32_022],
    ['a method that does not exist', { headers: { 'mcp-method': 'tools/eat' }, body: { ...listTools, method: 'tools/eat' } }, 404, -32_601],
    ['a tool that does not exist', toolCall('no_tool', 'no_tool'), 200, -32_602],
    ['a subscription, where nothing changes', subscription(), 200, -32_603],
  ])('is held: %s', async (_, sent, status, code) => {
    expect(await post(sent)).toMatchObject({ status, body: { error: { code } } });
  });

  it('takes JSON only, and not too much of it', async () => {
    expect(await post({ headers: { 'content-type': 'text/plain' } })).toMatchObject({ status: 415 });
    expect(await post({ body: { ...listTools, filler: 'x'.repeat(bodyMaxBytes) } })).toMatchObject({ status: 413 });
  });

  it('says how long the tools may be kept', async () => {
    expect((await post()).body['result']).toMatchObject({ ttlMs: 300_000, cacheScope: 'public' });
  });

  it('keeps nothing between requests: what one server is told, another one answers', async () => {
    const asked = toolCall('consult_circle', 'consult_circle', { question: 'Why?', circle: 'plain', waitSeconds: 0 });
    const { body } = await post(asked);
    const { consultationId } = z
      .looseObject({ structuredContent: z.looseObject({ consultationId: z.string() }) })
      .parse(body['result']).structuredContent;
    const looked = await post(toolCall('get_consultation', 'get_consultation', { consultationId, waitSeconds: 0 }));
    expect(looked.body['result']).toMatchObject({ structuredContent: { consultationId, status: 'open' } });
  });
});

describe('the unexpected', () => {
  it('in the API is told without its cause; the log has it', async () => {
    vi.spyOn(ports.health, 'read').mockRejectedValue(new TypeError('secret detail'));
    const { body } = await post(toolCall('list_experts', 'list_experts'));
    expect(body['result']).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/log of the service.*may succeed later/) }],
    });
    expect(JSON.stringify(body)).not.toContain('secret detail');
    expect(ports.log.of('REQUEST_FAILED')).toContainEqual(expect.objectContaining({ reason: 'secret detail' }));
  }, 10_000);

  it('is logged as answered, without what was asked', async () => {
    await post(toolCall('consult_circle', 'consult_circle', { question: 'A private matter?', circle: 'plain', waitSeconds: 0 }));
    expect(ports.log.of('REQUEST_COMPLETED')).toContainEqual(expect.objectContaining({ method: 'POST', path: '/mcp', status: 200 }));
    expect(JSON.stringify(ports.log.entries)).not.toContain('private');
  });
});

function toolCall(inHeader: string, name: string, input: object = {}): Sent {
  const params = { ...listTools.params, name, arguments: input };
  return { headers: { 'mcp-method': 'tools/call', 'mcp-name': inHeader }, body: { ...listTools, method: 'tools/call', params } };
}

function revised(revision: string): object {
  return { ...listTools, params: { _meta: envelopeOf(revision) } };
}

function subscription(): Sent {
  const method = 'subscriptions/listen';
  const params = { ...listTools.params, notifications: { toolsListChanged: true } };
  return { headers: { 'mcp-method': method }, body: { ...listTools, method, params } };
}
