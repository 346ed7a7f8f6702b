/** What restarts do to calls under way: nobody is lost in silence, and no money is denied. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { requireCore } from '../../infra/local/core.ts';
import { eventually } from './eventually.ts';
import { type KnowledgeFolder, writeKnowledge } from './knowledge-folder.ts';
import { type ModelServer, startModelServer } from './model-server.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { newQuestion } from './suite/context.ts';

const key = 'key-of-the-restart-tests';
const patienceMs = 20_000;

let models: ModelServer;
let knowledge: KnowledgeFolder;
let folder: string;
let server: ServerProcess;

beforeAll(async () => {
  requireCore(() => undefined);
  models = await startModelServer();
  const priced = { provider: 'openai-compatible', baseUrl: models.baseUrl, inputUsdPerMillion: 1, outputUsdPerMillion: 1 };
  knowledge = writeKnowledge({
    experts: {
      held: { ...priced, model: 'holds:Paris', family: 'b' },
      other: { ...priced, model: 'answers:Paris', family: 'a' },
    },
    circles: { default: { experts: ['held', 'other'], quorum: 2, deadlineSeconds: 120 } },
  });
}, 900_000);
afterAll(async () => {
  await models?.close();
  knowledge?.remove();
});
afterEach(async () => {
  await server.end('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const serve = async (environment: Readonly<Record<string, string>> = {}) => {
  server = await startServer(folder, join(knowledge.path, 'circles.yaml'), key, environment);
  return server.circle;
};
const newFolder = () => {
  folder = mkdtempSync(join(tmpdir(), 'circle-data-'));
};
/** Waits until the expert that holds its answer has been asked so often. */
const asked = (question: string, times: number) =>
  eventually(() => (models.calls(question, 'holds:Paris').length === times ? true : undefined), patienceMs);

/** Waits until the other expert's opinion is stored. */
const heard = (id: string) => server.circle.see(id, (state) => (state.opinions.length === 1 ? state : undefined));

describe('an expert whose server is killed again and again', () => {
  it('is asked again each time, is heard at last, and what the lost calls have cost is not known', async () => {
    newFolder();
    const question = newQuestion();
    const id = await (await serve()).ask({ question, kind: 'short' });
    await heard(id);
    for (const times of [1, 2, 3, 4]) {
      await asked(question, times);
      await server.end('SIGKILL');
      await serve();
    }
    await asked(question, 5);
    models.release(question);
    const { status, cost, verdict } = await server.circle.end(id);
    expect(status).toBe('decided');
    expect(verdict?.missing).toEqual([]);
    expect(cost.unknown).toEqual(['held']);
  }, 120_000);

  it('was asked though the consultation was cancelled before it could say so', async () => {
    newFolder();
    const question = newQuestion();
    const circle = await serve();
    const id = await circle.ask({ question, kind: 'short' });
    await heard(id);
    await asked(question, 1);
    await circle.cancel(id);
    await server.end('SIGKILL');
    const ended = await (await serve()).see(id, (state) =>
      state.opinions.every(({ error }) => error?.type !== 'not-awaited') ? state : undefined,
    );
    expect(ended.cost.unknown).toEqual(['held']);
    expect(ended.opinions.find(({ expert }) => expert === 'held')).toMatchObject({ status: 'cancelled' });
  }, 60_000);
});

describe('a server that is asked to stop', () => {
  it('answers who waits with the id, takes nothing new, lets calls under way end, and loses none of them', async () => {
    newFolder();
    const question = newQuestion();
    const circle = await serve();
    const waiting = circle.send('POST', '/v1/consultations', { body: { question, kind: 'short' }, headers: { prefer: 'wait=60' } });
    await asked(question, 1);
    const ended = server.end('SIGTERM');
    const answer = await waiting;
    expect(answer.status).toBe(202);
    const { id } = JSON.parse(answer.text);
    await expect(circle.send('GET', '/v1/circles')).rejects.toThrow('fetch failed');
    models.release(question);
    expect(await ended).toMatchObject({ code: 0, errors: '' });

    expect(await (await serve()).end(id)).toMatchObject({ status: 'decided', cost: { unknown: [] } });
    expect(models.calls(question, 'holds:Paris')).toHaveLength(1);
  }, 60_000);

  it('ends at once at the second signal, and is resumed as after a kill', async () => {
    newFolder();
    const question = newQuestion();
    const id = await (await serve({ CIRCLE_DRAIN_SECONDS: '60' })).ask({ question, kind: 'short' });
    await asked(question, 1);
    server.signal('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await server.end('SIGTERM')).toMatchObject({ code: 143 });
    await serve();
    await asked(question, 2);
    models.release(question);
    expect(await server.circle.end(id)).toMatchObject({ status: 'decided', cost: { unknown: ['held'] } });
  }, 60_000);
});
