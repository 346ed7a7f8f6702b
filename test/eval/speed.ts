/** Time of one panel in a stream: (time of K lines - time of none) / K, the median of several runs. */
import { median } from './figures.ts';
import type { Line, Panel } from './panels.ts';
import { type Core, linesOf } from './verdicts.ts';

export interface SpeedFigures {
  readonly panel: string;
  readonly lines: number;
  readonly microseconds: number;
  readonly processorMicroseconds: number;
}

const lines = 5000;
const runs = 5;

/** Seven answers of 1 KB: real outputs of at least that length, cut. */
export function kilobyteLines(panel: Panel): Line[] {
  const long = panel.items.flatMap(({ line }) => {
    const answers = line.opinions.filter(({ answer }) => (answer?.length ?? 0) >= 1024).slice(0, 7);
    return answers.length < 7
      ? []
      : [{ ...line, opinions: answers.map((opinion) => ({ ...opinion, answer: opinion.answer?.slice(0, 1024) ?? null })) }];
  });
  if (long.length === 0) throw new Error(`${panel.set} ${panel.name} has no seven answers of 1 KB`);
  return long;
}

export function measureSpeed(core: Core, name: string, argv: readonly string[], sample: readonly Line[]): SpeedFigures {
  const input = linesOf(Array.from({ length: lines }, (_, at) => sample[at % sample.length] as Line));
  const full = Array.from({ length: runs }, () => core.run(argv, input));
  const none = Array.from({ length: runs }, () => core.run(argv, ''));
  const each = (field: 'seconds' | 'processorSeconds') =>
    (1e6 * (median(full.map((run) => run[field])) - median(none.map((run) => run[field])))) / lines;
  return { panel: name, lines, microseconds: each('seconds'), processorMicroseconds: each('processorSeconds') };
}
