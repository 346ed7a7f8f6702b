/** The events of a consultation as an async iteration that survives broken connections. */
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { ConsultationEvent } from '../contract/event.ts';
import { CircleApiError } from './api-error.ts';
import { type Connection, send } from './http.ts';
import { pause } from './pause.ts';

export interface EventsOptions {
  /** Id of the last event that was seen. @default 0 */
  readonly after?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Milliseconds before a stream that was cut off is taken up again, unless the server names its own. */
const reconnectMs = 250;
/** Milliseconds that are waited at most when streams break without a word; each waits twice as long as the one before. */
const longestReconnectMs = 5000;
/** Streams in a row that broke without a word: about 20 seconds, more than a restart of the server takes. */
const patience = 8;
/** Milliseconds of silence after which a connection is taken for dead: many heartbeats of the server. */
const silenceMs = 60_000;

/** Where a follower is. */
interface Place {
  seen: number;
  /** The server has said that nothing more will come. */
  ended: boolean;
  reconnectMs: number;
  /** Streams in a row that broke without a word. */
  wordless: number;
}

/**
 * Every event behind `after` until the consultation has ended; a stream that breaks is taken up again behind the last event seen.
 * Throws `CircleApiError`, or the signal's reason.
 */
export async function* followEvents(
  connection: Connection,
  id: string,
  { after = 0, signal }: EventsOptions = {},
): AsyncGenerator<ConsultationEvent, void> {
  const place: Place = { seen: after, ended: false, reconnectMs, wordless: 0 };
  while (!place.ended) {
    place.wordless += 1;
    const failure = yield* streamOnce(connection, id, place, signal);
    if (place.ended) return;
    if (place.wordless >= patience) throw broken(id, failure);
    const waitMs = Math.min(place.reconnectMs * 2 ** place.wordless, longestReconnectMs);
    await pause(Math.max(failure?.retryAfterMs ?? 0, waitMs), signal);
  }
}

/** The events of one stream; returns why it could not be opened, if that may pass. */
async function* streamOnce(
  connection: Connection,
  id: string,
  place: Place,
  signal: AbortSignal | undefined,
): AsyncGenerator<ConsultationEvent, CircleApiError | undefined> {
  const opened = await open(connection, id, place.seen, signal);
  if (opened instanceof CircleApiError) return opened;
  for await (const text of textsOf(opened, place, signal)) {
    const event = parse(text);
    place.seen = event.id;
    place.ended = event.type === 'verdict' || event.type === 'failure';
    yield event;
    if (place.ended) return undefined;
  }
  return undefined;
}

async function open(
  connection: Connection,
  id: string,
  after: number,
  signal: AbortSignal | undefined,
): Promise<Response | CircleApiError> {
  const headers = { accept: 'text/event-stream', ...(after > 0 ? { 'last-event-id': String(after) } : {}) };
  try {
    // Where something in between gathers the stream, its head comes with its end.
    return await send(connection, {
      method: 'GET',
      path: `/v1/consultations/${encodeURIComponent(id)}/events`,
      headers,
      signal,
      patienceMs: silenceMs,
    });
  } catch (error) {
    if (error instanceof CircleApiError && error.retryable) return error;
    throw error;
  }
}

/** The data of each event, until the stream ends, breaks or falls silent. */
async function* textsOf(response: Response, place: Place, signal: AbortSignal | undefined): AsyncGenerator<string> {
  if (response.status === 204) place.ended = true;
  if (place.ended) return;
  const stream = listen(bodyOf(response), place);
  try {
    for (;;) {
      const message = await stream.next();
      if (!message) return;
      if (message.id !== undefined) yield message.data;
    }
  } catch {
    // The connection broke: whoever iterates takes it up again, unless it was the caller who broke it.
    signal?.throwIfAborted();
  } finally {
    await stream.close();
  }
}

function bodyOf({ status, headers, body }: Response): ReadableStream<Uint8Array<ArrayBuffer>> {
  const type = headers.get('content-type') ?? 'nothing';
  if (body && type.startsWith('text/event-stream')) return body;
  throw new CircleApiError(`the answer is no stream of events but ${type}`, { type: 'bad-answer', status, retryable: false });
}

/** The messages of a stream, and undefined behind the last one; a stream in which nothing is heard for long is closed. */
function listen(body: ReadableStream<Uint8Array<ArrayBuffer>>, place: Place) {
  const parser = new EventSourceParserStream({ onComment: heard, onRetry: (retryMs) => (place.reconnectMs = retryMs) });
  const reader = body.pipeThrough(new TextDecoderStream()).pipeThrough(parser).getReader();
  const cancel = () => reader.cancel().catch(() => undefined);
  let silence = setTimeout(() => void cancel(), silenceMs);
  return {
    async next() {
      const { done, value } = await reader.read();
      if (done) return undefined;
      heard();
      return value;
    },
    async close() {
      clearTimeout(silence);
      await cancel();
    },
  };

  function heard() {
    place.wordless = 0;
    clearTimeout(silence);
    silence = setTimeout(() => void cancel(), silenceMs);
  }
}

function parse(text: string): ConsultationEvent {
  try {
    return JSON.parse(text) as ConsultationEvent;
  } catch (cause) {
    throw new CircleApiError('an event is not JSON', { type: 'bad-answer', status: 200, retryable: false, cause });
  }
}

function broken(id: string, cause: CircleApiError | undefined): CircleApiError {
  const message = `the events of consultation ${id} break off again and again`;
  return new CircleApiError(message, { type: 'events-broken', status: cause?.status ?? 0, retryable: true, attempts: patience, cause });
}
