/** The emulator of AWS: installed once into `.emulator/`, started on a free port of the loopback interface, stopped by its process id. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { eventually } from '../blackbox/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { installPython } from '../support/python-environment.ts';

/** The repository, where the CDK and the functions' Node are found. */
export const repositoryFolder = join(import.meta.dirname, '../..');
/** Everything that the ring writes: virtual environment, log, synthesised stack. Not under version control. */
export const emulatorFolder = join(repositoryFolder, '.emulator');

const environmentFolder = join(emulatorFolder, 'venv');
const requirements = join(import.meta.dirname, 'requirements.txt');
/** Milliseconds that a start may take; three seconds are usual. */
const startMs = 60_000;

/** A running emulator. */
export interface Emulator {
  /** What the AWS SDK and the CDK must see to reach it, and nothing else. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Installs the emulator if need be and starts it. */
export async function startEmulator(): Promise<Emulator> {
  installPython(environmentFolder, requirements, 'the emulator');
  const port = await freePort();
  const environment = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    // The emulator runs functions with the Node that it finds first.
    PATH: [join(repositoryFolder, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter),
  };
  const log = openSync(join(emulatorFolder, 'emulator.log'), 'w');
  const child = spawn(join(environmentFolder, 'bin/ministack'), {
    cwd: emulatorFolder,
    stdio: ['ignore', log, log],
    env: { ...withoutLambdaSettings(), ...environment, ...loopbackOnly(port) },
  });
  closeSync(log);
  await eventually(async () => requireHealth(child, environment.AWS_ENDPOINT_URL), startMs);
  return {
    environment,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}

/** The version that is installed, as Python sees it. */
export function installedVersion(): string {
  const question = "import importlib.metadata; print(importlib.metadata.version('ministack'))";
  return execFileSync(join(environmentFolder, 'bin/python'), ['-c', question], { encoding: 'utf8' }).trim();
}

/** The default would listen on every interface, and open further ports for protocols that we do not use. */
function loopbackOnly(port: number): Readonly<Record<string, string>> {
  return {
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    CLOUDTRAIL_RECORDING: '1',
  };
}

/** The environment without what would make the emulator ask for Docker. */
function withoutLambdaSettings(): NodeJS.ProcessEnv {
  const { LAMBDA_STRICT: _strict, LAMBDA_EXECUTOR: _executor, ...rest } = process.env;
  return rest;
}

async function requireHealth(child: ChildProcess, url: string): Promise<true> {
  if (child.exitCode !== null) throw new Error(`the emulator has ended with code ${child.exitCode}; see .emulator/emulator.log`);
  const { ok } = await fetch(`${url}/_ministack/health`);
  if (!ok) throw new Error('the emulator is not healthy yet');
  return true;
}
