/** A report in the forms in which it is printed. */
import type { Report } from '../../../shared/contract/report.ts';
import { oneLine } from '../../../shared/domain/plain-text.ts';
import type { Cell, ReportTable } from '../../../shared/domain/report/cells.ts';
import { circleInWords, figureTables, footnote } from '../../../shared/domain/report/tables.ts';
import { showTable } from '../show.ts';

/** The report for a terminal. */
export function reportAsTable(report: Report): string {
  const circles = report.circles.map((given) => {
    const { circle, sentences, tables } = circleInWords(given);
    const blocks = tables.map(
      ({ title, note, head, rows }) => `${title}\n${note}\n${showTable([head.map((cell) => cell.toUpperCase()), ...rows.map(texts)])}`,
    );
    return [`Circle ${circle}`, sentences.join('\n'), ...blocks].join('\n\n');
  });
  return [...circles, footnote(report)].join('\n\n');
}

/** The report as a document in Markdown. */
export function reportAsMarkdown(report: Report): string {
  const circles = report.circles.map((given) => {
    const { circle, sentences, tables } = circleInWords(given);
    return [`# Circle ${circle}`, sentences.map((sentence) => `- ${cellText(sentence)}`).join('\n'), ...tables.map(markdownTable)].join(
      '\n\n',
    );
  });
  return `${[...circles, cellText(footnote(report))].join('\n\n')}\n`;
}

/** The report as one table of values: a line for each figure of each kind of question, and of all kinds together. */
export function reportAsCsv(report: Report): string {
  const head = ['circle', 'kind', 'table', 'row', 'figure', 'value', 'low', 'high', 'count', 'of', 'few'];
  const lines = report.circles.flatMap(({ circle, all, kinds }) =>
    [{ kind: 'all', figures: all }, ...kinds].flatMap(({ kind, figures }) =>
      [...circleTables(figures), ...figureTables(figures)].flatMap((table) => valuesOf(table).map((values) => [circle, kind, ...values])),
    ),
  );
  return [head, ...lines].map((line) => `${line.map(csvCell).join(',')}\r\n`).join('');
}

/** What the sentences say, as a table. */
function circleTables(figures: Report['circles'][number]['all']): readonly ReportTable[] {
  const rates = {
    right: figures.knownRight,
    decided: figures.knownDecided,
    'nobody right': figures.nobody,
    judged: figures.judgedRight,
    unanimous: figures.unanimous,
  };
  const values = {
    verdicts: figures.verdicts,
    'best seat': figures.bestSeat,
    '$ per right answer': figures.usdPerRightAnswer,
    '$ per verdict': figures.usdPerVerdict,
    calls: figures.callsPerVerdict,
    seconds: figures.seconds,
    agreement: figures.agreement,
    brier: figures.calibration.brier,
    ece: figures.calibration.ece,
  };
  const cells: readonly [string, Cell][] = [
    ...Object.entries(rates).map(([name, rate]): [string, Cell] => [name, { text: '', value: rate.share, rate }]),
    ...Object.entries(values).map(([name, value]): [string, Cell] => [name, { text: '', value }]),
  ];
  const rows = [[{ text: 'circle', value: 'circle' }, ...cells.map(([, cell]) => cell)]];
  return [{ title: 'Circle', note: '', head: ['who', ...cells.map(([name]) => name)], rows }];
}

/** A value for each cell but the first, which names the row. */
function valuesOf({ title, head, rows }: ReportTable): readonly (readonly (string | number | null)[])[] {
  return rows.flatMap(([first, ...cells]) =>
    cells.map(({ value, rate }, at) => [
      title,
      first?.text ?? '',
      head[at + 1] ?? '',
      value,
      ...(rate ? [rate.low, rate.high, rate.count, rate.of, String(rate.few)] : [null, null, null, null, null]),
    ]),
  );
}

function markdownTable({ title, note, head, rows }: ReportTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cellText).join(' | ')} |`;
  return [
    `## ${title}`,
    '',
    note,
    '',
    line(head),
    line(head.map((_, at) => (at === 0 ? '---' : '---:'))),
    ...rows.map((cells) => line(texts(cells))),
  ].join('\n');
}

function texts(cells: readonly Cell[]): readonly string[] {
  return cells.map(({ text }) => text);
}

/** Nothing in it opens another cell, a tag or an emphasis. */
function cellText(text: string): string {
  return text === '---' || text === '---:' ? text : oneLine(text).replaceAll(/[\\|*_`<>[\]]/g, String.raw`\$&`);
}

/** RFC 4180; a spreadsheet takes what begins with these signs for a formula. */
function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const plain = oneLine(value).replace(/^(?=[=+\-@])/, "'");
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
