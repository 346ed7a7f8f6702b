/** The events of a consultation as an async iteration that survives broken connections. */
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { ConsultationEvent } from '../contract/event.ts';
import { CircleApiError } from './api-error.ts';
import { type Connection, pause, send } from './http.ts';

export interface EventsOptions {
  /** Id of the last event that was seen. @default 0 */
  readonly after?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Milliseconds before a stream that was cut off is taken up again. */
const reconnectMs = 250;
/** Streams in a row that broke without bringing anything new: then something is in the way of streams. */
const patience = 8;

/**
 * Every event behind `after` until the consultation has ended; a stream that breaks is taken up again behind the last event seen.
 * Throws `CircleApiError`, or the signal's reason.
 */
export async function* followEvents(
  connection: Connection,
  id: string,
  { after = 0, signal }: EventsOptions = {},
): AsyncGenerator<ConsultationEvent, void> {
  let seen = after;
  for (let fruitless = 0; fruitless < patience; fruitless += 1) {
    for await (const event of streamOnce(connection, id, seen, signal)) {
      seen = event.id;
      fruitless = 0;
      yield event;
      if (event.type === 'verdict' || event.type === 'failure') return;
    }
    signal?.throwIfAborted();
    await pause(reconnectMs, signal);
  }
  throw new CircleApiError(`the events of consultation ${id} break off again and again`, {
    type: 'events-broken',
    status: 0,
    retryable: true,
  });
}

async function* streamOnce(connection: Connection, id: string, after: number, signal?: AbortSignal): AsyncGenerator<ConsultationEvent> {
  const response = await send(connection, {
    method: 'GET',
    path: `/v1/consultations/${encodeURIComponent(id)}/events`,
    headers: { accept: 'text/event-stream', ...(after > 0 ? { 'last-event-id': String(after) } : {}) },
    signal,
  });
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (value.id !== undefined) yield JSON.parse(value.data) as ConsultationEvent;
    }
  } catch {
    // The connection broke: whoever iterates takes it up again, unless it was the caller who broke it.
    signal?.throwIfAborted();
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
