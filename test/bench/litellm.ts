/**
 * Bench `litellm`: one durable consultation of five experts beside five parallel calls through LiteLLM's proxy, which stores nothing, and
 * beside the same calls without anything between. One model server, turn by turn in one run; milliseconds beyond the slowest expert.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Bench, delays, withCircle } from './circle-server.ts';
import { round, runMany, startProgram, stopProcess, summarise } from './measure.ts';
import { consult, fetchAll } from './overhead.ts';
import { installRivals, programsOf } from './python-rivals.ts';

const [experts, single, atOnce, warmUp] = [5, 150, 50, 40];
/** Questions at once: LiteLLM's proxy answers some twenty a second. */
const [many, fewer] = [1000, 150];
/** Milliseconds until the proxy serves. */
const startMs = 120_000;

/** Runs the benchmark and returns its figures (milliseconds, questions a second). Throws a sentence where the proxy cannot be installed or started. */
export async function litellm(): Promise<unknown> {
  installRivals((line) => console.error(line), 'litellm');
  return withCircle((bench) => withProxy(bench, (proxy) => compare(bench, proxy)));
}

/** Where LiteLLM's proxy serves, and how it is asked. */
interface Proxy {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function compare(bench: Bench, proxy: Proxy): Promise<unknown> {
  const systems = {
    bare: { work: () => fetchAll(bench, experts), many },
    circle: { work: () => consult(bench, experts), many },
    litellm: { work: () => fetchAll({ modelUrl: `${proxy.url}/v1` }, experts, proxy.headers), many: fewer },
  };
  const entries = Object.entries(systems);
  for (const [, { work }] of entries) await runMany(warmUp, 10, work);
  const samples = new Map<string, number[]>(entries.map(([name]) => [name, []]));
  for (let turn = 0; turn < single; turn++) {
    for (const [name, { work }] of entries) samples.get(name)?.push(await work());
  }
  const found: Record<string, unknown> = {};
  for (const [name, { work, many: count }] of entries) {
    const startedAt = performance.now();
    await runMany(count, atOnce, work);
    const perSecond = round((count * 1000) / (performance.now() - startedAt));
    found[name] = { ...summarise(samples.get(name) ?? []), perSecond };
  }
  return { experts, single, atOnce, ...found };
}

async function withProxy<Result>(bench: Bench, work: (proxy: Proxy) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'circle-litellm-'));
  const key = `sk-${randomBytes(24).toString('hex')}`;
  const models = delays.map((delay) => ({
    model_name: `delay-${delay}`,
    litellm_params: { model: `openai/delay-${delay}`, api_base: bench.modelUrl, api_key: 'none' },
  }));
  const file = join(folder, 'litellm.json');
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ model_list: models, general_settings: { master_key: key } }));
  const port = await freePort();
  const proxy = { url: `http://127.0.0.1:${port}`, headers: { authorization: `Bearer ${key}` } };
  const child = startProgram(join(programsOf('litellm'), 'litellm'), ['--config', file, '--host', '127.0.0.1', '--port', String(port)], {
    LITELLM_LOCAL_MODEL_COST_MAP: 'True',
  });
  try {
    await serving(`${proxy.url}/health/liveliness`);
    return await work(proxy);
  } finally {
    await stopProcess(child);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function serving(url: string): Promise<void> {
  for (const until = performance.now() + startMs; performance.now() < until; await pause(500)) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
  }
  throw new Error(`LiteLLM's proxy did not serve within ${startMs / 1000} s`);
}

async function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const server = createServer().listen(0, '127.0.0.1', () => {
    const address = server.address();
    server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
  });
  return promise;
}
