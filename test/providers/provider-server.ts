/** A provider on the loopback interface: it keeps what it is sent and answers as the test says. */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';

/** A request as it came in. `closed` resolves when the client has closed its connection. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly closed: Promise<void>;
}

export type Answer = (response: ServerResponse) => void;

export interface ProviderServer {
  readonly url: string;
  /** Resolves with the first request. */
  readonly received: Promise<Received>;
  /** How many requests have come in. */
  count(): number;
  close(): Promise<void>;
}

/** The recorded body `fixtures/<name>.json`. */
export function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8');
}

/** Answers with a JSON body. */
export function json(body: string, status = 200, headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}

/** Announces the whole body, sends half of it and drops the connection. */
export function cutOff(body: string): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.write(body.slice(0, body.length / 2), () => response.destroy());
  };
}

/** Never answers. */
export const hang: Answer = () => undefined;

/** Starts a server that gives every request the same answer; it is stopped when the test ends. */
export async function serve(answer: Answer): Promise<ProviderServer> {
  const received = Promise.withResolvers<Received>();
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    void read(request).then((whole) => {
      received.resolve(whole);
      answer(response);
    });
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  return { url: `http://127.0.0.1:${port}`, received: received.promise, count: () => count, close };
}

async function read(request: IncomingMessage): Promise<Received> {
  const closed = new Promise<void>((resolve) => request.socket.once('close', () => resolve()));
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8'), closed };
}
