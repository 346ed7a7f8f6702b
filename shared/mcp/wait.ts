/** Waiting for the end of a consultation within a call, telling the caller how far it is. */
import { CircleApiError } from '../client/api-error.ts';
import type { CircleClient } from '../client/client.ts';
import type { Consultation } from '../contract/consultation.ts';
import type { ConsultationEvent } from '../contract/event.ts';

/** How far a consultation is; `message` holds no word of an expert. */
export interface Progress {
  readonly progress: number;
  readonly total: number;
  readonly message: string;
}

export interface Waiting {
  readonly seconds: number;
  /** Told of each step. */
  readonly onProgress: (progress: Progress) => Promise<void>;
  /** Ends the waiting when the caller has gone. The consultation goes on: it is paid for, and its id leads back to it. */
  readonly signal: AbortSignal;
  /** Ends the waiting when the server begins to stop: the caller gets the id. @default never */
  readonly closing?: AbortSignal | undefined;
}

/** What of a client is needed. */
type Looking = Pick<CircleClient, 'get' | 'events'>;

/** The consultation as it ends, or as it stands when the time is over. Throws `CircleApiError`, or the signal's reason. */
export async function waitForEnd(client: Looking, id: string, { seconds, onProgress, signal, closing }: Waiting): Promise<Consultation> {
  const first = await client.get(id, { signal });
  if (first.status !== 'open' || seconds <= 0) return first;
  const timeIsOver = overAfter(seconds, closing);
  const tell = progressTeller(first, onProgress);
  try {
    for await (const event of client.events(id, { signal: AbortSignal.any([timeIsOver, signal]) })) {
      if (event.type === 'verdict' || event.type === 'failure') return event.consultation;
      await tell(event);
    }
  } catch (error) {
    if (!timeIsOver.aborted && !isBrokenStream(error)) throw error;
  }
  return client.get(id, { signal });
}

function overAfter(seconds: number, closing: AbortSignal | undefined): AbortSignal {
  const time = AbortSignal.timeout(seconds * 1000);
  return closing ? AbortSignal.any([time, closing]) : time;
}

/** Counts the opinions that are in. */
function progressTeller({ id, opinions, pending }: Consultation, onProgress: Waiting['onProgress']) {
  const total = opinions.length + pending.length;
  let heard = 0;
  return async (event: ConsultationEvent): Promise<void> => {
    if (event.type === 'accepted') await onProgress({ progress: 0, total, message: `consultation ${id}: ${total} experts are asked` });
    // Who answers again has been heard.
    if (event.type !== 'opinion' || event.opinion.round !== undefined) return;
    heard += 1;
    const { expert, status } = event.opinion;
    await onProgress({ progress: heard, total, message: `consultation ${id}: ${expert} ${status} (${heard} of ${total})` });
  };
}

function isBrokenStream(error: unknown): boolean {
  return error instanceof CircleApiError && error.type === 'events-broken';
}
