/** A network that only a proxy leads out of: experts, probes, webhooks and the command line all take it, and trust its private authority. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireCore } from '../../infra/local/core.ts';
import { runCircle } from '../support/circle-command.ts';
import { type ForwardProxy, startForwardProxy } from '../support/forward-proxy.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { eventually } from './eventually.ts';
import { type KnowledgeFolder, webhookKey, writeKnowledge } from './knowledge-folder.ts';
import { type ModelServer, startModelServer } from './model-server.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { newQuestion } from './suite/context.ts';

const key = 'key-of-the-proxy-tests';
const fixture = (name: string) => join(import.meta.dirname, '../ports/fixtures', name);

let models: ModelServer;
let receiver: Receiver;
let knowledge: KnowledgeFolder;
let proxy: ForwardProxy;
let data: string;
let server: ServerProcess;
beforeAll(async () => {
  requireCore(() => undefined);
  models = await startModelServer();
  receiver = await startReceiver({
    cert: readFileSync(fixture('receiver-certificate.pem')),
    key: readFileSync(fixture('receiver-key.pem')),
  });
  const port = Number(new URL(models.baseUrl).port);
  const hosts: Record<string, number> = { 'models.test': port, 'hooks.test:443': receiver.port };
  proxy = await startForwardProxy(hosts);
  const onServer = (family: string) =>
    ({ provider: 'openai-compatible', baseUrl: 'http://models.test/v1', model: 'answers:Paris', family }) as const;
  knowledge = writeKnowledge({
    experts: {
      ...{ first: onServer('a'), second: onServer('b') },
      // Not through the proxy, which knows no such name: by its exception, and since it is this machine.
      near: { ...onServer('c'), baseUrl: `${models.baseUrl}` },
      lost: { ...onServer('d'), baseUrl: 'http://nobody.test/v1' },
    },
    circles: {
      default: { experts: ['first', 'second', 'near'], quorum: 3, deadlineSeconds: 30 },
      lost: { experts: ['lost'], quorum: 1, deadlineSeconds: 5 },
    },
  });
  data = mkdtempSync(join(tmpdir(), 'circle-proxy-'));
  writeFileSync(join(data, 'secrets.env'), `${webhookKey.name}=${webhookKey.value}\n`, { mode: 0o600 });
  const environment = { HTTP_PROXY: proxy.url, https_proxy: proxy.url, NODE_EXTRA_CA_CERTS: fixture('receiver-certificate.pem') };
  server = await startServer(data, join(knowledge.path, 'circles.yaml'), key, environment);
  hosts['circle.test'] = Number(new URL(server.url).port);
}, 900_000);
afterAll(async () => {
  await server?.end('SIGKILL');
  await Promise.all([models?.close(), receiver?.close(), proxy?.close()]);
  knowledge?.remove();
  rmSync(data, { recursive: true, force: true });
});

it('asks its experts and delivers its webhooks through the proxy', { timeout: 60_000 }, async () => {
  const id = await server.circle.ask({ question: newQuestion(), webhook: { url: 'https://hooks.test/end', key: webhookKey.name } });
  const { status, opinions } = await server.circle.end(id);
  expect({ status, statuses: opinions.map((opinion) => opinion.status) }).toEqual({
    status: 'decided',
    statuses: ['answered', 'answered', 'answered'],
  });
  expect(proxy.seen.filter((seen) => seen === 'POST http://models.test/v1/chat/completions')).toHaveLength(2);
  expect(await eventually(() => receiver.posts('/end').at(0)?.body, 15_000)).toContain(id);
  expect(proxy.seen).toContain('CONNECT hooks.test:443');
  expect(proxy.seen.filter((seen) => seen.includes('127.0.0.1'))).toEqual([]);
});

it('probes its experts through the proxy, and says so of one that it cannot reach', { timeout: 60_000 }, async () => {
  expect(proxy.seen.some((seen) => seen.startsWith('GET http://models.test/'))).toBe(true);
  const { opinions } = await server.circle.end(
    await server.circle.ask({ question: newQuestion(), circle: 'lost' }).catch(() => expect.fail('refused')),
  );
  expect(opinions[0]).toMatchObject({ status: 'failed' });
});

it('is reached by the command line through the proxy', { timeout: 60_000 }, async () => {
  const environment = { CIRCLE_URL: 'http://circle.test', CIRCLE_API_KEY: key };
  const { code, stdout } = await runCircle(['circles'], { environment: { ...environment, http_proxy: proxy.url } });
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('default') });
  expect(proxy.seen).toContain('GET http://circle.test/v1/circles');
  const wrong = await runCircle(['circles'], { environment: { ...environment, HTTP_PROXY: 'socks5://127.0.0.1:1' } });
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('HTTP_PROXY must be the address of an HTTP proxy') });
});
