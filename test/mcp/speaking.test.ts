/** Calls over HTTP that take long: each way of answering says in time that it is alive, whatever its client speaks. */
import { describe, expect, it, vi } from 'vitest';
import type { CircleClient } from '../../shared/client/client.ts';
import { viewConsultation } from '../../shared/domain/consultation-view.ts';
import { serveMcpOverHttp } from '../../shared/mcp/http.ts';
import { speakUntil } from '../../shared/mcp/speaking.ts';
import { sampleRun } from '../ports/samples.ts';
import { callTool, connect, overHttp, revisions } from '../support/mcp.ts';

const [heartbeatMs, takesMs] = [40, 400];
const open = viewConsultation(sampleRun({ id: 'run' }), [], [], undefined);

/** A circle that takes its time, and then has nothing yet. */
const slow = (signals: AbortSignal[]): CircleClient =>
  ({
    ask: async () => ({ id: 'run', status: 'open', links: { self: '', events: '' } }),
    get: async () => open,
    async *events(_: string, { signal }: { signal: AbortSignal }) {
      signals.push(signal);
      await new Promise((resolve) => setTimeout(resolve, takesMs));
      yield { type: 'failure', consultation: { ...open, status: 'failed' } };
    },
  }) as unknown as CircleClient;

const tools = {
  consult_circle: { question: 'Is it?' },
  get_consultation: { consultationId: 'run' },
  review_change: { files: [{ path: 'a.ts', text: 'x' }] },
} as const;
type Tool = keyof typeof tools;

function requestOf(tool: Tool, revision: string, hasToken: boolean, accept = 'application/json, text/event-stream'): Request {
  const meta = {
    ...(hasToken && { progressToken: 'p' }),
    ...(revision === '2026-07-28' && {
      'io.modelcontextprotocol/protocolVersion': revision,
      'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
      'io.modelcontextprotocol/clientCapabilities': {},
    }),
  };
  return new Request('http://127.0.0.1/mcp', {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', accept, 'mcp-protocol-version': revision },
      ...(revision === '2026-07-28' && { 'mcp-method': 'tools/call', 'mcp-name': tool }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool, arguments: tools[tool], _meta: meta } }),
  });
}

function serve(request: Request, signals: AbortSignal[] = []): Promise<Response> {
  const dependencies = { openClient: () => slow(signals), address: 'http://127.0.0.1', maxWaitSeconds: 25, heartbeatMs };
  return serveMcpOverHttp(request, { ...dependencies, onUnexpected: () => undefined });
}

const ways = revisions.flatMap(([revision]) =>
  (Object.keys(tools) as Tool[]).flatMap((tool) => [true, false].map((hasToken) => ({ revision, tool, hasToken }))),
);

describe.concurrent('a call that takes long', () => {
  it.each(ways)(
    'speaks meanwhile, and answers: $tool by $revision, asked to tell of progress: $hasToken',
    async ({ revision, tool, hasToken }) => {
      const response = await serve(requestOf(tool, revision, hasToken));
      expect(response.headers.get('content-type')).toContain('text/event-stream');
      const pieces: string[] = [];
      for await (const piece of response.body ?? []) pieces.push(Buffer.from(piece).toString());
      // One comment each 40 ms of 400, on a machine that may be busy.
      expect(pieces.filter((piece) => piece.startsWith(':')).length).toBeGreaterThanOrEqual(3);
      const messages = pieces.join('').matchAll(/^data: (\{.*\})$/gm);
      expect([...messages].map(([, message = '']) => JSON.parse(message)).at(-1)).toMatchObject({
        id: 1,
        result: { structuredContent: {} },
      });
    },
  );

  it.each(revisions)('is understood by the official client of %s', async (_, options) => {
    const client = await connect(
      overHttp('http://127.0.0.1', 'key', (...request) => serve(new Request(...request))),
      options,
    );
    const { structured } = await callTool(client, 'get_consultation', tools.get_consultation);
    expect(structured).toMatchObject({ consultationId: 'run', status: 'failed' });
  });

  it('is JSON where it comes in time, or where its client takes nothing else', async () => {
    const answer = async (ms: number) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      return Response.json({});
    };
    expect((await speakUntil(answer(1), { heartbeatMs: 5000, gone: () => undefined })).headers.get('content-type')).toBe(
      'application/json',
    );
    const response = await serve(requestOf('get_consultation', '2026-07-28', false, 'application/json'));
    expect(response.headers.get('content-type')).not.toContain('text/event-stream');
  });

  it('ends its waiting where its client has gone', async () => {
    const signals: AbortSignal[] = [];
    const response = await serve(requestOf('get_consultation', '2026-07-28', false), signals);
    await response.body?.cancel();
    await vi.waitFor(() => expect(signals.map(({ aborted }) => aborted)).toEqual([true]));
  });
});
