/** A receiver of webhooks on a port of its own: it keeps what it gets, and answers as the test says. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as it came. */
export interface ReceivedPost {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a request is answered: a status with headers and a body, or by hand. */
export type Answering =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | ((response: ServerResponse) => void);

export interface Receiver {
  readonly port: number;
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** What has come so far, of one path or of all. */
  posts(path?: string): readonly ReceivedPost[];
  /** How the next requests of a path are answered, in order; 204 when none is left. */
  answer(path: string, ...answers: readonly Answering[]): void;
  close(): Promise<void>;
}

/** Starts a receiver on the loopback interface; with a certificate it speaks TLS. */
export async function startReceiver(
  tls?: Pick<ServerOptions, 'key' | 'cert' | 'ca' | 'requestCert' | 'rejectUnauthorized'>,
): Promise<Receiver> {
  const posts: ReceivedPost[] = [];
  const answers = new Map<string, Answering[]>();
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '', headers } = request;
    const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    posts.push({ method, path: url, headers: flat, body: await text(request) });
    const answering = answers.get(url)?.shift() ?? { status: 204 };
    if (typeof answering === 'function') answering(response);
    else response.writeHead(answering.status, answering.headers).end(answering.body);
  };
  const listener: RequestListener = (request, response) => void take(request, response).catch(() => response.destroy());
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    posts: (path) => posts.filter((post) => path === undefined || post.path === path),
    answer: (path, ...more) => void answers.set(path, [...(answers.get(path) ?? []), ...more]),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
