/** The search field and the filters of the history; they stand in the address, so a filtered list can be shared. */
import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import type { HistoryFilter } from '../text/address.ts';
import { sayStatus } from '../text/format.ts';
import { statuses } from '../text/history-rows.ts';

/** Milliseconds after the last key until the server is asked for a tag. */
const typingPauseMs = 350;

export interface HistoryFiltersProps {
  readonly filter: HistoryFilter;
  readonly circles: readonly string[];
  readonly search: RefObject<HTMLInputElement | null>;
  readonly change: (part: Partial<HistoryFilter>) => void;
  /** Opens the first row. */
  readonly open: () => void;
}

export function HistoryFilters({ filter, circles, search, change, open }: HistoryFiltersProps) {
  return (
    <search>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <label class="wide">
          <span>Search</span>
          <input
            ref={search}
            type="search"
            placeholder="words of the question, id or circle"
            value={filter.words}
            onInput={(event) => change({ words: event.currentTarget.value })}
            onKeyDown={({ key }) => {
              if (key === 'Enter') open();
            }}
          />
        </label>
        <label>
          <span>Status</span>
          <select value={filter.status} onChange={(event) => change({ status: event.currentTarget.value })}>
            <option value="">any</option>
            {statuses.map((status) => (
              <option key={status} value={status}>
                {sayStatus(status)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Circle</span>
          <select value={filter.circle} onChange={(event) => change({ circle: event.currentTarget.value })}>
            <option value="">any</option>
            {(filter.circle === '' || circles.includes(filter.circle) ? circles : [...circles, filter.circle]).map((circle) => (
              <option key={circle} value={circle}>
                {circle}
              </option>
            ))}
          </select>
        </label>
        <TagField tag={filter.tag} change={change} />
        <label>
          <span>From</span>
          <input
            type="date"
            value={filter.from}
            max={filter.to || undefined}
            onChange={(event) => change({ from: event.currentTarget.value })}
          />
        </label>
        <label>
          <span>To</span>
          <input
            type="date"
            value={filter.to}
            min={filter.from || undefined}
            onChange={(event) => change({ to: event.currentTarget.value })}
          />
        </label>
      </form>
    </search>
  );
}

/** The server filters by whole tags, so it is asked when the typing pauses and there is a key and a value. */
function TagField({ tag, change }: { readonly tag: string; readonly change: (part: Partial<HistoryFilter>) => void }) {
  const typed = useSignal(tag);
  useEffect(() => {
    typed.value = tag;
  }, [tag]);
  useEffect(() => {
    const wanted = typed.value.trim();
    if (wanted === tag || (wanted !== '' && !/^[^:]+:./.test(wanted))) return;
    const timer = setTimeout(() => change({ tag: wanted }), typingPauseMs);
    return () => clearTimeout(timer);
  }, [typed.value]);
  return (
    <label>
      <span>Tag</span>
      <input
        type="text"
        placeholder="key:value"
        autocomplete="off"
        value={typed.value}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
        }}
      />
    </label>
  );
}
