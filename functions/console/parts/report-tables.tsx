/** The sentences and tables of one circle's report. */
import type { ReportTable } from '../../../shared/domain/report/cells.ts';
import type { CircleWords } from '../../../shared/domain/report/tables.ts';

export function ReportTables({ words: { circle, sentences, tables } }: { readonly words: CircleWords }) {
  const id = `report-${circle}`;
  return (
    <section class="evidence" aria-labelledby={id}>
      <h2 id={id}>{circle}</h2>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {tables.map((table, at) => (
        <Table key={table.title} table={table} circle={id} id={`${id}-${at}`} />
      ))}
    </section>
  );
}

interface TableProps {
  readonly table: ReportTable;
  /** Id of the heading of its circle: other circles have a table of the same name. */
  readonly circle: string;
  readonly id: string;
}

/** A wide table scrolls by itself, with the keys too. */
function Table({ table: { title, note, head, rows }, circle, id }: TableProps) {
  return (
    <>
      <h3 id={id}>{title}</h3>
      <p class="hint">{note}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys. */}
      <section class="scroll" aria-labelledby={`${circle} ${id}`} tabIndex={0}>
        <table class="stacking" aria-labelledby={id}>
          <thead>
            <tr>
              {head.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([first, ...cells]) => (
              <tr key={first?.text}>
                <th scope="row">{first?.text}</th>
                {cells.map(({ text }, at) => (
                  <td key={head[at + 1]} data-label={head[at + 1]} class="number">
                    {text}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
