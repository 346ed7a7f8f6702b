/** The pages of a report, added up as they come. */
import { useSignal } from '@preact/signals';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import type { CircleClient } from '../../../shared/client/client.ts';
import type { Kind } from '../../../shared/contract/question.ts';
import type { ReportSums } from '../../../shared/contract/report.ts';
import { mergeSums } from '../../../shared/domain/report/add.ts';
import type { ReportFilter } from '../text/address.ts';
import { tellFailure } from './session.ts';

/** Consultations of one request: it is over within a moment, and another tab has its turn. */
const pageSize = 100;
/** Consultations that are read before a person is asked whether to go on. */
const readAtOnce = 2000;

/** What has been read so far. */
interface Read {
  readonly sums: readonly ReportSums[];
  readonly read: number;
  readonly demo: number;
  readonly unreadable: number;
  /** Where the next page begins; null when there is none. */
  readonly cursor: string | null;
}

const nothing: Read = { sums: [], read: 0, demo: 0, unreadable: 0, cursor: null };

/** Reads page after page; another filter starts anew. Whoever leaves stops the reading. */
export function useReportPages(client: CircleClient, { circle, kind, since }: ReportFilter) {
  const found = useSignal<Read>(nothing);
  const loading = useSignal(true);
  const failure = useSignal<string | undefined>(undefined);
  const running = useRef<AbortController>(undefined);

  const load = useCallback(() => {
    running.current?.abort(new Error('other pages were asked for'));
    const mine = new AbortController();
    running.current = mine;
    loading.value = true;
    failure.value = undefined;
    const stop = found.value.read + readAtOnce;
    const query = {
      limit: pageSize,
      ...(circle === '' ? {} : { circle }),
      ...(kind === '' ? {} : { kind: kind as Kind }),
      ...(since === '' ? {} : { after: new Date(`${since}T00:00:00`).toISOString() }),
    };
    const readOn = async (): Promise<void> => {
      do {
        const { cursor } = found.value;
        const page = await client.report({ ...query, ...(cursor === null ? {} : { cursor }) }, { signal: mine.signal });
        const { sums, read, demo, unreadable } = found.value;
        found.value = {
          sums: mergeSums([...sums, ...page.sums]),
          read: read + page.read,
          demo: demo + page.demo,
          unreadable: unreadable + page.unreadable,
          cursor: page.cursor,
        };
      } while (found.value.cursor !== null && found.value.read < stop);
      loading.value = false;
    };
    readOn().catch((error: unknown) => {
      if (mine.signal.aborted) return;
      failure.value = tellFailure(error);
      loading.value = false;
    });
  }, [client, circle, kind, since]);

  useEffect(() => {
    found.value = nothing;
    load();
    return () => running.current?.abort(new Error('the page was left'));
  }, [load]);
  return { found, loading, failure, load };
}
