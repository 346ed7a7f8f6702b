/** Webhooks of embedded mode as a process: what survives when it dies, and what its door sees. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { requireCore } from '../../infra/local/core.ts';
import { shownDeliveries } from '../../shared/contract/delivery.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { problemIn } from './circle-client.ts';
import { eventually } from './eventually.ts';
import { type KnowledgeFolder, webhookKey, writeKnowledge } from './knowledge-folder.ts';
import { type ModelServer, startModelServer } from './model-server.ts';
import { runToEnd, type ServerProcess, startServer } from './server-process.ts';
import { newQuestion } from './suite/context.ts';

const key = 'key-of-the-webhook-tests';
/** Milliseconds until a webhook is sent a second time, and what a busy machine adds. */
const patienceMs = 25_000;
/** Milliseconds to build the core, where it is not built yet. */
const buildMs = 900_000;

let models: ModelServer;
let receiver: Receiver;
let knowledge: KnowledgeFolder;
let dataFolder: string;
let servers: ServerProcess[] = [];

beforeAll(async () => {
  // Otherwise the first server would build the core, and its start would take minutes.
  requireCore(() => undefined);
  models = await startModelServer();
  receiver = await startReceiver();
  const expert = { provider: 'openai-compatible', baseUrl: models.baseUrl, model: 'answers:Paris', family: 'a' };
  knowledge = writeKnowledge({ experts: { first: expert }, circles: { default: { experts: ['first'] } } });
}, buildMs);
afterAll(async () => {
  await models?.close();
  await receiver?.close();
  knowledge?.remove();
});
afterEach(async () => {
  for (const server of servers) await server.end('SIGKILL');
  servers = [];
  rmSync(dataFolder, { recursive: true, force: true });
});

/** A data folder whose file of secrets holds the key that signs. */
function newDataFolder(): string {
  dataFolder = mkdtempSync(join(tmpdir(), 'circle-data-'));
  writeFileSync(join(dataFolder, 'secrets.env'), `${webhookKey.name}=${webhookKey.value}\n`, { mode: 0o600 });
  return dataFolder;
}

async function serve(folder: string): Promise<ServerProcess> {
  const server = await startServer(folder, join(knowledge.path, 'circles.yaml'), key);
  servers.push(server);
  return server;
}

async function deliveryOf({ circle }: ServerProcess, id: string) {
  const { text } = await circle.send('GET', `/v1/consultations/${id}/deliveries`);
  return shownDeliveries.parse(JSON.parse(text)).deliveries[0];
}

const attemptsOf = async (server: ServerProcess, id: string) => (await deliveryOf(server, id))?.attempts.length ?? 0;

it('is told of an end though the server is killed right after it', async () => {
  const folder = newDataFolder();
  const first = await serve(folder);
  const id = await first.circle.ask({ question: newQuestion(), kind: 'short', webhook: { url: `${receiver.url}/killed-at-the-end` } });
  await first.circle.end(id);
  await first.end('SIGKILL');
  expect(receiver.posts('/killed-at-the-end')).toEqual([]);

  const second = await serve(folder);
  await eventually(async () => ((await deliveryOf(second, id))?.state === 'delivered' ? true : undefined), patienceMs);
  const [post, ...repeats] = receiver.posts('/killed-at-the-end');
  expect(repeats).toEqual([]);
  expect(new Webhook(webhookKey.value).verify(post?.body ?? '', { ...post?.headers })).toMatchObject({ data: { consultationId: id } });
});

it('is told again though the server is killed between two attempts, after the same wait and under the same id', async () => {
  const folder = newDataFolder();
  const first = await serve(folder);
  receiver.answer('/killed-between', { status: 500 });
  const id = await first.circle.ask({ question: newQuestion(), kind: 'short', webhook: { url: `${receiver.url}/killed-between` } });
  await eventually(async () => ((await attemptsOf(first, id)) === 1 ? true : undefined), patienceMs);
  const due = (await deliveryOf(first, id))?.nextAttemptAt ?? '';
  await first.end('SIGKILL');

  const second = await serve(folder);
  await eventually(async () => ((await attemptsOf(second, id)) === 2 ? true : undefined), patienceMs);
  const delivery = await deliveryOf(second, id);
  expect(delivery).toMatchObject({ state: 'delivered', attempts: [{ status: 500 }, { status: 204 }] });
  // Messages wait by the time since the machine's start, which Linux tells in hundredths of a second.
  expect(Date.parse(delivery?.attempts[1]?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(due) - 20);
  expect(receiver.posts('/killed-between').map(({ headers }) => headers['webhook-id'])).toEqual([`msg_${id}_0`, `msg_${id}_0`]);
});

it('is refused at the door when its key is not set, by name', async () => {
  const { circle } = await serve(newDataFolder());
  const body = { question: newQuestion(), webhook: { url: receiver.url, key: 'WEBHOOK_OF_NOBODY' } };
  expect(problemIn(await circle.send('POST', '/v1/consultations', { body }), 400).errors).toEqual([
    { field: 'webhook.key', message: 'names WEBHOOK_OF_NOBODY, which is not set' },
  ]);
});

it('is shown on the command line with what became of it', async () => {
  const server = await serve(newDataFolder());
  receiver.answer('/shown?token=secret', { status: 410 });
  const id = await server.circle.ask({ question: newQuestion(), kind: 'short', webhook: { url: `${receiver.url}/shown?token=secret` } });
  await eventually(async () => ((await deliveryOf(server, id))?.state === 'given-up' ? true : undefined), patienceMs);
  const { code, output } = await runToEnd(['functions/cli/circle.ts', 'show', id], { CIRCLE_URL: server.url, CIRCLE_API_KEY: key });
  expect(code).toBe(0);
  expect(output).toContain(`${receiver.url}/shown: given-up (1 attempt, the last 410)`);
  expect(output).not.toContain('secret');
});

it('is taken by the receiver of the documents, which refuses one that is forged', async () => {
  const root = join(import.meta.dirname, '../..');
  const [, program = ''] = /```js\n(\/\/ receiver\.mjs\n.*?)```/s.exec(readFileSync(join(root, 'docs/webhooks.md'), 'utf8')) ?? [];
  const server = await serve(newDataFolder());
  writeFileSync(join(dataFolder, 'receiver.mjs'), program);
  symlinkSync(join(root, 'node_modules'), join(dataFolder, 'node_modules'));
  const unused = await startReceiver();
  await unused.close();
  const environment = { ...process.env, WEBHOOK_SECRET: webhookKey.value, PORT: String(unused.port) };
  const child = spawn(process.execPath, [join(dataFolder, 'receiver.mjs')], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  try {
    const forged = () => fetch(unused.url, { method: 'POST', body: '{}', headers: { 'webhook-id': 'msg_1', 'webhook-timestamp': '1' } });
    expect((await eventually(forged, patienceMs)).status).toBe(401);
    const id = await server.circle.ask({ question: newQuestion(), kind: 'short', webhook: { url: unused.url } });
    await eventually(async () => ((await deliveryOf(server, id))?.state === 'delivered' ? true : undefined), patienceMs);
    expect(said).toMatch(new RegExp(`^consultation\\.decided ${id} decided \\S+\n$`));
  } finally {
    child.kill();
  }
});
