/** The loaded part of the list of reviews. */
import { useSignal } from '@preact/signals';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import type { CircleClient } from '../../../shared/client/client.ts';
import type { ReviewSummary } from '../../../shared/contract/review-list.ts';
import { tellFailure } from './session.ts';

/** The pages that have been loaded of a subject, or of all where it is empty; another subject starts anew. */
export function useReviewPages(client: CircleClient, subject: string) {
  const rows = useSignal<readonly ReviewSummary[]>([]);
  const cursor = useSignal<string | undefined>(undefined);
  const more = useSignal(false);
  const loading = useSignal(true);
  const failure = useSignal<string | undefined>(undefined);
  const running = useRef<AbortController>(undefined);

  const load = useCallback(() => {
    running.current?.abort(new Error('another page was asked for'));
    const mine = new AbortController();
    running.current = mine;
    loading.value = true;
    failure.value = undefined;
    client
      .listReviews({ subject: subject || undefined, cursor: cursor.value }, { signal: mine.signal })
      .then((page) => {
        rows.value = [...rows.value, ...page.reviews];
        cursor.value = page.cursor ?? undefined;
        more.value = page.cursor !== null;
        loading.value = false;
      })
      .catch((error: unknown) => {
        if (mine.signal.aborted) return;
        failure.value = tellFailure(error);
        loading.value = false;
      });
  }, [client, subject]);

  useEffect(() => {
    rows.value = [];
    cursor.value = undefined;
    more.value = false;
    load();
    return () => running.current?.abort(new Error('the page was left'));
  }, [load]);
  return { rows, more, loading, failure, load };
}
