/** Schedules of a server that is killed again and again, at chance moments around their times: nothing is lost, and nothing asked twice. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireCore } from '../../infra/local/core.ts';
import { eventually } from '../blackbox/eventually.ts';
import { type KnowledgeFolder, writeKnowledge } from '../blackbox/knowledge-folder.ts';
import { type ModelServer, startModelServer } from '../blackbox/model-server.ts';
import { type ServerProcess, startServer } from '../blackbox/server-process.ts';

const key = 'key-of-the-schedule-tests';
const minuteMs = 60_000;
const patienceMs = 30_000;
/** Milliseconds around its time at which each server is killed. */
const killsAt = seededKills(17, 6);

let models: ModelServer;
let knowledge: KnowledgeFolder;
let folder: string;
let server: ServerProcess | undefined;
/** The first time, a full minute. */
const firstAt = Math.ceil(Date.now() / minuteMs) * minuteMs;
let offsetMs = 0;
/** Milliseconds before a time at which the clock stands when a server starts: as long as the last one took, and a little more. */
let aheadMs = 20_000;

beforeAll(async () => {
  requireCore(() => undefined);
  models = await startModelServer();
  folder = mkdtempSync(join(tmpdir(), 'circle-data-'));
  const onServer = { provider: 'openai-compatible', baseUrl: models.baseUrl, model: 'answers:Paris' };
  const every = { cron: '* * * * *', missed: 'run' } as const;
  const question = 'What is the capital of France?';
  knowledge = writeKnowledge({
    experts: { paris: onServer, person: { provider: 'human', model: 'person' } },
    circles: { default: { experts: ['paris'], quorum: 1 } },
    schedules: {
      made: { ...every, consultation: { question, deadlineSeconds: 30 } },
      waiting: { ...every, overlap: 'queue', consultation: { question, experts: ['paris', 'person'], quorum: 2, deadlineSeconds: 870 } },
    },
  });
}, 900_000);
afterAll(async () => {
  await server?.end('SIGKILL');
  await models?.close();
  knowledge?.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Moments from half a second before a time to a second behind it: most of them where the work is. */
function seededKills(seed: number, count: number): readonly number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647;
    const chance = state / 2_147_483_647;
    return chance < 0.3 ? -500 * chance : 80 * chance ** 2 * (chance > 0.8 ? 15 : 1);
  });
}

const serverTime = () => Date.now() + offsetMs;
const timeOf = (minute: number) => firstAt + minute * minuteMs;
const idOf = (schedule: string, minute: number) =>
  `schedule-${schedule}-${new Date(timeOf(minute)).toISOString().slice(0, 16).replaceAll(/\D/g, '')}`;

/** Starts a server shortly before a time. */
async function serveBefore(minute: number): Promise<ServerProcess> {
  offsetMs = timeOf(minute) - aheadMs - Date.now();
  const clockFile = join(folder, '..', `${folder.slice(-6)}-clock`);
  writeFileSync(clockFile, String(offsetMs));
  const environment = {
    NODE_OPTIONS: `--import=${join(import.meta.dirname, '../soak/month/shifted-clock.mjs')}`,
    SOAK_CLOCK_FILE: clockFile,
  };
  const startedAt = performance.now();
  server = await startServer(folder, join(knowledge.path, 'circles.yaml'), key, environment);
  aheadMs = (performance.now() - startedAt) * 1.2 + 1000;
  return server;
}
const isThere = async ({ circle }: ServerProcess, id: string) => (await circle.send('GET', `/v1/consultations/${id}`)).status === 200;
const comes = (running: ServerProcess, id: string) => eventually(async () => ((await isThere(running, id)) ? true : undefined), patienceMs);

it('are asked at each time, and the one that waits once the one before it has ended', async () => {
  const first = await serveBefore(0);
  for (const schedule of ['made', 'waiting']) await comes(first, idOf(schedule, 0));
  await first.end('SIGKILL');

  for (const [index, killAt] of killsAt.entries()) {
    const running = await serveBefore(index + 1);
    await pause(Math.max(0, timeOf(index + 1) + killAt - serverTime()));
    await running.end('SIGKILL');
  }

  const last = await serveBefore(killsAt.length + 1);
  const minutes = Array.from({ length: killsAt.length + 2 }, (_, minute) => minute);
  for (const minute of minutes) await comes(last, idOf('made', minute));
  expect(await isThere(last, idOf('waiting', 1))).toBe(false);
  await last.circle.cancel(idOf('waiting', 0));
  await comes(last, idOf('waiting', 1));
  // Those behind the one that waited were left out.
  const there = await Promise.all(minutes.map((minute) => isThere(last, idOf('waiting', minute))));
  expect(there).toEqual(minutes.map((minute) => minute < 2));
}, 400_000);
