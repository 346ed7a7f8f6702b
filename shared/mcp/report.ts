/** The tool that tells how good a circle is. */
import type { McpServer } from '@modelcontextprotocol/server';
import type { CircleClient } from '../client/client.ts';
import { circleReportForAgent, reportCircleInput } from '../contract/mcp.ts';
import type { ReportSums } from '../contract/report.ts';
import type { ReportTable } from '../domain/report/cells.ts';
import { reportOf } from '../domain/report/figures.ts';
import { type CircleWords, circleInWords, footnote } from '../domain/report/tables.ts';
import type { McpDependencies } from './dependencies.ts';
import { loose } from './loose-input.ts';
import { answerTool, result } from './tool-result.ts';

/** Pages that a call reads: agents give one up after 30 to 60 seconds, and a page takes five at the longest. */
const pages = 4;
const pageSize = 250;

/** Registers `report_circle`. */
export function registerReport(server: McpServer, dependencies: McpDependencies): void {
  server.registerTool(
    'report_circle',
    {
      title: 'Report how good a circle is',
      description:
        'From stored consultations and the feedback on them, the newest thousand at the most: how often the circle and each expert were right, ' +
        'what other strategies and smaller circles would have decided and cost, who errs with whom, and what a stated confidence was worth. ' +
        'Without feedback it tells agreement only, which is no accuracy. Costs nothing.',
      inputSchema: loose(reportCircleInput),
      outputSchema: circleReportForAgent,
      annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    },
    ({ circle, kind, after }) =>
      answerTool(dependencies, async () => {
        const { sums, read, unreadable, whole } = await readPages(dependencies.openClient(), { circle, kind, after });
        const report = reportOf(sums);
        const words = report.circles.map(circleInWords);
        const lost = unreadable === 0 ? '' : ` ${unreadable} of them could not be read and are left out.`;
        const extent = `${read} consultations read${whole ? '' : ', the newest; there are more'}.${lost}`;
        const text = [extent, ...words.map(inText), footnote(report)].join('\n\n');
        const circles = words.map(({ circle: name, sentences, tables }) => ({
          circle: name,
          sentences: [...sentences],
          tables: tables.map(plain),
        }));
        return result(text, circleReportForAgent.parse({ read, unreadable, whole, note: footnote(report), circles }));
      }),
  );
}

async function readPages(client: CircleClient, query: Parameters<CircleClient['report']>[0]) {
  const sums: ReportSums[] = [];
  let [read, unreadable] = [0, 0];
  let cursor: string | null = null;
  for (let page = 0; page < pages; page += 1) {
    const found = await client.report({ ...query, limit: pageSize, ...(cursor === null ? {} : { cursor }) });
    sums.push(...found.sums);
    read += found.read;
    unreadable += found.unreadable ?? 0;
    cursor = found.cursor;
    if (cursor === null) break;
  }
  return { sums, read, unreadable, whole: cursor === null };
}

function plain({ title, note, head, rows }: ReportTable) {
  return { title, note, head: [...head], rows: rows.map((cells) => cells.map(({ text }) => text)) };
}

function inText({ circle, sentences, tables }: CircleWords): string {
  const lines = tables.map(({ title, head, rows }) =>
    [`${title} (${head.join(' | ')})`, ...rows.map((cells) => cells.map(({ text }) => text).join(' | '))].join('\n'),
  );
  return [`Circle ${circle}\n${sentences.join('\n')}`, ...lines].join('\n\n');
}
