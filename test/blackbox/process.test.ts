/** Embedded mode as a process: what a user sees at the start, and what survives when something dies. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { requireCore } from '../../infra/local/core.ts';
import type { CirclesFile } from '../../shared/contract/circle.ts';
import { callForConsultation, connect, overHttp } from '../support/mcp.ts';
import { circleClient } from './circle-client.ts';
import { eventually } from './eventually.ts';
import { type KnowledgeFolder, writeKnowledge } from './knowledge-folder.ts';
import { type ModelServer, startModelServer } from './model-server.ts';
import { runToEnd, type ServerProcess, serverArguments, startServer } from './server-process.ts';
import { newQuestion } from './suite/context.ts';

const key = 'key-of-the-process-tests';
/** Node, the core and the models share two processors with whatever else a machine does. */
const patienceMs = 15_000;
/** Milliseconds to build the core, where it is not built yet. */
const buildMs = 900_000;

let models: ModelServer;
let knowledge: KnowledgeFolder;
let circlesFile: string;
let dataFolder: string;
let servers: ServerProcess[] = [];

beforeAll(async () => {
  // Otherwise the first server would build the core, and its start would take minutes.
  requireCore(() => undefined);
  models = await startModelServer();
  knowledge = writeKnowledge(fiveExperts(models.baseUrl));
  circlesFile = join(knowledge.path, 'circles.yaml');
}, buildMs);
afterAll(async () => {
  await models?.close();
  knowledge?.remove();
});
afterEach(async () => {
  for (const server of servers) await server.end('SIGKILL');
  servers = [];
  rmSync(dataFolder, { recursive: true, force: true });
});

/** Two that answer, one that takes its time, one that hangs and one that answers 429: the quorum is three. */
function fiveExperts(baseUrl: string): Pick<CirclesFile, 'experts' | 'circles'> {
  const onServer = (model: string, family: string) => ({ provider: 'openai-compatible', baseUrl, model, family });
  return {
    experts: {
      first: onServer('answers:Paris', 'a'),
      second: onServer('slow:150:Paris', 'b'),
      third: onServer('holds:Paris', 'c'),
      fourth: onServer('holds:Lyon', 'd'),
      hung: onServer('hangs', 'e'),
      limited: onServer('status:429:retry=1', 'f'),
    },
    circles: { default: { experts: ['first', 'second', 'third', 'hung', 'limited'], quorum: 3, deadlineSeconds: 60 } },
  };
}

function newDataFolder(): string {
  dataFolder = mkdtempSync(join(tmpdir(), 'circle-data-'));
  return dataFolder;
}

async function serve(folder: string, environment: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
  const server = await startServer(folder, circlesFile, key, environment);
  servers.push(server);
  return server;
}

/** Without a key from outside the server makes its own. */
async function serveWithOwnKey(folder: string): Promise<ServerProcess> {
  const server = await startServer(folder, circlesFile);
  servers.push(server);
  return server;
}

describe('a circle of five experts, of which one hangs and one is rate-limited', () => {
  it('gives its verdict as soon as the third answer settles it, and names both failures with their reasons', async () => {
    const { circle } = await serve(newDataFolder());
    const question = newQuestion();
    const id = await circle.ask({ question, kind: 'short' });
    const waiting = await circle.see(id, (state) => {
      const reasons = state.pending.filter(({ reason }) => reason !== undefined);
      return state.opinions.length === 2 && reasons.length > 0 ? state : undefined;
    });
    models.release(question);
    const { status, verdict } = await circle.end(id);
    expect(waiting.status).toBe('open');
    expect(status).toBe('decided');
    expect(verdict).toMatchObject({ answer: 'Paris', agreement: 1, endedBy: 'settled', coverage: { asked: 5, answered: 3, families: 3 } });
    expect(verdict?.missing).toEqual([
      { expert: 'hung', status: 'late', error: { type: 'not-awaited', message: expect.stringContaining('settled'), retryable: true } },
      {
        expert: 'limited',
        status: expect.toBeOneOf(['failed', 'abandoned']),
        error: { type: 'rate-limited', message: expect.stringContaining('429'), retryable: true },
      },
    ]);
    models.dismiss(question);
  });
});

describe('an agent at the door', () => {
  it('is told of an expert while another one is still awaited', async () => {
    const { url } = await serve(newDataFolder());
    const question = newQuestion();
    const told: (string | undefined)[] = [];
    const onProgress = (said: string | undefined) => {
      told.push(said);
      // The answer that is still missing depends on this: the call would never end if progress came with its result.
      if (said?.includes('first answered')) models.release(question);
    };
    const asked = { question, kind: 'short', experts: ['first', 'third'], quorum: 2, waitSeconds: 30 };
    const view = await callForConsultation(await connect(overHttp(url, key)), 'consult_circle', asked, { onProgress });
    expect(view).toMatchObject({ status: 'decided', answer: 'Paris' });
    expect(told).toHaveLength(3);
  });
});

describe('a server that is killed in the middle', () => {
  it('ends the consultation after a restart with exactly one verdict, and asks no expert more than twice', async () => {
    const folder = newDataFolder();
    const first = await serve(folder);
    const question = newQuestion();
    const id = await first.circle.ask({ question, experts: ['first', 'third', 'fourth'], quorum: 3, kind: 'short' });
    await first.circle.see(id, (state) => (state.opinions.length === 1 ? state : undefined));
    await eventually(() => (models.calls(question).length === 3 ? true : undefined), patienceMs);
    await first.end('SIGKILL');
    const second = await serve(folder);
    await eventually(() => (models.calls(question, 'holds:Paris').length === 2 ? true : undefined), patienceMs);
    models.release(question);
    const ended = await second.circle.end(id);
    expect(ended).toMatchObject({ status: 'decided', verdict: { endedBy: 'all', coverage: { asked: 3, answered: 3 } } });
    expect(ended.opinions.map(({ expert }) => expert).toSorted()).toEqual(['first', 'fourth', 'third']);
    const callsOf = (model: string) => models.calls(question, model).length;
    expect([callsOf('answers:Paris'), callsOf('holds:Paris'), callsOf('holds:Lyon')]).toEqual([1, 2, 2]);
    expect(await second.circle.look(id)).toEqual(ended);
  });

  it('still knows what it was taught, and is not taught it twice', async () => {
    const folder = newDataFolder();
    const first = await serve(folder);
    const id = await first.circle.ask({ question: newQuestion(), experts: ['first', 'second'], quorum: 2, kind: 'short' });
    await first.circle.end(id);
    const taken = await first.circle.feedback(id, { answer: 'Paris' });
    await first.end('SIGKILL');
    const second = await serve(folder);
    const again = await second.circle.feedback(id, { answer: 'Paris' });
    const [known] = (await second.circle.reliability('default')).kinds;

    expect(JSON.parse(again.text).feedback).toEqual(JSON.parse(taken.text).feedback);
    expect(known).toMatchObject({ kind: 'short', weighs: false });
    expect(known?.evidence).toBeCloseTo(1, 2);
    expect(Object.keys(known?.estimates ?? {})).toEqual(['first', 'second']);
  });

  it('still has its key, its verdicts and its idempotency keys after a restart', async () => {
    const folder = newDataFolder();
    const headers = { 'idempotency-key': 'the-same-before-and-after' };
    const body = { question: newQuestion(), experts: ['first'] };
    const first = await serveWithOwnKey(folder);
    const id = await first.circle.ask(body, headers);
    const ended = await first.circle.end(id);
    const madeKey = readFileSync(join(folder, 'api-key'), 'utf8').trim();
    expect(first.children().map((pid) => readFileSync(`/proc/${pid}/environ`, 'utf8'))).toEqual(['']);
    const { output, errors } = await first.end('SIGKILL');
    // What is no terminal may be a journal.
    expect(output + errors).not.toContain(madeKey);
    const second = await serveWithOwnKey(folder);
    const kept = circleClient(second.url, readFileSync(join(folder, 'api-key'), 'utf8').trim(), patienceMs);
    expect(second.greeting).toMatch(/key +in .*api-key/);
    expect(second.greeting).toContain(`console  ${second.url}/`);
    expect(statSync(join(folder, 'api-key')).mode & 0o777).toBe(0o600);
    expect(await kept.look(id)).toEqual(ended);
    expect(await kept.ask(body, headers)).toBe(id);
  });
});

describe('a server whose consensus core is killed in the middle', () => {
  it('starts another core and gives the verdict', async () => {
    const server = await serve(newDataFolder());
    const question = newQuestion();
    const id = await server.circle.ask({ question, experts: ['third'], quorum: 1 });
    await eventually(() => models.calls(question)[0], patienceMs);
    const cores = server.children();
    for (const core of cores) process.kill(core, 'SIGKILL');
    await eventually(() => (server.children().some((child) => cores.includes(child)) ? undefined : true), patienceMs);
    models.release(question);
    expect(cores).toHaveLength(1);
    expect(await server.circle.end(id)).toMatchObject({ status: 'decided' });
    expect(server.children()).toHaveLength(1);
  });
});

describe('starting and stopping', () => {
  it('refuses a second server on one data folder with one clear sentence', async () => {
    const folder = newDataFolder();
    await serve(folder);
    const second = await runToEnd(serverArguments(folder, circlesFile));
    expect(second).toMatchObject({ code: 1, output: '' });
    expect(second.errors).toMatch(/^another process is using .*circle\.db; stop it, or name another folder with --data\n$/);
  });

  it.each([
    ['HTTPS_PROXY', 'socks5://proxy.example:1080'],
    ['CIRCLE_CLIENT_CERT', '/nowhere/client.pem'],
  ])('refuses a way out by %s that cannot be taken, before anybody is asked in vain', async (name, value) => {
    const { code, errors } = await runToEnd(serverArguments(newDataFolder(), circlesFile), { [name]: value });
    expect({ code, errors }).toEqual({ code: 1, errors: expect.stringContaining(name) });
  });

  it('refuses an address that is not of this machine by its option', async () => {
    const { code, errors } = await runToEnd([...serverArguments(newDataFolder(), circlesFile), '--host', '192.0.2.1']);
    expect({ code, errors }).toEqual({
      code: 1,
      errors: expect.stringMatching(/nothing can be served at 192\.0\.2\.1 \(EADDRNOTAVAIL\).*--host/),
    });
  });

  it('refuses a broken circles.yaml with file, line and key', async () => {
    const broken = writeKnowledge({ experts: {}, circles: { default: { experts: ['nobody'] } } });
    const { code, errors } = await runToEnd(serverArguments(newDataFolder(), join(broken.path, 'circles.yaml')));
    broken.remove();
    expect(code).toBe(1);
    expect(errors).toMatch(/^circles\.yaml:\d+: circles\.default\.experts\.0: there is no expert "nobody"\n$/);
  });

  it.each([
    ['--public-url', 'circle.example', 'must be an address such as https://circle.example'],
    ['--origins', 'https://good.example,*', 'must list origins such as https://agents.example'],
  ])('refuses %s %s with one clear sentence', async (flag, value, sentence) => {
    const { code, output, errors } = await runToEnd([...serverArguments(newDataFolder(), circlesFile), flag, value]);
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toMatch(new RegExp(`^${flag} ${sentence}, not "[^"]*"\n$`));
  });

  it('greets with an address, a key and a command that work', async () => {
    const folder = newDataFolder();
    const server = await serveWithOwnKey(folder);
    const [, command = ''] = /npx circle (.*)\n/.exec(server.greeting) ?? [];
    const argv = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
    const asked = await runToEnd(['functions/cli/circle.ts', ...argv, '--experts', 'first', '--json'], {
      CIRCLE_URL: server.url,
      CIRCLE_DATA: folder,
    });
    expect((await server.circle.send('GET', '/v1/circles')).status).toBe(200);
    expect(asked, asked.errors).toMatchObject({ code: 2 });
    expect(JSON.parse(asked.output)).toMatchObject({
      question: 'Is 3599 a prime number?',
      // It says Paris, which is neither yes nor no.
      verdict: { answer: null, coverage: { asked: 1, answered: 0 }, missing: [{ expert: 'first', status: 'unreadable' }] },
    });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends without complaint on %s when its patience is over, its core too', async (signal) => {
    const server = await serve(newDataFolder(), { CIRCLE_DRAIN_SECONDS: '1' });
    const question = newQuestion();
    await server.circle.ask({ question, experts: ['hung'] });
    await eventually(() => models.calls(question)[0], patienceMs);
    const cores = server.children();
    const { code, errors } = await server.end(signal);
    await eventually(() => (cores.some(isRunning) ? undefined : true), patienceMs);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
  });
});

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}
