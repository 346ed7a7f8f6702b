/** A machine that sleeps while a circle is at work: a process that is stopped and goes on sees the same as a lid that is closed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireCore } from '../../infra/local/core.ts';
import { type KnowledgeFolder, writeKnowledge } from './knowledge-folder.ts';
import { type ModelServer, startModelServer } from './model-server.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { newQuestion } from './suite/context.ts';

const key = 'key-of-the-sleeping-tests';
const deadlineSeconds = 8;
/** Beyond the deadline, and long enough to be no busy machine. */
const sleepMs = 15_000;

let models: ModelServer;
let knowledge: KnowledgeFolder;
let data: string;
let server: ServerProcess;
beforeAll(async () => {
  requireCore(() => undefined);
  models = await startModelServer();
  const onServer = (model: string, family: string) => ({ provider: 'openai-compatible', baseUrl: models.baseUrl, model, family }) as const;
  knowledge = writeKnowledge({
    experts: { first: onServer('slow:3000:Paris', 'a'), second: onServer('slow:3000:Paris', 'b'), third: onServer('slow:3500:Paris', 'c') },
    circles: { default: { experts: ['first', 'second', 'third'], quorum: 3, deadlineSeconds } },
  });
  data = mkdtempSync(join(tmpdir(), 'circle-sleep-'));
  server = await startServer(data, join(knowledge.path, 'circles.yaml'), key);
}, 900_000);
afterAll(async () => {
  await server?.end('SIGKILL');
  await models?.close();
  knowledge?.remove();
  rmSync(data, { recursive: true, force: true });
});

describe('a machine that has slept past the deadline', () => {
  it('reads the answers that have come meanwhile, charges nobody with the sleep, and says that it has slept', {
    timeout: 90_000,
  }, async () => {
    const id = await server.circle.ask({ question: newQuestion() });
    await pause(1000);
    server.signal('SIGSTOP');
    await pause(sleepMs);
    server.signal('SIGCONT');
    const { status, verdict, opinions, timing } = await server.circle.end(id, 30_000);
    expect({ status, missing: verdict?.missing, statuses: opinions.map((opinion) => opinion.status) }).toEqual({
      status: 'decided',
      missing: [],
      statuses: ['answered', 'answered', 'answered'],
    });
    expect(verdict?.slept).toBeGreaterThan(sleepMs / 1000 - 7);
    expect(verdict?.slept).toBeLessThan(sleepMs / 1000 + 2);
    for (const { latencyMs } of opinions) expect(latencyMs).toBeLessThan(deadlineSeconds * 1000);
    expect(timing.durationMs).toBeGreaterThan(sleepMs);
  });
});
