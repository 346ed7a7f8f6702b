/** Embedded mode as a user starts it: a process of its own with a data folder. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CircleClient, circleClient } from './circle-client.ts';
import { eventually } from './eventually.ts';

const repositoryFolder = join(import.meta.dirname, '../..');
/** Milliseconds for Node to start and the core to answer on a busy machine. */
const startMs = 180_000;
const patienceMs = 10_000;

/** What a process has said and how it ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly errors: string;
}

/** A server that has greeted. */
export interface ServerProcess {
  readonly url: string;
  readonly circle: CircleClient;
  /** The greeting as it was printed. */
  readonly greeting: string;
  readonly processId: number;
  /** Process ids of its children. */
  children(): readonly number[];
  /** Sends a signal. */
  signal(signal: NodeJS.Signals): void;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Ending>;
}

/** Runs a program of this project with Node and returns its end. */
export async function runToEnd(argv: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ending> {
  return start(argv, environment).ended;
}

/** The arguments with which `npm start` serves a data folder on a free port. */
export function serverArguments(dataFolder: string, circlesFile: string): readonly string[] {
  return ['infra/launch.mjs', 'infra/local/main.ts', '--port', '0', '--data', dataFolder, '--circles', circlesFile];
}

/** Starts a server and waits for its greeting. Without `key` it makes its own, as on a first start. `code`: the folder of another server's code. */
export async function startServer(
  dataFolder: string,
  circlesFile: string,
  key?: string,
  environment: Readonly<Record<string, string>> = {},
  code?: string,
): Promise<ServerProcess> {
  const whole = { ...environment, ...(key === undefined ? {} : { CIRCLE_API_KEY: key }) };
  const { child, said, ended } = start(serverArguments(dataFolder, circlesFile), whole, code);
  const greeted = eventually(() => (child.exitCode !== null || /npx circle .*\n/.test(said.output) ? said.output : undefined), startMs);
  const refused = ended.then(({ errors }) => {
    throw new Error(`the server has ended: ${errors}`);
  });
  const greeting = await Promise.race([greeted, refused]).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  const url = /serving at (\S+)/.exec(greeting)?.[1] ?? '';
  const keptKey = () => readFileSync(join(dataFolder, 'api-key'), 'utf8').trim();
  return {
    url,
    greeting,
    processId: child.pid ?? 0,
    circle: circleClient(url, key ?? keptKey(), patienceMs),
    children: () => childrenOf(child.pid ?? 0),
    signal: (signal) => void child.kill(signal),
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

interface Started {
  readonly child: ChildProcess;
  readonly said: { output: string; errors: string };
  readonly ended: Promise<Ending>;
}

/** Servers that have not ended. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

function start(argv: readonly string[], environment: Readonly<Record<string, string>>, code = repositoryFolder): Started {
  const { CIRCLE_API_KEY: _key, CIRCLES_FILE: _circles, CIRCLE_DATA: _data, PORT: _port, HOST: _host, ...inherited } = process.env;
  const child = spawn(process.execPath, argv, {
    cwd: code,
    // A build of the rules takes minutes of both cores.
    env: { ...inherited, CIRCLE_RULES: 'as-is', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const said = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.errors += text));
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, signal: child.signalCode, ...said }));
  return { child, said, ended };
}

function childrenOf(processId: number): readonly number[] {
  const table = execFileSync('ps', ['-A', '-o', 'ppid=,pid='], { encoding: 'utf8' });
  const rows = table
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number));
  return rows.flatMap(([parent, child]) => (parent === processId && child !== undefined ? [child] : []));
}
