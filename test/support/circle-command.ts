/** The command `circle` as its users start it: a process of its own, against a server on this machine. */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type ServerType, serve } from '@hono/node-server';
import { goodKey, type TestApi } from './api.ts';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  /** Written to standard input, which is then closed. */
  readonly input?: string;
  /** Over the address of the server and a good key; undefined leaves a variable out. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly folder?: string;
  /** Gets what interrupts the command, as Ctrl-C does, or sends it another signal. */
  readonly onStart?: (interrupt: (signal?: NodeJS.Signals) => void) => void;
}

/** A served application. */
export interface Served {
  readonly url: string;
  circle(parameters: readonly string[], options?: CommandOptions): Promise<Outcome>;
  close(): void;
}

const command = join(import.meta.dirname, '../../functions/cli/circle.ts');

/** Compiled code is kept between the many starts: half of their time. */
export const compileCache = { NODE_COMPILE_CACHE: join(import.meta.dirname, '../../build/compile-cache') };

/** Serves the application on a free port. `onRequest` sees each request before it is answered. */
export async function serveApi(api: TestApi, onRequest: (request: Request) => void = () => undefined): Promise<Served> {
  const fetch = (request: Request) => {
    onRequest(request);
    return api.fetch(request);
  };
  const { server, port } = await new Promise<{ server: ServerType; port: number }>((resolve) => {
    const started = serve({ fetch, port: 0, hostname: '127.0.0.1' }, (address) => resolve({ server: started, port: address.port }));
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    close: () => server.close(),
    circle: (parameters, options = {}) =>
      runCircle(parameters, { ...options, environment: { CIRCLE_URL: url, CIRCLE_API_KEY: goodKey, ...options.environment } }),
  };
}

/** Runs the command in an empty folder and with no variables but those given. */
export async function runCircle(parameters: readonly string[], options: CommandOptions = {}): Promise<Outcome> {
  const { input = '', environment = {}, folder = mkdtempSync(join(tmpdir(), 'circle-cli-')), onStart } = options;
  const child = spawn(process.execPath, [command, ...parameters], {
    cwd: folder,
    env: { PATH: process.env['PATH'], NO_COLOR: '1', ...compileCache, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  onStart?.((signal = 'SIGINT') => child.kill(signal));
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}
