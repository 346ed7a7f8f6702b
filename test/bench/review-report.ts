/** The figures of the bench `review`, what is aimed at, and tables of both. */
import { figure, type Table } from '../eval/table.ts';
import type { ParserFigures } from './review-parsers.ts';

/** One number of files. */
export interface ScanRow {
  readonly files: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly findings: number;
  /** Undefined where there is none, or it would have taken too long. */
  readonly rival: { readonly seconds: number; readonly processorSeconds: number; readonly findings: number } | undefined;
}

/** One set of files. */
export interface ScanFigures {
  readonly task: string;
  /** Rules of the sources that read something. */
  readonly rules: number;
  readonly rows: readonly ScanRow[];
  readonly rival: { readonly name: string; readonly version: string; readonly rules: number } | undefined;
}

/** An aim and what was reached. */
export interface Aim {
  readonly what: string;
  readonly aim: string;
  readonly reached: string;
  readonly met: boolean | undefined;
}

/** All figures of one run. */
export interface ReviewFigures {
  readonly machine: string;
  /** Rivals that could not be installed, and why. */
  readonly missing: Readonly<Record<string, string>>;
  readonly scans: readonly ScanFigures[];
  readonly first: readonly { readonly kind: string; readonly coldMs: number; readonly warmMs: number; readonly warmWorstMs: number }[];
  readonly memory: readonly { readonly files: number; readonly peakMb: number }[];
  readonly parsers: readonly ParserFigures[];
  readonly aims: readonly Aim[];
}

/** What is aimed at beside what was reached; undefined where nothing was measured. */
export function aimsOf(figures: Omit<ReviewFigures, 'aims'>): Aim[] {
  const { first, memory } = figures;
  const many = figures.scans.find(({ task }) => task === 'all kinds')?.rows.at(-1)?.seconds;
  const [least, most] = [memory[0]?.peakMb, memory.at(-1)?.peakMb];
  return [
    ...scanAims.map(({ rival, times }) => ratioAim(`whole command, 100 files, beside ${rival}`, times, scanRatio(figures, rival))),
    ...parserAims.map(({ language, beside, times }) =>
      ratioAim(`${language}, beside ${beside}`, times, parserRatio(figures, language, beside)),
    ),
    bound('first finding of one file, warm, slowest kind', 50, 'ms', Math.max(...first.map(({ warmMs }) => warmMs))),
    bound('first finding of one file, cold, slowest kind', 400, 'ms', Math.max(...first.map(({ coldMs }) => coldMs))),
    bound('10,000 files of all kinds', 10, 's', many),
    bound('memory of 10,000 files over that of 100', 1.2, 'x', least === undefined || most === undefined ? undefined : most / least),
  ];
}

const scanAims = [
  { rival: 'checkov', times: 20 },
  { rival: 'cfn-lint', times: 40 },
  { rival: 'detect-secrets', times: 5 },
];

const parserAims = [
  { language: 'yaml', beside: 'PyYAML', times: 60 },
  { language: 'yaml', beside: 'PyYAML with libyaml', times: 5 },
  { language: 'hcl', beside: 'python-hcl2', times: 200 },
  { language: 'json', beside: 'serde_json', times: 1 },
];

function scanRatio({ scans }: Pick<ReviewFigures, 'scans'>, rival: string): number | undefined {
  const row = scans.find((scan) => scan.rival?.name === rival)?.rows.find(({ files }) => files === 100);
  return row?.rival && row.rival.seconds / row.seconds;
}

function parserRatio({ parsers }: Pick<ReviewFigures, 'parsers'>, language: string, beside: string): number | undefined {
  const rates = parsers.find((one) => one.language === language)?.mbPerSecond;
  return rates?.[beside] === undefined ? undefined : (rates['ours'] ?? 0) / rates[beside];
}

function ratioAim(what: string, times: number, ratio: number | undefined): Aim {
  const reached = ratio === undefined ? 'not measured' : `${figure(ratio, ratio < 10 ? 2 : 0)}x`;
  return { what, aim: `>= ${times}x`, reached, met: ratio === undefined ? undefined : ratio >= times };
}

function bound(what: string, most: number, unit: string, value: number | undefined): Aim {
  const reached = value === undefined ? 'not measured' : `${figure(value, 2)} ${unit}`;
  return { what, aim: `< ${most} ${unit}`, reached, met: value === undefined ? undefined : value < most };
}

/** Tables for people. */
export function reviewTables({ scans, first, memory, parsers, aims, missing, machine }: ReviewFigures): Table[] {
  return [
    {
      title: `Whole commands (${machine})`,
      head: ['Files', 'Number', 'Ours, s', 'Rules', 'Findings', 'Beside', 'Theirs, s', 'Rules', 'Findings', 'Ratio', 'Of processors'],
      rows: scans.flatMap((scan) => scan.rows.map((row) => scanCells(scan, row))),
    },
    {
      title: 'First answer for one file, ms',
      head: ['Kind', 'Cold', 'Warm', 'Warm, slowest file'],
      rows: first.map(({ kind, coldMs, warmMs, warmWorstMs }) => [kind, figure(coldMs, 0), figure(warmMs, 1), figure(warmWorstMs, 1)]),
    },
    {
      title: 'Memory of all processes, MB',
      head: ['Files', 'Peak'],
      rows: memory.map(({ files, peakMb }) => [String(files), figure(peakMb, 0)]),
    },
    {
      title: 'Parsers, MB/s',
      head: ['Language', 'Parser', 'Rate'],
      rows: parsers.flatMap(({ language, mbPerSecond }) =>
        Object.entries(mbPerSecond).map(([name, rate]) => [language, name, figure(rate, 2)]),
      ),
    },
    {
      title: 'Aims',
      head: ['What', 'Aim', 'Reached', 'Met'],
      rows: aims.map(({ what, aim, reached, met }) => [what, aim, reached, met === undefined ? '—' : met ? 'yes' : 'no']),
    },
    ...(Object.keys(missing).length === 0
      ? []
      : [{ title: 'Rivals that are missing', head: ['Rival', 'Why'], rows: Object.entries(missing) }]),
  ];
}

function scanCells({ task, rules, rival }: ScanFigures, row: ScanRow): string[] {
  const theirs = row.rival;
  return [
    task,
    String(row.files),
    figure(row.seconds, 2),
    String(rules),
    String(row.findings),
    rival ? `${rival.name} ${rival.version.replace(rival.name, '').trim()}` : '—',
    theirs ? figure(theirs.seconds, 2) : rival ? 'too long' : '—',
    rival ? String(rival.rules) : '—',
    theirs ? String(theirs.findings) : '—',
    theirs ? `${figure(theirs.seconds / row.seconds, 0)}x` : '—',
    theirs ? `${figure(theirs.processorSeconds / row.processorSeconds, 0)}x` : '—',
  ];
}
