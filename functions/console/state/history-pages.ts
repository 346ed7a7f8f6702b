/** The loaded part of the history. */
import { signal, useSignal } from '@preact/signals';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import type { CircleClient } from '../../../shared/client/client.ts';
import type { HistoryFilter } from '../text/address.ts';
import { queryOf, type Row } from '../text/history-rows.ts';
import { tellFailure } from './session.ts';

/** Set by whoever leads to the history to search it: the page focuses the field when it is there. */
export const searchWanted = signal(false);

/** The pages that have been loaded behind a filter; another filter starts anew. */
export function useHistoryPages(client: CircleClient, filter: HistoryFilter) {
  const rows = useSignal<readonly Row[]>([]);
  const cursor = useSignal<string | null>(null);
  const more = useSignal(false);
  const loading = useSignal(true);
  const failure = useSignal<string | undefined>(undefined);
  const running = useRef<AbortController>(undefined);
  const { status, circle, tag, from, to } = filter;

  const load = useCallback(() => {
    running.current?.abort(new Error('another page was asked for'));
    const mine = new AbortController();
    running.current = mine;
    loading.value = true;
    failure.value = undefined;
    client
      .list(queryOf({ words: '', status, circle, tag, from, to }, cursor.value), { signal: mine.signal })
      .then((page) => {
        rows.value = [...rows.value, ...page.consultations];
        cursor.value = page.cursor;
        more.value = page.cursor !== null;
        loading.value = false;
      })
      .catch((error: unknown) => {
        if (mine.signal.aborted) return;
        failure.value = tellFailure(error);
        loading.value = false;
      });
  }, [client, status, circle, tag, from, to]);

  useEffect(() => {
    rows.value = [];
    cursor.value = null;
    more.value = false;
    load();
    return () => running.current?.abort(new Error('the page was left'));
  }, [load]);
  return { rows, more, loading, failure, load };
}
