/** The crowd sets under `infer`: accuracy on the items with gold, and the time of each whole command. */
import { majority, mean } from './figures.ts';
import type { Panel } from './panels.ts';
import { methodCounts } from './short-and-choice.ts';
import { type Core, linesOf, parseVerdicts, type Run } from './verdicts.ts';

export interface CrowdFigures {
  readonly set: string;
  readonly items: number;
  readonly workers: number;
  readonly labels: number;
  readonly gold: number;
  readonly majority: number;
  readonly bestSingle: number;
  readonly oracle: number;
  readonly batch: number;
  /** The median of the runs, whole command from file to file. */
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly methods: Readonly<Record<string, number>>;
}

const runs = 3;

export function measureCrowd(core: Core, panel: Panel): CrowdFigures {
  const input = linesOf(panel.items.map(({ line }) => line));
  const timed: Run[] = Array.from({ length: runs }, () => core.run(['infer'], input)).toSorted((a, b) => a.seconds - b.seconds);
  const middle = timed[Math.floor(runs / 2)] ?? { output: '', seconds: Number.NaN, processorSeconds: Number.NaN };
  const verdicts = parseVerdicts(middle.output, panel.items.length);
  const judged = panel.items.flatMap((item, at) => (item.gold === null ? [] : [{ item, verdict: verdicts[at] }]));
  const votes = judged.map(({ item: { line, gold } }) =>
    line.opinions.map(({ answer }) => ({ class: `${answer}`, worth: Number(answer === gold) })),
  );
  return {
    set: panel.set,
    items: panel.items.length,
    workers: panel.experts.length,
    labels: panel.items.reduce((sum, { line }) => sum + line.opinions.length, 0),
    gold: judged.length,
    majority: mean(votes.map((item) => majority(item).credit)),
    bestSingle: bestWorker(judged.map(({ item }) => item)),
    oracle: mean(votes.map((item) => Number(item.some(({ worth }) => worth === 1)))),
    batch: mean(judged.map(({ item, verdict }) => Number(verdict !== undefined && verdict.answer === item.gold))),
    seconds: middle.seconds,
    processorSeconds: middle.processorSeconds,
    methods: methodCounts(verdicts),
  };
}

/** Workers label few items each: the best of those with at least 20 labels on gold (all, where nobody has as many). */
function bestWorker(items: Panel['items']): number {
  const counts = new Map<string, { right: number; asked: number }>();
  for (const { line, gold } of items) {
    for (const { expert, answer } of line.opinions) {
      const count = counts.get(expert) ?? { right: 0, asked: 0 };
      counts.set(expert, { right: count.right + Number(answer === gold), asked: count.asked + 1 });
    }
  }
  const enough = [...counts.values()].filter(({ asked }) => asked >= 20);
  return Math.max(...(enough.length > 0 ? enough : [...counts.values()]).map(({ right, asked }) => right / asked));
}
