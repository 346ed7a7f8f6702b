/** A server that fails in one way, whatever it is asked: with a status, or in a stream. It counts the requests of each. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Asking } from './questions.ts';

/** The running server. */
export interface FailingServer extends Asking {
  /** Requests for a model so far. */
  count(model: string): number;
  close(): Promise<void>;
}

/** What the circle says where a panel comes to no verdict. */
interface Failure {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Statuses that could say that a panel came to no verdict, and one that says that a repetition helps. */
export const statuses = [400, 402, 403, 409, 412, 413, 422, 424, 451, 503] as const;

/** Ways in which a stream can fail, each with its model. */
export const streams: Readonly<Record<string, string>> = {
  'error event, whole body': 'stream/whole',
  'error event, body cut short': 'stream/cut',
  'body cut short alone': 'stream/silent',
};

/** Starts it; it fails in the words of the server that is asked, under the status that a model names: `status/424`. */
export async function startFailingServer(asking: Asking): Promise<FailingServer> {
  const failure = await failureOf(asking);
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const { model } = body as { model: string };
      counts.set(model, (counts.get(model) ?? 0) + 1);
      fail(response, model, failure);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key: asking.key,
    count: (model) => counts.get(model) ?? 0,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function failureOf({ url, key }: Asking): Promise<Failure> {
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'circle/failed', messages: [{ role: 'user', content: 'Does this panel fail?' }] }),
  });
  const headers = { 'content-type': 'application/json', 'x-should-retry': answer.headers.get('x-should-retry') ?? '' };
  return { headers, body: await answer.text() };
}

const firstChunk = {
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1_760_000_000,
  model: 'circle/failed',
  choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }],
};

function fail(response: ServerResponse, model: string, { headers, body }: Failure): void {
  const [kind, way] = model.split('/');
  if (kind === 'status') {
    response.writeHead(Number(way), headers);
    response.end(body);
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(`data: ${JSON.stringify(firstChunk)}\n\n: 0 of 3 experts are in\n\n`);
  if (way !== 'silent') response.write(`data: ${JSON.stringify(JSON.parse(body))}\n\n`);
  if (way === 'whole') response.end('data: [DONE]\n\n');
  // What was written must be on its way before the connection ends.
  else setTimeout(() => response.destroy(), 200);
}
