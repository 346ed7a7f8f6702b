/**
 * The time of one panel of seven texts of 1 KB against its bar, beside the least that anybody does to compare texts: the words of each
 * as a set, and what every two sets share. Both take turns, so that their ratio holds on any machine.
 */
import { median } from '../eval/figures.ts';
import type { Line } from '../eval/panels.ts';
import { roundTrips } from './core-process.ts';

/** Microseconds of processor time, the line read and the verdict written. */
const bar = 70;
const turns = 5;

export interface Bar {
  readonly work: string;
  readonly bar: number;
  readonly processorMicroseconds: number;
  readonly reached: boolean;
  readonly baseline: string;
  readonly baselineMicroseconds: number;
  /** Our time over the baseline's: below 1 is faster. */
  readonly ratio: number;
}

export async function textBar(binary: string, panels: readonly Line[]): Promise<Bar> {
  const lines = panels.map((line) => `${JSON.stringify(line)}\n`);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    ours.push(1e6 * (await roundTrips(binary, ['agree'], lines)).processorSeconds);
    theirs.push(1e6 * baselineSeconds(lines));
  }
  const [own, other] = [median(ours), median(theirs)];
  return {
    work: 'a verdict on a panel of 7 answers of 1 KB',
    bar,
    processorMicroseconds: tenth(own),
    reached: own <= bar,
    baseline: 'JSON.parse, sets of words and what every two share, Node',
    baselineMicroseconds: tenth(other),
    ratio: Math.round((100 * own) / other) / 100,
  };
}

/** Processor seconds of one line, once the engine has compiled the loop. */
function baselineSeconds(lines: readonly string[]): number {
  for (const line of lines.slice(0, 50)) sharedWords(line);
  const before = process.cpuUsage();
  for (const line of lines) sharedWords(line);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6 / lines.length;
}

/** Jaccard's share of every two answers, summed. */
function sharedWords(line: string): number {
  const { opinions } = JSON.parse(line) as Line;
  const sets = opinions.map(({ answer }) => new Set(answer?.toLowerCase().match(/[a-z0-9]+/g)));
  let sum = 0;
  for (const [at, a] of sets.entries()) {
    for (const b of sets.slice(at + 1)) {
      let both = 0;
      for (const word of a) if (b.has(word)) both += 1;
      sum += both / (a.size + b.size - both);
    }
  }
  return sum;
}

function tenth(value: number): number {
  return Math.round(10 * value) / 10;
}
