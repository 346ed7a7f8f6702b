/**
 * Bench `review`: the rules as whole commands beside checkov, cfn-lint and detect-secrets on the same files, process start and border
 * included; parsers beside PyYAML, libyaml, python-hcl2 and serde_json; the first finding of one file, cold and warm; memory.
 *
 * What is aimed at stands beside what was reached. A rival that cannot be installed or takes too long is named.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { median } from '../eval/figures.ts';
import { textTable } from '../eval/table.ts';
import { round } from './measure.ts';
import { readSamples, type Sample, variation, writeCorpus } from './review-corpus.ts';
import { measureParsers } from './review-parsers.ts';
import { type CommandRun, ReviewChild, runCommand } from './review-program.ts';
import { aimsOf, type ReviewFigures, reviewTables, type ScanFigures, type ScanRow } from './review-report.ts';
import { type Installed, installScanRivals, type ScanRival } from './review-rivals.ts';

const root = join(import.meta.dirname, '../..');
/** Ours is run so often; a rival as often for one file, once for many. */
const turns = 3;
/** Seconds that a rival may take. */
const patienceSeconds = 180;
const counts = [1, 100, 10_000] as const;

/** Measures, prints tables to the error stream, and returns the figures. */
export async function review(options: { readonly binary: string | undefined; readonly rivals: boolean }): Promise<ReviewFigures> {
  const say = (line: string) => console.error(line);
  const binary = resolve(options.binary ?? join(root, 'rust-lambda/target/release/review'));
  const installed: Installed = options.rivals ? installScanRivals(say) : { rivals: [], missing: { all: 'left out' }, parsers: false };
  const work = mkdtempSync(join(tmpdir(), 'circle-review-'));
  try {
    const samples = readSamples();
    const scans: ScanFigures[] = [];
    for (const task of tasks) {
      say(`measuring ${task.name}…`);
      scans.push(await measureScan(binary, work, task, { samples, rival: installed.rivals.find(({ name }) => name === task.rival) }));
    }
    say('measuring first findings, memory and parsers…');
    const first = await measureFirst(binary, samples);
    const memory = await measureMemory(binary, work, samples);
    const parsers = await measureParsers({ samples, work, python: installed.parsers, say });
    const figures = {
      machine: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
      missing: installed.missing,
      scans,
      first,
      memory,
      parsers,
    };
    const complete = { ...figures, aims: aimsOf(figures) };
    say(reviewTables(complete).map(textTable).join('\n\n'));
    return complete;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

interface Task {
  readonly name: string;
  readonly rival?: string;
  readonly kinds?: readonly string[];
  readonly sources?: string;
}

/** `all` has no rival: nothing else reads all of these kinds. */
const tasks: readonly Task[] = [
  { name: 'all kinds' },
  { name: 'kinds of checkov', rival: 'checkov', kinds: ['terraform', 'cloudformation', 'kubernetes', 'dockerfile'] },
  { name: 'CloudFormation', rival: 'cfn-lint', kinds: ['cloudformation'] },
  { name: 'secrets', rival: 'detect-secrets', sources: 'secrets' },
];

async function measureScan(
  binary: string,
  work: string,
  { name, kinds, sources }: Task,
  { samples, rival }: { readonly samples: readonly Sample[]; readonly rival: ScanRival | undefined },
): Promise<ScanFigures> {
  const of = samples.filter(({ kind }) => kinds === undefined || kinds.includes(kind));
  const rows: ScanRow[] = [];
  let rules = 0;
  for (const count of counts) {
    const folder = join(work, `${name.replaceAll(' ', '-')}-${count}`);
    const bytes = writeCorpus(folder, of, count);
    const argv = ['scan', ...(sources === undefined ? [] : ['--sources', sources]), folder];
    const asked = { binary, argv, folder, often: count > 100 ? 1 : turns };
    const { row, rules: spoke } = await measureFolder(asked, takesTooLong(rows.at(-1), count) ? undefined : rival);
    rules = spoke;
    rows.push({ files: count, bytes, ...row });
    rmSync(folder, { recursive: true });
  }
  return { task: name, rules, rows, rival: rival && { name: rival.name, version: rival.version, rules: rival.rules } };
}

/** By its rate so far, once that is more than its start: whatever takes longer is not begun. */
function takesTooLong(before: ScanRow | undefined, count: number): boolean {
  if (before === undefined || before.files === 1) return false;
  return (before.rival?.seconds ?? Number.POSITIVE_INFINITY) * (count / before.files) > patienceSeconds;
}

/** Ours and the rival take turns, so that both see the same machine. */
async function measureFolder(
  {
    binary,
    argv,
    folder,
    often,
  }: { readonly binary: string; readonly argv: readonly string[]; readonly folder: string; readonly often: number },
  rival: ScanRival | undefined,
): Promise<{ readonly row: Omit<ScanRow, 'files' | 'bytes'>; readonly rules: number }> {
  const ours: CommandRun[] = [];
  const theirs: CommandRun[] = [];
  let tally = { found: 0, rules: 0 };
  let foundByRival = 0;
  for (let turn = 0; turn < often; turn += 1) {
    const run = await runCommand(binary, argv, patienceSeconds);
    ours.push(run);
    tally = tallied(run.output);
    if (rival === undefined) continue;
    const other = await runCommand(rival.command, rival.argv(folder), patienceSeconds);
    foundByRival = rival.findings(other.output);
    if (other.ended) break;
    theirs.push(other);
  }
  const measured = theirs.length > 0 ? { ...timesOf(theirs), findings: foundByRival } : undefined;
  return { row: { ...timesOf(ours), findings: tally.found, rival: measured }, rules: tally.rules };
}

function timesOf(runs: readonly CommandRun[]): { readonly seconds: number; readonly processorSeconds: number } {
  return {
    seconds: round(median(runs.map(({ seconds }) => seconds))),
    processorSeconds: round(median(runs.map(({ processorSeconds }) => processorSeconds))),
  };
}

/** Findings of all answers, and the rules of the sources that read something. */
function tallied(output: string): { readonly found: number; readonly rules: number } {
  const answers = output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { findings: unknown[]; sources: { source: string; rules: number; spoke: boolean }[] });
  const rules = new Map<string, number>();
  for (const { sources } of answers) {
    for (const source of sources) if (source.spoke) rules.set(source.source, source.rules);
  }
  return {
    found: answers.reduce((sum, { findings }) => sum + findings.length, 0),
    rules: [...rules.values()].reduce((sum, count) => sum + count, 0),
  };
}

/** One file to a new program, and then others of its kind to the same. */
async function measureFirst(binary: string, samples: readonly Sample[]): Promise<ReviewFigures['first']> {
  const kinds = [...new Set(samples.map(({ kind }) => kind))].filter((kind) => kind !== 'other');
  const figures = [];
  for (const kind of kinds) {
    const of = samples.filter((sample) => sample.kind === kind);
    const ask = (index: number) => {
      const { name, text } = variation(of, index);
      return { id: String(index), files: [{ path: name, text }] };
    };
    const cold: number[] = [];
    const warm: number[] = [];
    for (let turn = 0; turn < turns; turn += 1) {
      const since = performance.now();
      const child = new ReviewChild(binary);
      await child.ask(ask(0));
      cold.push(performance.now() - since);
      for (let index = 1; index <= 20; index += 1) warm.push((await child.ask(ask(index))).milliseconds);
      await child.close();
    }
    figures.push({ kind, coldMs: round(median(cold)), warmMs: round(median(warm)), warmWorstMs: round(Math.max(...warm)) });
  }
  return figures;
}

async function measureMemory(binary: string, work: string, samples: readonly Sample[]): Promise<ReviewFigures['memory']> {
  const figures = [];
  for (const files of [100, 1000, 10_000]) {
    const folder = join(work, `memory-${files}`);
    writeCorpus(folder, samples, files);
    const { peakMb } = await runCommand(binary, ['scan', folder], patienceSeconds);
    figures.push({ files, peakMb });
    rmSync(folder, { recursive: true });
  }
  return figures;
}
