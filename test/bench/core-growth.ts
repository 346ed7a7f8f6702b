/**
 * How the core's own time grows with the length of the texts, and how it stands beside another build of it. Both are ratios of
 * processor time inside one run, so that they hold on any machine.
 */
import { median } from '../eval/figures.ts';
import type { Line } from '../eval/panels.ts';
import { shapedPanels, shapes } from './consensus-lines.ts';
import { roundTrips } from './core-process.ts';

/** Bytes of the texts: the longer ones are ten times as long, so a ratio of 10 is linear. */
const lengths = [8_000, 80_000] as const;
const turns = 5;

export interface Growth {
  readonly shape: string;
  /** Time of panels with texts of ten times the length, over that of the shorter ones. */
  readonly tenfold: number;
}

/** Growth over tenfold texts of every shape: replies, marks, tags and lists as models and attackers write them. */
export async function coreGrowth(binary: string): Promise<readonly Growth[]> {
  const found: Growth[] = [];
  for (const shape of shapes) {
    const [short, long] = lengths.map((bytes) => written(shapedPanels(shape, bytes, 6)));
    const ratios = await inTurns(
      () => processorTime(binary, short ?? []),
      () => processorTime(binary, long ?? []),
    );
    found.push({ shape, tenfold: ratios });
  }
  return found;
}

export interface Beside {
  readonly shape: string;
  readonly bytes: number;
  /** Our time over the other build's: below 1 is faster. */
  readonly ratio: number;
}

/** Our time over that of another core on the same panels, of the kinds that every core knows. */
export async function coreBeside(binary: string, other: string): Promise<readonly Beside[]> {
  const found: Beside[] = [];
  for (const shape of shapes) {
    for (const bytes of [100, 1_000, 10_000]) {
      const lines = written(shapedPanels(shape, bytes, 200));
      const ratio = await inTurns(
        () => processorTime(other, lines),
        () => processorTime(binary, lines),
      );
      found.push({ shape, bytes, ratio });
    }
  }
  return found;
}

function written(lines: readonly Line[]): string[] {
  return lines.map((line) => `${JSON.stringify(line)}\n`);
}

async function processorTime(binary: string, lines: readonly string[]): Promise<number> {
  // Some are asked before it measures, since tables are made at first use.
  return (await roundTrips(binary, ['agree'], lines)).processorSeconds;
}

/** The median of the second over the first, the two taking turns. */
async function inTurns(first: () => Promise<number>, second: () => Promise<number>): Promise<number> {
  const ratios: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const before = await first();
    ratios.push((await second()) / before);
  }
  return Math.round(100 * median(ratios)) / 100;
}
