/** Tables in Markdown, as the documents have them. */

/** The rows with their columns aligned, the first one being the head. */
export function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(3, ...rows.map((row) => (row[column] ?? '').length)));
  const lineOf = (cells: readonly string[], fill: string) =>
    `| ${widths.map((width, column) => padded(cells[column] ?? '', width, fill)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [lineOf(head, ' '), lineOf([], '-'), ...body.map((row) => lineOf(row, ' '))].join('\n');
}

function padded(text: string, width: number, fill: string): string {
  return text + fill.repeat(Math.max(0, width - text.length));
}
