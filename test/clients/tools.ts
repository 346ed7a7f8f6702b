/** Programs of other people, run with a limit of time and without our variables. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { reasonIn } from './reason.ts';

/** How a program has ended; no code where its time was over. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  /** Both streams. */
  readonly output: string;
}

/** Milliseconds for one question: longer than any client of the table repeats it. */
export const patienceMs = 150_000;

/** The programs of this folder. */
export const programs = join(import.meta.dirname, 'programs');

/** Programs under way, each the first of a group of its own with the servers that it starts. */
const underWay = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of underWay) endGroup(child);
});

/** Runs a command to its end. What it has started ends with it: a client that fails would leave its server behind, with our pipe open. */
export async function runProgram(command: readonly string[], argv: readonly string[], folder: string): Promise<Ended> {
  const [program = '', ...first] = command;
  const child = spawn(program, [...first, ...argv], { cwd: folder, env: quiet(), stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  underWay.add(child);
  const limit = setTimeout(() => endGroup(child), patienceMs);
  const ended = new Promise<number | null>((done) => child.on('exit', done).on('error', () => done(127)));
  void ended.then(() => endGroup(child));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  clearTimeout(limit);
  underWay.delete(child);
  return { code, stdout, output: `${stdout}${stderr}` };
}

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // All of the group has ended.
  }
}

/** What a program was answered, and the questions that it asked for that, where they are not one: its last line. */
export interface Said {
  readonly answer: string;
  readonly asked?: number;
}

/** What a program has printed, if that is an answer. */
export function saidIn(output: string): Said | undefined {
  try {
    const said = JSON.parse(output.trim().split('\n').at(-1) ?? '') as Partial<Said>;
    return typeof said.answer === 'string' ? { ...said, answer: said.answer } : undefined;
  } catch {
    return undefined;
  }
}

const execute = promisify(execFile);

/**
 * Runs a step of an installation. Throws what it says where it fails. It takes minutes, in which our own connections must be looked after: the
 * server ends one that is idle.
 */
export async function install(folder: string, program: string, ...argv: readonly string[]): Promise<void> {
  try {
    await execute(program, argv, { cwd: folder, env: quiet(), maxBuffer: 64 * 1024 * 1024 });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') throw new Error(`${program} is not installed`, { cause });
    const { stdout = '', stderr = '' } = cause as { readonly stdout?: string; readonly stderr?: string };
    throw new Error(`${program} ${argv[0] ?? ''}: ${reasonIn(stderr.trim() === '' ? stdout : stderr)}`, { cause });
  }
}

/** Installs a package of Python into an environment of its own below the folder: the requirements of several contradict one another. */
export async function installPython(folder: string, requirement: string): Promise<void> {
  await install(folder, 'python3', '-m', 'venv', 'venv');
  await install(folder, 'venv/bin/python', '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', requirement);
}

/** Copies the programs of a language into a folder, under the names that they run by. */
export function copyPrograms(folder: string, ending: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(programs)) {
    if (name.endsWith(`${ending}.txt`)) copyFileSync(join(programs, name), join(folder, name.replace(/\.txt$/, '')));
  }
}

/** Our environment without our variables, and without what clients would send elsewhere. */
export function quiet(): NodeJS.ProcessEnv {
  const { CIRCLE_URL: _url, CIRCLE_API_KEY: _key, OPENAI_API_KEY: _other, ...inherited } = process.env;
  return {
    ...inherited,
    NO_COLOR: '1',
    ANONYMIZED_TELEMETRY: 'False',
    HAYSTACK_TELEMETRY_ENABLED: 'False',
    MCP_USE_ANONYMIZED_TELEMETRY: 'false',
    LITELLM_LOCAL_MODEL_COST_MAP: 'True',
  };
}
