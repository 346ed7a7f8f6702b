/** Every consultation, newest first, with search and filters. */
import { useSignal } from '@preact/signals';
import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks';
import type { CircleClient } from '../../../shared/client/client.ts';
import { HistoryFilters } from '../parts/history-filters.tsx';
import { HistoryTable } from '../parts/history-table.tsx';
import { Failure, Page } from '../parts/page.tsx';
import { announce } from '../state/announce.ts';
import { searchWanted, useHistoryPages } from '../state/history-pages.ts';
import { type KeyCommand, useKeys } from '../state/keys.ts';
import { useLoaded } from '../state/loaded.ts';
import { changeTo, goTo } from '../state/route.ts';
import { consultationAddress, type HistoryFilter, historyAddress } from '../text/address.ts';
import { sayCount } from '../text/format.ts';
import { type Row, rowsToShow, type Sorting } from '../text/history-rows.ts';

/** Consultations that a search looks through by itself. */
const searchedAtOnce = 2000;
const searchPauseMs = 250;

export function HistoryPage({ client, filter }: { readonly client: CircleClient; readonly filter: HistoryFilter }) {
  const search = useRef<HTMLInputElement>(null);
  const pages = useHistoryPages(client, filter);
  const circles = useLoaded(() => client.circles(), [client]);
  const sorted = useSorted(pages.rows.value, filter.words);
  useSearchOn(pages, filter.words);
  const { shown } = sorted;

  useKeys(
    useCallback<KeyCommand>(({ key, target }) => {
      if (key === '/') search.current?.focus();
      else if (key === 'j' || key === 'k') moveFocus(key === 'j' ? 1 : -1, target);
      else return false;
      return true;
    }, []),
  );
  useEffect(() => {
    if (searchWanted.value) search.current?.focus();
    searchWanted.value = false;
  }, [searchWanted.value]);
  const told = pages.loading.value ? undefined : `${sayCount(shown.length, 'consultation')} shown.`;
  useEffect(() => {
    if (told !== undefined) announce(told);
  }, [told]);

  return (
    <Page title="History">
      <HistoryFilters
        filter={filter}
        circles={circles.value.value?.map(({ name }) => name) ?? []}
        search={search}
        change={(part) => changeTo(historyAddress({ ...filter, ...part }))}
        open={() => shown[0] && goTo(consultationAddress(shown[0].id))}
      />
      {pages.failure.value !== undefined && <Failure message={pages.failure.value} again={pages.load} />}
      {shown.length > 0 && <HistoryTable {...sorted} rows={shown} />}
      <Rest pages={pages} shown={shown.length} filter={filter} />
    </Page>
  );
}

/** Whoever searches wants to find: page after page is loaded while there are words to look for, as far as a browser can bear. */
function useSearchOn({ rows, more, loading, failure, load }: ReturnType<typeof useHistoryPages>, words: string): void {
  const wanted = words.trim() !== '' && more.value && !loading.value && failure.value === undefined && rows.value.length < searchedAtOnce;
  useEffect(() => {
    if (!wanted) return;
    // Not for every letter that is typed.
    const timer = setTimeout(load, searchPauseMs);
    return () => clearTimeout(timer);
  }, [wanted, words, load]);
}

/** The rows that hold the words, in the chosen order. */
function useSorted(rows: readonly Row[], words: string) {
  const sorting = useSignal<Sorting>('asked');
  const ascending = useSignal(false);
  const [by, upwards] = [sorting.value, ascending.value];
  const shown = useMemo(() => rowsToShow(rows, words, by, upwards), [rows, words, by, upwards]);
  const sort = (wanted: Sorting) => {
    ascending.value = sorting.value === wanted && !ascending.value;
    sorting.value = wanted;
  };
  return { shown, sorting: by, ascending: upwards, sort };
}

interface RestProps {
  readonly pages: ReturnType<typeof useHistoryPages>;
  readonly shown: number;
  readonly filter: HistoryFilter;
}

/** What follows the rows: more of them, or why there are none. */
function Rest({ pages: { rows, more, loading, failure, load }, shown, filter }: RestProps) {
  const searching = filter.words.trim() !== '' && rows.value.length > 0;
  if (loading.value) return <p class="hint">{searching ? `Searching… ${rows.value.length} are looked through.` : 'Loading…'}</p>;
  const nothing = shown === 0 && failure.value === undefined;
  return (
    <>
      {nothing && <Nothing filter={filter} loaded={rows.value.length} />}
      {more.value && (
        <p class="more">
          <button type="button" onClick={load}>
            Load more
          </button>{' '}
          <span class="hint">{rows.value.length} are loaded; words are searched among these.</span>
        </p>
      )}
    </>
  );
}

function Nothing({ filter, loaded }: { readonly filter: HistoryFilter; readonly loaded: number }) {
  const filtered = Object.values(filter).some((value) => value !== '');
  return (
    <p class="empty">
      {filtered
        ? `None of ${loaded > 0 ? `the ${loaded} loaded` : 'the'} consultations fits these filters. `
        : 'Nothing has been asked yet. '}
      {filtered ? <a href="#/consultations">Show all</a> : <a href="#/">Ask a question</a>}
    </p>
  );
}

/** The links of the rows are what is focused: Enter opens them by itself. */
function moveFocus(step: 1 | -1, target: EventTarget | null): void {
  const links = [...document.querySelectorAll<HTMLElement>('[data-row]')];
  const here = target instanceof HTMLElement ? links.indexOf(target) : -1;
  const next = here < 0 ? 0 : Math.min(Math.max(here + step, 0), links.length - 1);
  links[next]?.focus();
}
