/** Webhooks through a proxy that lets nothing through: what it says is told as its own, and what the receiver says as the receiver's. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { anyTargets } from '../../shared/domain/webhook-target.ts';
import type { Webhooks } from '../../shared/ports/webhooks.ts';

let answer = '';
let proxy: Server;
let webhooks: Webhooks;

beforeAll(async () => {
  proxy = createServer((socket: Socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => void (answer === '' ? socket.destroy() : socket.end(answer)));
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as { readonly port: number };
  for (const name of ['http_proxy', 'https_proxy', 'no_proxy', 'all_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']) vi.stubEnv(name, '');
  vi.stubEnv('ALL_PROXY', `http://127.0.0.1:${port}`);
  // The way out is opened once, by what the environment says then.
  const { httpWebhooks } = await import('../../shared/adapters/node/http-webhooks.ts');
  webhooks = httpWebhooks({ targets: anyTargets });
});
afterAll(() => {
  vi.unstubAllEnvs();
  proxy.close();
});

const statuses = [400, 403, 407, 410, 429, 500, 502, 503, 504];
const reply = (status: number, header = '') => `HTTP/1.1 ${status} Said\r\n${header}content-length: 0\r\n\r\n`;
const post = (url: string) => webhooks.post({ url, headers: {}, body: '{}', timeoutMs: 5000, declared: true });

it.each(statuses)('a proxy that answers %i to a tunnel is told, and no receiver', async (status) => {
  answer = reply(status);
  expect(await post('https://hooks.example/')).toEqual({ reason: 'connection-refused', proxyStatus: status });
});

it.each(statuses)('what comes with %i where nothing is tunnelled is the proxy’s where that says so, and 407 always', async (status) => {
  for (const header of ['proxy-status: squid; error=connection_refused\r\n', 'x-squid-error: ERR_CONNECT_FAIL 111\r\n']) {
    answer = reply(status, header);
    expect(await post('http://hooks.example/')).toEqual({ reason: 'connection-refused', proxyStatus: status });
  }
  answer = reply(status, 'proxy-status: squid; received-status=200\r\n');
  const ofProxy = { reason: 'connection-refused', proxyStatus: status };
  expect(await post('http://hooks.example/')).toEqual(status === 407 ? ofProxy : { status });
});

it.each(['https://hooks.example/', 'http://hooks.example/'])('a proxy that hangs up gives no status: %s', async (url) => {
  answer = '';
  expect(await post(url)).not.toHaveProperty('status');
});
