/** Two further emulators of AWS: DynamoDB Local for the table, moto for the rest. Installed once into `.emulator/second`. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../shared/errors.ts';
import { eventually } from '../blackbox/eventually.ts';
import { emulatorFolder } from '../emulated/emulator.ts';
import { suiteRole } from '../ports/aws-resources.ts';
import { freePort } from '../support/free-port.ts';
import { installPython } from '../support/python-environment.ts';

const here = import.meta.dirname;
const folder = join(emulatorFolder, 'second');
const pythonFolder = join(folder, 'venv');
const javaFolder = join(folder, 'java');
/** Milliseconds that a start may take; five seconds are usual. */
const startMs = 120_000;

/** The emulators at work. */
export interface Emulators {
  /** What the AWS SDK must see to reach them. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Installs and starts both. Throws a sentence where Java, Maven or Python is missing. */
export async function startEmulators(): Promise<Emulators> {
  mkdirSync(folder, { recursive: true });
  installPython(pythonFolder, join(here, 'requirements.txt'), 'moto');
  installJava();
  const [table, rest] = [await freePort(), await freePort()];
  const children = [startDynamo(table), startMoto(rest)];
  const url = (port: number) => `http://127.0.0.1:${port}`;
  await eventually(async () => requireAnswer(children, url(table)), startMs);
  await eventually(async () => requireAnswer(children, url(rest)), startMs);
  await requireExecution(url(rest));
  return {
    environment: {
      AWS_ENDPOINT_URL: url(rest),
      AWS_ENDPOINT_URL_DYNAMODB: url(table),
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
    },
    stop: async () => {
      await Promise.all(children.map(stopped));
    },
  };
}

function installJava(): void {
  const pom = join(here, 'pom.xml');
  const stamp = join(javaFolder, 'installed');
  const wanted = createHash('sha256').update(readFileSync(pom)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  rmSync(javaFolder, { recursive: true, force: true });
  mkdirSync(javaFolder, { recursive: true });
  try {
    execFileSync('mvn', ['--quiet', '--file', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${javaFolder}`], { stdio: 'pipe' });
  } catch (cause) {
    throw new Error(`DynamoDB Local needs Java and Maven (on Debian: apt install maven): ${messageOf(cause)}`, { cause });
  }
  writeFileSync(stamp, wanted);
}

function startDynamo(port: number): ChildProcess {
  const runner = 'com.amazonaws.services.dynamodbv2.local.main.ServerRunner';
  const options = ['-inMemory', '-disableTelemetry', '-port', String(port)];
  return started('dynamo', 'java', [`-Djava.library.path=${javaFolder}`, '-cp', `${javaFolder}/*`, runner, ...options]);
}

function startMoto(port: number): ChildProcess {
  const { account, name } = suiteRole;
  // A state machine of it calls the other services at this port.
  const variables = { MOTO_PORT: String(port), MOTO_ACCOUNT_ID: account };
  return started('moto', join(pythonFolder, 'bin/python'), [join(here, 'serve.py'), String(port), account, name], variables);
}

function started(name: string, program: string, argv: readonly string[], variables: Readonly<Record<string, string>> = {}): ChildProcess {
  const log = openSync(join(folder, `${name}.log`), 'w');
  const env = { PATH: process.env['PATH'], HOME: folder, ...variables };
  const child = spawn(program, argv, { cwd: folder, stdio: ['ignore', log, log], env });
  closeSync(log);
  process.once('exit', () => child.kill('SIGKILL'));
  return child;
}

async function requireAnswer(children: readonly ChildProcess[], url: string): Promise<true> {
  for (const { exitCode, spawnfile } of children) {
    if (exitCode !== null) throw new Error(`${spawnfile} has ended with code ${exitCode}; see ${folder}`);
  }
  await fetch(url);
  return true;
}

/** State machines are stored and not run, unless it is told. */
async function requireExecution(url: string): Promise<void> {
  const body = JSON.stringify({ stepfunctions: { execute_state_machine: true }, lambda: { use_docker: false } });
  const { ok, status } = await fetch(`${url}/moto-api/config`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (!ok) throw new Error(`moto answered ${status} when it was told to run state machines`);
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}
