/**
 * Bench `consensus`: the Rust core through the process border, beside Python libraries and the predecessor's formulae on the
 * same lines. The predecessor claims 16 times for consensus, 20 for similarity, 15 for aggregation, 11 for pattern analysis over
 * plain Python; the same ratios are measured here, with our border crossings counted and none of theirs.
 */
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { requireCore } from '../../infra/local/core.ts';
import { median } from '../eval/figures.ts';
import type { Line } from '../eval/panels.ts';
import { crowdLines, longPanels, replyPanels } from './consensus-lines.ts';
import { textBar } from './core-bar.ts';
import { coreBeside, coreGrowth } from './core-growth.ts';
import { roundTrips, type Times, wholeCommand } from './core-process.ts';
import { learntState } from './learnt-state.ts';
import { installRivals, measureRivals, type RivalFigures } from './python-rivals.ts';

export interface ConsensusOptions {
  readonly binary: string | undefined;
  readonly data: string;
  readonly rivals: boolean;
  /** Another build of the core, measured on the same panels. */
  readonly beside: string | undefined;
}

/** How the core is asked. A round trip is one line to a long-lived child and back; a command is start, all lines, end. */
interface Way {
  readonly how: 'round trip' | 'whole command';
  readonly argv: readonly string[];
}

interface Task {
  readonly name: 'consensus' | 'similarity' | 'aggregation' | 'patterns';
  readonly work: string;
  readonly claim: number;
  readonly lines: readonly Line[];
  /** The first is compared with the rivals, unless a rival does the work of another one. */
  readonly ways: readonly Way[];
  /** Rivals that learn from all lines, as `infer` does. */
  readonly jointly?: RegExp;
}

/** Ours and the rivals take turns, so that both see the same machine. */
const turns = 5;
const root = join(import.meta.dirname, '../..');

export async function consensus(options: ConsensusOptions): Promise<unknown> {
  const say = (line: string) => console.error(line);
  const binary = options.binary ? resolve(options.binary) : requireCore(say);
  if (options.rivals) installRivals(say);
  // First: a process that holds much memory starts others more slowly.
  const crossing = await border(binary);
  say('measuring the bar…');
  const bar = await textBar(binary, longPanels(300));
  say('measuring growth…');
  const growth = await coreGrowth(binary);
  const state = await learntState(binary);
  const beside = options.beside === undefined ? undefined : await coreBeside(binary, resolve(options.beside));
  const crowd = crowdLines(resolve(options.data));
  const results = [];
  for (const task of tasksOf(crowd)) {
    say(`measuring ${task.name}…`);
    results.push(await measureTask(binary, task, options.rivals));
  }
  return {
    processor: cpus()[0]?.model,
    turns,
    border: crossing,
    bar,
    growth,
    learntState: state,
    ...(beside && { beside }),
    tasks: results,
    headline: Object.fromEntries(results.map(({ task, claim, measured }) => [task, { claim, measured }])),
  };
}

export function defaultData(): string {
  return process.env['CIRCLE_EVAL_DATA'] ?? join(root, '../shared/data/consensus');
}

function tasksOf(crowd: ReturnType<typeof crowdLines>): Task[] {
  const long = longPanels(300);
  return [
    {
      name: 'consensus',
      work: 'a verdict on a panel of 7 answers of 1 KB',
      claim: 16,
      lines: long,
      ways: [
        { how: 'round trip', argv: ['agree'] },
        { how: 'whole command', argv: ['agree'] },
      ],
    },
    {
      name: 'similarity',
      work: 'all 21 pairs of 7 answers of 1 KB (ours with the verdict)',
      claim: 20,
      lines: long,
      ways: [
        { how: 'round trip', argv: ['agree', '--pairs'] },
        { how: 'whole command', argv: ['agree', '--pairs'] },
      ],
    },
    {
      name: 'aggregation',
      work: `labels of ${crowd.name}: one answer an item`,
      claim: 15,
      lines: crowd.lines,
      ways: [
        { how: 'whole command', argv: ['agree'] },
        { how: 'whole command', argv: ['infer'] },
      ],
      jointly: /^crowd-kit (?!Majority)/,
    },
    {
      name: 'patterns',
      work: 'a history of panels of 7 whole replies (theirs: themes, outliers, trend; ours: clusters, reliability, pairs, verdict)',
      claim: 11,
      lines: replyPanels(500),
      ways: [{ how: 'whole command', argv: ['agree', '--learn', '--pairs'] }],
    },
  ];
}

async function measureTask(binary: string, task: Task, withRivals: boolean) {
  const lines = task.lines.map((line) => `${JSON.stringify(line)}\n`);
  const ours: Times[][] = task.ways.map(() => []);
  const rivals = new Map<string, RivalFigures[]>();
  for (let turn = 0; turn < turns; turn++) {
    for (const [at, way] of task.ways.entries()) ours[at]?.push(await measureOurs(binary, way, lines));
    if (!withRivals) continue;
    for (const rival of measureRivals(task.name, lines)) rivals.set(rival.name, [...(rivals.get(rival.name) ?? []), rival]);
  }
  const mine = task.ways.map(({ how, argv }, at) => ({ way: `${how}: ${argv.join(' ')}`, ...perLine(ours[at] ?? [], lines.length) }));
  const theirs = [...rivals].map(([name, times]) => {
    const figures = perLine(times, times[0]?.lines ?? 1);
    const [plain, jointly = plain] = mine;
    const beside = task.jointly?.test(name) ? jointly : plain;
    return {
      rival: name,
      ...figures,
      against: beside?.way,
      ratio: ratio(figures.microseconds, beside?.microseconds),
      processorRatio: ratio(figures.processorMicroseconds, beside?.processorMicroseconds),
    };
  });
  return {
    task: task.name,
    work: task.work,
    lines: lines.length,
    claim: task.claim,
    measured: theirs[0]?.ratio ?? null,
    ours: mine,
    rivals: theirs,
  };
}

/** Seconds for all lines. */
async function measureOurs(binary: string, { how, argv }: Way, lines: readonly string[]): Promise<Times> {
  if (how === 'whole command') return wholeCommand(binary, argv, lines.join(''));
  const { each, processorSeconds } = await roundTrips(binary, argv, lines);
  return { seconds: median(each) * lines.length, processorSeconds: processorSeconds * lines.length };
}

/** What crossing the border costs by itself: the round trip of a panel without opinions, and a command without lines. */
async function border(binary: string) {
  const empty = '{"id":"","kind":"short","opinions":[]}\n';
  const trips = await roundTrips(
    binary,
    ['agree'],
    Array.from({ length: 2000 }, () => empty),
  );
  const starts: number[] = [];
  for (let turn = 0; turn < 20; turn++) starts.push((await wholeCommand(binary, ['agree'], '')).seconds);
  return { roundTripMicroseconds: tenth(1e6 * median(trips.each)), commandMilliseconds: tenth(1e3 * median(starts)) };
}

/** Medians over the turns, in microseconds a line. */
function perLine(times: readonly Times[], lines: number) {
  const each = (field: keyof Times) => tenth((1e6 * median(times.map((one) => one[field]))) / lines);
  return { microseconds: each('seconds'), processorMicroseconds: each('processorSeconds') };
}

function ratio(theirs: number, ours: number | undefined): number | null {
  return ours === undefined || ours === 0 ? null : tenth(theirs / ours);
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
