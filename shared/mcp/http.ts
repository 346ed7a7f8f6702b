/** The MCP server over Streamable HTTP, without state: every request is served by objects of its own. */
import { createMcpHandler } from '@modelcontextprotocol/server';
import { heartbeatMs as usualHeartbeatMs } from '../contract/heartbeat.ts';
import type { McpDependencies } from './dependencies.ts';
import { circleMcpServer } from './server.ts';
import { speakUntil } from './speaking.ts';

/**
 * Answers one request, of the revision 2026-07-28 or of those before it. Who may call is for the caller of this to check. The answer is
 * JSON, or an event stream once there is progress to tell or it has been long in coming. A client that takes JSON alone hears nothing until then.
 */
export async function serveMcpOverHttp(request: Request, dependencies: McpDependencies): Promise<Response> {
  const errors: Error[] = [];
  const { heartbeatMs = usualHeartbeatMs } = dependencies;
  const handler = createMcpHandler(({ era }) => circleMcpServer(dependencies, era), {
    // Nothing that a client could subscribe to ever changes.
    maxSubscriptions: 0,
    keepAliveMs: heartbeatMs,
    onerror: (error) => errors.push(error),
  });
  const gone = new AbortController();
  const asked = new Request(acceptingBoth(request), { signal: AbortSignal.any([request.signal, gone.signal]) });
  const answer = handler.fetch(asked).then((response) => {
    // Requests that the protocol refuses are the client's affair, what breaks here is ours.
    if (response.status >= 500) dependencies.onUnexpected(errors.at(-1));
    return response;
  });
  if (!asked.headers.get('accept')?.includes('text/event-stream')) return answer;
  return speakUntil(answer, { heartbeatMs, gone: () => gone.abort() });
}

/** The protocol asks a client to accept both forms of an answer by name; one that accepts anything does. */
function acceptingBoth(request: Request): Request {
  const accept = request.headers.get('accept');
  if (accept !== null && !accept.includes('*/*')) return request;
  const headers = new Headers(request.headers);
  headers.set('accept', 'application/json, text/event-stream');
  return new Request(request, { headers });
}
