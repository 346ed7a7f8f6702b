/** Open questions under `agree --pairs`: the pick, what the pair similarities tell, and whether the confidence ranks. */
import { auroc, type Calibration, calibration, mean } from './figures.ts';
import type { Item, Panel } from './panels.ts';
import { baselines, methodCounts, outcomesOf } from './short-and-choice.ts';
import type { Core, Verdict } from './verdicts.ts';

export interface OpenFigures {
  readonly items: number;
  readonly mean: number;
  readonly bestSingle: number;
  readonly majority: number;
  readonly oracle: number;
  readonly longest: number;
  readonly pick: number;
  readonly pickUnderInfer: number;
  readonly pairAuroc: number | null;
  readonly calibration: Calibration;
  readonly methods: Readonly<Record<string, number>>;
}

export function measureOpenQuestions(core: Core, panel: Panel): OpenFigures {
  const verdicts = core.judge(['agree', '--pairs'], panel.items);
  const outcomes = outcomesOf(panel.items, verdicts);
  const jointly = outcomesOf(panel.items, core.judge(['infer'], panel.items));
  return {
    items: panel.items.length,
    ...baselines(panel),
    longest: mean(panel.items.map(longestWorth)),
    pick: mean(outcomes.map(({ right }) => right)),
    pickUnderInfer: mean(jointly.map(({ right }) => right)),
    pairAuroc: auroc(panel.items.flatMap((item, at) => judgedPairs(item, verdicts[at]))),
    calibration: calibration(outcomes),
    methods: methodCounts(verdicts),
  };
}

/** Two right answers say the same, a right and a wrong one do not, two wrong ones are left out. */
function judgedPairs({ line, worth }: Item, verdict: Verdict | undefined) {
  return (verdict?.pairs ?? []).flatMap(([i, j, score]) => {
    const right = [i, j].filter((at) => worth.get(line.opinions[at]?.expert ?? '') === 1).length;
    return right === 0 ? [] : [{ positive: right === 2 ? 1 : 0, score }];
  });
}

/** What the longest answer earns; equal lengths share. */
export function longestWorth({ line, worth }: Item): number {
  const length = Math.max(...line.opinions.map(({ answer }) => answer?.length ?? 0));
  return mean(line.opinions.filter(({ answer }) => (answer?.length ?? 0) === length).map(({ expert }) => worth.get(expert) ?? 0));
}
