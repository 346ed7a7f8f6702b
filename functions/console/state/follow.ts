/** A consultation followed to its end: events as they happen, and a look now and then where something keeps them back. */
import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { CircleApiError } from '../../../shared/client/api-error.ts';
import type { CircleClient } from '../../../shared/client/client.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import { afterEvent, afterFetch } from '../text/live.ts';
import { tellFailure } from './session.ts';
import { whenPlaced } from './stream-places.ts';

/** Milliseconds between two looks at an open consultation: enough to get on where a proxy keeps the events back. */
const lookMs = 5000;

export interface Followed {
  readonly consultation: ReadonlySignal<Consultation | undefined>;
  /** The experts in the order of their seats. */
  readonly order: ReadonlySignal<readonly string[]>;
  readonly failure: ReadonlySignal<string | undefined>;
  /** Takes in a consultation that came another way, such as by cancelling it. */
  readonly take: (fetched: Consultation) => void;
}

/** Follows `id` while the component is shown. */
export function useFollowed(client: CircleClient, id: string): Followed {
  const consultation = useSignal<Consultation | undefined>(undefined);
  const order = useSignal<readonly string[]>([]);
  const failure = useSignal<string | undefined>(undefined);
  const take = (fetched: Consultation) => {
    consultation.value = afterFetch(consultation.value, fetched);
  };

  useEffect(() => {
    const gone = new AbortController();
    consultation.value = undefined;
    failure.value = undefined;
    /** Looks once; says whether to look again. */
    const look = async (): Promise<boolean> => {
      try {
        take(await client.get(id, { signal: gone.signal }));
        failure.value = undefined;
        return consultation.value?.status === 'open';
      } catch (error) {
        if (gone.signal.aborted) return false;
        failure.value = tellFailure(error);
        return error instanceof CircleApiError && error.retryable;
      }
    };

    async function followEvents(signal: AbortSignal): Promise<void> {
      for await (const event of client.events(id, { signal })) {
        if (event.type === 'accepted') order.value = event.consultation.pending.map(({ expert }) => expert);
        consultation.value = afterEvent(consultation.value, event);
      }
    }

    async function keepLooking(): Promise<void> {
      while ((await look()) && !gone.signal.aborted) await new Promise((resolve) => setTimeout(resolve, lookMs));
    }

    let stream = new AbortController();
    /** Connections are few for all tabs of a browser: one that nobody sees leaves them to the others, and those that are seen share some. */
    const followWhileSeen = (): void => {
      stream.abort(new Error('the page is hidden'));
      if (document.hidden || (consultation.value && consultation.value.status !== 'open')) return;
      stream = new AbortController();
      const signal = AbortSignal.any([gone.signal, stream.signal]);
      // Looking is enough to see the end: what keeps events back only costs the immediacy.
      whenPlaced(signal, () => followEvents(signal)).catch(() => undefined);
    };

    document.addEventListener('visibilitychange', followWhileSeen, { signal: gone.signal });
    followWhileSeen();
    void keepLooking();
    return () => gone.abort(new Error('the page was left'));
  }, [client, id]);
  return { consultation, order, failure, take };
}
