/** One cold start of a Lambda function on this machine: the interface of its runtime, served by this process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Milliseconds of one start. */
export interface ColdStart {
  /** From the start of the process until it asks for work. */
  readonly readyMs: number;
  /** Until its first answer. */
  readonly firstMs: number;
  /** From the second event to its answer. */
  readonly nextMs: number;
}

/** Milliseconds that a start may take. */
const patienceMs = 60_000;

/** Starts `bootstrap`, gives it the same event twice, and stops it. Throws where it fails, or ends before. */
export async function coldStart(bootstrap: string, event: object): Promise<ColdStart> {
  const moments: number[] = [];
  const done = Promise.withResolvers<void>();
  const body = JSON.stringify(event);
  const server = createServer((request, response) => {
    serve(request, response).catch(done.reject);
  });
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '' } = request;
    if (url.endsWith('/invocation/next')) {
      if (moments.length >= 4) return;
      moments.push(performance.now());
      response.writeHead(200, headersOf(`event-${moments.length}`)).end(body);
      return;
    }
    const said = (await buffer(request)).toString();
    if (url.endsWith('/error')) throw new Error(`the function has failed: ${said.slice(0, 500)}`);
    moments.push(performance.now());
    response.writeHead(202).end();
    if (moments.length >= 4) done.resolve();
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const started = performance.now();
  const child = spawn(bootstrap, [], { stdio: ['ignore', 'ignore', 'inherit'], env: environmentOf(port) });
  const late = setTimeout(() => done.reject(new Error(`no answer within ${patienceMs} ms`)), patienceMs);
  child.once('error', done.reject);
  child.once('exit', (code) => done.reject(new Error(`the function has ended with code ${code}`)));
  try {
    await done.promise;
    const [ready = 0, first = 0, again = 0, next = 0] = moments;
    return { readyMs: ready - started, firstMs: first - started, nextMs: next - again };
  } finally {
    clearTimeout(late);
    child.kill();
    server.closeAllConnections();
    server.close();
  }
}

function headersOf(id: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': id,
    'lambda-runtime-deadline-ms': String(Date.now() + patienceMs),
    'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:us-east-1:000000000000:function:review',
  };
}

function environmentOf(port: number): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
    AWS_LAMBDA_FUNCTION_NAME: 'review',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1769',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_LOG_GROUP_NAME: 'review',
    AWS_LAMBDA_LOG_STREAM_NAME: 'review',
  };
}
