/** Which consultations a report is about; the filters stand in the address. */
import type { ReportFilter } from '../text/address.ts';

const kinds = ['choice', 'short', 'text', 'ranking', 'auto'] as const;

export interface ReportFiltersProps {
  readonly filter: ReportFilter;
  readonly circles: readonly string[];
  readonly change: (part: Partial<ReportFilter>) => void;
}

export function ReportFilters({ filter, circles, change }: ReportFiltersProps) {
  const named = filter.circle === '' || circles.includes(filter.circle) ? circles : [...circles, filter.circle];
  return (
    <search>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <Choice label="Circle" value={filter.circle} values={named} change={(circle) => change({ circle })} />
        <Choice label="Kind of question" value={filter.kind} values={kinds} change={(kind) => change({ kind })} />
        <label>
          <span>Since</span>
          <input type="date" value={filter.since} onChange={(event) => change({ since: event.currentTarget.value })} />
        </label>
      </form>
    </search>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly values: readonly string[];
  readonly change: (value: string) => void;
}

function Choice({ label, value, values, change }: ChoiceProps) {
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={(event) => change(event.currentTarget.value)}>
        <option value="">any</option>
        {values.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  );
}
