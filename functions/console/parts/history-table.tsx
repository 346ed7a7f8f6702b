/** The rows of the history. */
import { dirOf } from '../markdown/direction.ts';
import { consultationAddress } from '../text/address.ts';
import { sayDuration, sayMoment, sayUsd } from '../text/format.ts';
import { durationOf, type Row, type Sorting } from '../text/history-rows.ts';
import { Status } from './status.tsx';

export interface HistoryTableProps {
  readonly rows: readonly Row[];
  readonly sorting: Sorting;
  readonly ascending: boolean;
  readonly sort: (by: Sorting) => void;
}

const sortable: readonly (readonly [Sorting, string])[] = [
  ['asked', 'Asked'],
  ['time', 'Time'],
  ['cost', 'Cost'],
];

export function HistoryTable({ rows, sorting, ascending, sort }: HistoryTableProps) {
  const direction = ascending ? ('ascending' as const) : ('descending' as const);
  return (
    <table class="history stacking">
      <caption class="unseen">Consultations</caption>
      <thead>
        <tr>
          <th scope="col">Question</th>
          <th scope="col">Status</th>
          <th scope="col">Circle</th>
          {sortable.map(([by, label]) => (
            <th key={by} scope="col" aria-sort={sorting === by ? direction : undefined}>
              <button type="button" class="link" onClick={() => sort(by)}>
                {label}
                <span aria-hidden="true">{sorting === by ? (ascending ? ' ↑' : ' ↓') : ''}</span>
              </button>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <a href={consultationAddress(row.id)} data-row dir={dirOf(row.question)}>
                {row.question}
              </a>
            </th>
            <td data-label="Status">
              <Status status={row.status} />
            </td>
            <td data-label="Circle">{row.circle}</td>
            <td data-label="Asked">{sayMoment(row.createdAt)}</td>
            <td data-label="Time" class="number">
              {row.endedAt === null ? 'open' : sayDuration(durationOf(row))}
            </td>
            <td data-label="Cost" class="number">
              {sayUsd(row.costUsd)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
