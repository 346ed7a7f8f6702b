/** The loaded part of the history: searched and sorted here, since the listing knows neither words nor cost. */
import type { ListQuery } from '../../../shared/client/client.ts';
import type { ConsultationPage, ConsultationStatus } from '../../../shared/contract/consultation.ts';
import type { HistoryFilter } from './address.ts';

export type Row = ConsultationPage['consultations'][number];
export const sortings = ['asked', 'cost', 'time'] as const;
export type Sorting = (typeof sortings)[number];

/** Consultations of a page. */
const pageSize = 50;

export const statuses: readonly ConsultationStatus[] = ['open', 'decided', 'no-consensus', 'no-quorum', 'failed', 'cancelled'];

/** What the server filters by. Days are the reader's own, from midnight to midnight. */
export function queryOf({ status, circle, tag, from, to }: HistoryFilter, cursor: string | null): ListQuery {
  const known = statuses.find((candidate) => candidate === status);
  return {
    limit: pageSize,
    ...(cursor === null ? {} : { cursor }),
    ...(known ? { status: known } : {}),
    ...(circle === '' ? {} : { circle }),
    ...(tag === '' ? {} : { tag }),
    ...moment('after', from, 0),
    ...moment('before', to, 1),
  };
}

/** Milliseconds that a consultation took; undefined while it is open. */
export function durationOf({ durationMs }: Row): number | undefined {
  return durationMs ?? undefined;
}

/** Rows that hold all words, in an order: the newest, the dearest or the slowest first, or the other way round. */
export function rowsToShow(rows: readonly Row[], words: string, sorting: Sorting, ascending: boolean): readonly Row[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const found = rows.filter((row) => {
    const text = `${row.question} ${row.id} ${row.circle}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  const sign = ascending ? 1 : -1;
  return found.toSorted((one, other) => sign * (measure(one, sorting) - measure(other, sorting)));
}

function measure(row: Row, sorting: Sorting): number {
  if (sorting === 'cost') return row.costUsd;
  return sorting === 'time' ? (durationOf(row) ?? 0) : Date.parse(row.createdAt);
}

function moment(name: 'after' | 'before', day: string, plusDays: number): Partial<Record<'after' | 'before', string>> {
  const date = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!date) return {};
  return { [name]: new Date(Number(date[1]), Number(date[2]) - 1, Number(date[3]) + plusDays).toISOString() };
}
