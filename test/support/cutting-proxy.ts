/** A proxy as bad as they come: it answers 503 where it should ask the server, and cuts streams in the middle. */
import { once } from 'node:events';
import { createServer, request, type ServerResponse } from 'node:http';

export interface CuttingProxy {
  readonly url: string;
  /** `METHOD path last-event-id` of every request. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Refuses the first request of each method once; cuts the first stream behind its second event. */
export async function openCuttingProxy(target: string): Promise<CuttingProxy> {
  const requests: string[] = [];
  const refused = new Set<string>();
  let cut = false;
  const server = createServer((incoming, outgoing) => {
    const { method = 'GET', url = '/', headers } = incoming;
    requests.push(`${method} ${url} ${String(headers['last-event-id'] ?? '-')}`);
    if (!refused.has(method)) {
      refused.add(method);
      incoming.resume();
      outgoing.writeHead(503, { 'retry-after': '0', 'content-type': 'text/plain' }).end('upstream is starting');
      return;
    }
    const forwarded = request(`${target}${url}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      const streams = answer.headers['content-type']?.startsWith('text/event-stream') ?? false;
      if (!streams || cut) answer.pipe(outgoing);
      else {
        cut = true;
        cutAfter(answer, outgoing, 2);
      }
    });
    forwarded.on('error', () => outgoing.destroy());
    outgoing.on('close', () => forwarded.destroy());
    incoming.pipe(forwarded);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Passes events on, and drops the connection in the middle of the one behind the last that may pass. */
function cutAfter(stream: NodeJS.ReadableStream, outgoing: ServerResponse, events: number): void {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    outgoing.write(chunk);
    if ((text.match(/^data: /gm) ?? []).length >= events && text.endsWith('\n\n')) {
      outgoing.write('id: 99\ndata: {"half');
      setTimeout(() => outgoing.destroy(), 20);
      stream.removeAllListeners('data');
    }
  });
}
