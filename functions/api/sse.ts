/** Server-sent events, the same at every interface. */
import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { messageOf } from '../../shared/errors.ts';
import type { Log } from '../../shared/ports/log.ts';

/** An answer that `write` sends while it comes into being; the signal is aborted when nobody reads any more. */
export function sendEvents(context: Context, log: Log, write: (stream: SSEStreamingApi, signal: AbortSignal) => Promise<void>): Response {
  // Nobody in between may keep events back to send them together.
  context.header('x-accel-buffering', 'no');
  const answer = streamSSE(context, async (stream) => {
    const gone = new AbortController();
    stream.onAbort(() => gone.abort());
    try {
      await write(stream, gone.signal);
    } catch (error) {
      // Left to hono, the message would be sent: what is unexpected is for the log. The reader comes back.
      log.error('REQUEST_FAILED', { error: error instanceof Error ? error.name : typeof error, reason: messageOf(error) });
    }
  });
  return ofAnyConnection(answer);
}

/** Takes out the headers of one connection: a gateway has a connection of its own, and Node's server sets what its connection needs. */
export function ofAnyConnection(answer: Response): Response {
  for (const header of ['connection', 'transfer-encoding']) answer.headers.delete(header);
  return answer;
}
