/** The streaming door as it is deployed: its bundle, in a process that offers what Lambda's runtime offers. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';

const repositoryFolder = join(import.meta.dirname, '../../..');

/** What Lambda's runtime hands a streaming handler to write to. */
class ResponseStream extends Writable {
  readonly chunks: Buffer[] = [];
  prelude: unknown;
  contentType: string | undefined;

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.chunks.push(Buffer.from(chunk));
    done();
  }

  setContentType(type: string): void {
    this.contentType = type;
  }

  get body(): string {
    return Buffer.concat(this.chunks).toString();
  }
}

type Handler = (event: unknown, stream: ResponseStream, context: unknown) => Promise<void>;
const streaming = Symbol('streaming');

/** The runtime's global, by AWS's description: a handler is marked, and a prelude with status and headers goes before the body. */
const runtime = {
  streamifyResponse: (handler: Handler) => Object.assign(handler, { [streaming]: true }),
  HttpResponseStream: {
    from(stream: ResponseStream, prelude: unknown) {
      stream.prelude = prelude;
      return stream;
    },
  },
};

const prelude = z.looseObject({ statusCode: z.number(), headers: z.record(z.string(), z.string()) });
let folder: string;
let handler: Handler & { readonly [streaming]?: true };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'circle-stream-'));
  const outfile = join(folder, 'index.mjs');
  await build({
    entryPoints: [join(repositoryFolder, 'functions/api/stream.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    logLevel: 'silent',
  });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  vi.stubGlobal('awslambda', runtime);
  vi.stubEnv('KNOWLEDGE_DIR', join(repositoryFolder, 'layers/knowledge'));
  vi.stubEnv('TABLE_NAME', 'none');
  handler = z.object({ handler: z.custom<Handler>() }).parse(await import(pathToFileURL(outfile).href)).handler;
});

afterAll(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

async function call(path: string, { method = 'GET', body = '', admitted = true } = {}) {
  const stream = new ResponseStream();
  const event = {
    version: '1.0',
    resource: path,
    path,
    httpMethod: method,
    headers: { host: 'api.example', 'content-type': 'application/json' },
    multiValueHeaders: {},
    queryStringParameters: {},
    body,
    isBase64Encoded: false,
    requestContext: { domainName: 'api.example', path: `/dev${path}`, ...(admitted ? { authorizer: { principalId: 'caller' } } : {}) },
  };
  await handler(event, stream, { awsRequestId: 'test' });
  return { ...prelude.parse(stream.prelude), body: stream.body };
}

describe('the bundle of the streaming door', () => {
  it('is a handler that the runtime streams', () => {
    expect(handler[streaming]).toBe(true);
  });

  it('sends status and headers before the body', async () => {
    const { statusCode, headers, body } = await call('/v1/openapi.json');
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toContain('application/json');
    expect(JSON.parse(body)).toMatchObject({ openapi: expect.stringMatching(/^3/) });
  });

  it('lets nobody in whom the authorizer has not', async () => {
    const { statusCode, body } = await call('/v1/circles', { admitted: false });
    expect(statusCode).toBe(401);
    expect(JSON.parse(body)).toMatchObject({ type: expect.stringContaining('unauthorized') });
  });

  it.each([
    ['a body without sense', '/v1/chat/completions', 400],
    // The page that calls is not one of this address.
    ['a foreign page', '/mcp', 403],
  ])('reaches the application, which refuses %s', async (_, path, status) => {
    expect(await call(path, { method: 'POST', body: '{"no":"sense"}' })).toMatchObject({ statusCode: status });
  });
});
