/** `circle report`: what stored consultations say of each circle. */
import type { CircleClient } from '../../shared/client/client.ts';
import { type Kind, kind } from '../../shared/contract/question.ts';
import type { ReportSums } from '../../shared/contract/report.ts';
import { mergeSums } from '../../shared/domain/report/add.ts';
import { reportOf } from '../../shared/domain/report/figures.ts';
import { InvalidInput } from '../../shared/errors.ts';
import { type Address, openClient, patientRetries } from './client.ts';
import { print, printJson, printText, tell } from './output.ts';
import { reportAsCsv, reportAsMarkdown, reportAsTable } from './report/formats.ts';
import { timeOf } from './time-of.ts';

/** The flags of `circle report`, as commander gives them. */
export interface ReportFlags {
  readonly since?: string;
  readonly until?: string;
  readonly circle?: string;
  readonly kind?: string;
  readonly format: string;
}

const formats = ['table', 'json', 'markdown', 'csv'] as const;

/** Consultations of a page: the server ends one earlier where it takes long. */
const pageSize = 500;

/** Reads the pages, adds them up and prints the report. */
export async function printReport(flags: ReportFlags, address: Address): Promise<void> {
  const format = formats.find((one) => one === flags.format);
  if (format === undefined) throw new InvalidInput([{ field: '--format', message: `must be one of ${formats.join(', ')}` }]);
  const query = {
    circle: flags.circle,
    kind: flags.kind === undefined ? undefined : kindOf(flags.kind),
    after: timeOf(flags.since, '--since'),
    before: timeOf(flags.until, '--until'),
  };
  const report = reportOf(await readSums(openClient(address, patientRetries), query));
  if (format === 'json') printJson(report);
  else if (format === 'csv') printText(reportAsCsv(report));
  else if (format === 'markdown') printText(reportAsMarkdown(report));
  else print(report.circles.length === 0 ? 'no consultation has ended here' : reportAsTable(report));
}

async function readSums(client: CircleClient, query: Parameters<CircleClient['report']>[0]): Promise<readonly ReportSums[]> {
  let sums: readonly ReportSums[] = [];
  let cursor: string | null = null;
  let [read, demo, unreadable] = [0, 0, 0];
  do {
    const page = await client.report({ ...query, limit: pageSize, ...(cursor === null ? {} : { cursor }) });
    sums = mergeSums([...sums, ...page.sums]);
    read += page.read;
    demo += page.demo;
    // A server before this one does not count them.
    unreadable += page.unreadable ?? 0;
    cursor = page.cursor;
    if (cursor !== null) tell(`${read} consultations read`);
  } while (cursor !== null);
  if (demo > 0) tell(`${demo} consultations of the scripted demo circle are left out: nobody real has answered them`);
  if (unreadable > 0) {
    const those = unreadable === 1 ? '1 consultation could not be read and is' : `${unreadable} consultations could not be read and are`;
    tell(`${those} left out: the log of the server says why`);
  }
  return sums;
}

function kindOf(text: string): Kind {
  const { success, data } = kind.safeParse(text);
  if (success) return data;
  throw new InvalidInput([{ field: '--kind', message: `must be one of ${kind.options.join(', ')}` }]);
}
