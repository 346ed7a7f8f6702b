/** What a server must outlive: a log that cannot be written, an npm that is gone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { requireCore } from '../../infra/local/core.ts';
import { freePort } from '../support/free-port.ts';
import { circleClient } from './circle-client.ts';
import { eventually } from './eventually.ts';
import { type KnowledgeFolder, writeKnowledge } from './knowledge-folder.ts';
import { type ModelServer, startModelServer } from './model-server.ts';
import { serverArguments } from './server-process.ts';
import { newQuestion } from './suite/context.ts';

const key = 'key-of-the-outliving-tests';
const root = join(import.meta.dirname, '../..');
const patienceMs = 20_000;

let models: ModelServer;
let knowledge: KnowledgeFolder;
let dataFolder: string;
let child: ChildProcess | undefined;

beforeAll(async () => {
  requireCore(() => undefined);
  models = await startModelServer();
  const expert = (model: string) => ({ provider: 'openai-compatible', baseUrl: models.baseUrl, model, family: model });
  knowledge = writeKnowledge({
    experts: { good: expert('answers:Paris'), failing: expert('status:503') },
    circles: { default: { experts: ['good', 'failing'], quorum: 1, deadlineSeconds: 20 } },
  });
}, 900_000);
afterAll(async () => {
  await models?.close();
  knowledge?.remove();
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(dataFolder, { recursive: true, force: true });
});

/** Starts a server whose output goes to `output`, and waits until it answers. */
async function serve(output: 'ignore' | 'pipe' | number, environment: Record<string, string> = {}, wrapped = false): Promise<string> {
  dataFolder = mkdtempSync(join(tmpdir(), 'circle-data-'));
  const port = String(await freePort());
  const argv = [...serverArguments(dataFolder, join(knowledge.path, 'circles.yaml')), '--log', 'info', '--port', port];
  const [command, ...rest] = wrapped ? ['sh', '-c', `"$0" "$@"; true`, process.execPath, ...argv] : [process.execPath, ...argv];
  child = spawn(command ?? '', rest, {
    cwd: root,
    env: { ...process.env, CIRCLE_API_KEY: key, ...environment },
    stdio: ['ignore', output, output],
  });
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => (await answers(url)) || undefined, patienceMs);
  return url;
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`).then(
    () => true,
    () => false,
  );
}

async function decides(url: string): Promise<void> {
  const circle = circleClient(url, key, patienceMs);
  const id = await circle.ask({ question: newQuestion(), kind: 'short', experts: ['good'], quorum: 1 });
  expect(await circle.end(id)).toMatchObject({ status: 'decided' });
}

describe('a server whose log cannot be written', () => {
  it.runIf(existsSync('/dev/full'))('goes on where the disk of the log is full (needs /dev/full)', async () => {
    const full = openSync('/dev/full', 'w');
    const url = await serve(full);
    closeSync(full);
    await decides(url);
    expect(child?.exitCode).toBeNull();
  });

  it('goes on where the reader of the log has gone', async () => {
    const url = await serve('pipe');
    child?.stdout?.destroy();
    child?.stderr?.destroy();
    await decides(url);
    await decides(url);
    expect(child?.exitCode).toBeNull();
  });
});

describe('a server that npm has started', () => {
  it('ends when npm and its shell are gone, and gives the data folder back', async () => {
    const url = await serve('ignore', { npm_lifecycle_event: 'start' }, true);
    child?.kill('SIGKILL');
    await eventually(async () => ((await answers(url)) ? undefined : true), patienceMs);
  });
});
