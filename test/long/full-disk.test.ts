/** A disk that is full below a server, on a small file system of its own: what a person would have to mend by hand otherwise. Needs an administrator, and Linux. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireCore } from '../../infra/local/core.ts';
import { eventually } from '../blackbox/eventually.ts';
import { type KnowledgeFolder, writeKnowledge } from '../blackbox/knowledge-folder.ts';
import { type ModelServer, startModelServer } from '../blackbox/model-server.ts';
import { type ServerProcess, startServer } from '../blackbox/server-process.ts';
import { newQuestion } from '../blackbox/suite/context.ts';
import { mountSmallDisk } from '../support/small-disk.ts';

const key = 'circle_key-of-the-full-disk';
const patienceMs = 30_000;
/** The reserve is made in the first minute of a server. */
const reserveMs = 75_000;

const disk = mountSmallDisk(64);
const data = join(disk.folder, 'data');

let models: ModelServer;
let knowledge: KnowledgeFolder;
let server: ServerProcess | undefined;
beforeAll(async () => {
  requireCore(() => undefined);
  models = await startModelServer();
  const onServer = { provider: 'openai-compatible', baseUrl: models.baseUrl } as const;
  knowledge = writeKnowledge({
    experts: { paris: { ...onServer, model: 'answers:Paris' }, held: { ...onServer, model: 'holds:Paris' } },
    circles: { default: { experts: ['paris'], quorum: 1 }, held: { experts: ['held'], quorum: 1, deadlineSeconds: 600 } },
  });
}, 900_000);
afterAll(async () => {
  await server?.end('SIGKILL');
  await models?.close();
  knowledge?.remove();
  disk.remove();
});

async function start(): Promise<ServerProcess> {
  server = await startServer(data, join(knowledge.path, 'circles.yaml'), key);
  return server;
}

const ask = async ({ circle }: ServerProcess) =>
  (await circle.send('POST', '/v1/consultations', { body: { question: newQuestion() } })).status;
const storeOf = async ({ circle }: ServerProcess) => {
  const { status, text } = await circle.send('GET', '/healthz');
  return { status, store: JSON.parse(text).parts.store as string };
};
const purge = async ({ circle }: ServerProcess, id: string) => (await circle.send('DELETE', `/v1/consultations/${id}?purge=true`)).status;

it.runIf(disk.isMounted)(
  'keeps what was accepted over a kill, says why nothing is taken, and lets what is old go (needs root)',
  async () => {
    const first = await start();
    const old = await Promise.all([1, 2, 3].map(async () => first.circle.ask({ question: newQuestion() })));
    for (const id of old) await first.circle.end(id);
    const question = newQuestion();
    const open = await first.circle.ask({ question, circle: 'held' });
    await eventually(() => models.calls(question)[0], patienceMs);
    await eventually(() => (existsSync(join(data, 'circle.db.reserve')) ? true : undefined), reserveMs);
    disk.fill();
    expect(await ask(first)).toBe(507);
    await first.end('SIGKILL');

    const second = await start();
    expect(await storeOf(second)).toMatchObject({ status: 503, store: expect.stringMatching(/KB left|is full/) });
    expect(await ask(second)).toBe(507);
    expect(await purge(second, old[0] ?? '')).toBe(204);
    models.release(question);
    expect(await second.circle.end(open)).toMatchObject({ status: 'decided' });
    await second.end('SIGKILL');

    // The reserve is spent, and somebody takes the room again.
    disk.fill();
    const third = await start();
    expect((await storeOf(third)).status).toBe(503);
    expect(await third.circle.look(open)).toMatchObject({ status: 'decided' });
    for (const id of [old[1] ?? '', open]) {
      expect(await purge(third, id)).toBe(204);
      disk.fill();
    }
    await third.end('SIGTERM');

    disk.fill();
    const fourth = await start();
    expect(await purge(fourth, old[2] ?? '')).toBe(204);
    expect(await ask(fourth)).toBe(507);
    disk.free();
    await eventually(async () => ((await storeOf(fourth)).status === 200 ? true : undefined), patienceMs);
    expect(await ask(fourth)).toBe(202);
    await eventually(() => (existsSync(join(data, 'circle.db.reserve')) ? true : undefined), reserveMs);
  },
  400_000,
);
