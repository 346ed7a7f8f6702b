/** A server that answers AWS calls with what a test wrote down: for answers that no emulator can be brought to give. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One answer: a body of status 200, an error by its name, another one for each operation and an empty body for all others, or what a rule makes of the call. */
export type ScriptedReply = PlainReply | { readonly to: Readonly<Record<string, PlainReply>> } | ((call: ScriptedCall) => PlainReply);
type PlainReply =
  | { readonly body: object }
  | { readonly error: string; readonly status?: number; readonly fields?: Readonly<Record<string, unknown>> };

/** A call as it came in. */
export interface ScriptedCall {
  /** Name of the operation, such as `PutItem`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface ScriptedAws {
  /** For the constructor of an SDK client; nothing is repeated by the SDK itself. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly maxAttempts: number;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly calls: readonly ScriptedCall[];
  close(): Promise<void>;
}

/** Gives the replies in order, and the last one from then on. */
export async function scriptedAws(...replies: readonly ScriptedReply[]): Promise<ScriptedAws> {
  const calls: ScriptedCall[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    const next = replies[Math.min(calls.length, replies.length - 1)] ?? { body: {} };
    const call: ScriptedCall = { operation, input: JSON.parse(Buffer.concat(chunks).toString()) };
    const reply = plainReply(next, call);
    calls.push(call);
    response.writeHead('error' in reply ? (reply.status ?? 400) : 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify('error' in reply ? { __type: reply.error, message: reply.error, ...reply.fields } : reply.body));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    client: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    },
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function plainReply(next: ScriptedReply, call: ScriptedCall): PlainReply {
  if (typeof next === 'function') return next(call);
  return 'to' in next ? (next.to[call.operation] ?? { body: {} }) : next;
}
