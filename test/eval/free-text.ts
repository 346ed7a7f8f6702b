/** Free text under `agree --pairs`: how much of the way to the best answer the pick goes, and whether higher scores are better. */
import { gapClosed, lengthMatched, mean } from './figures.ts';
import { longestWorth } from './open-questions.ts';
import type { Item, Panel } from './panels.ts';
import { baselines, methodCounts } from './short-and-choice.ts';
import type { Core, Verdict } from './verdicts.ts';

export interface TextFigures {
  readonly panel: string;
  readonly items: number;
  readonly mean: number;
  readonly oracle: number;
  /** Shares of the gap closed, in per cent. */
  readonly gap: number;
  readonly bestSingleGap: number;
  readonly longestGap: number;
  /** Length-matched pair accuracy, in per cent, and of how many pairs. */
  readonly pairAccuracy: number;
  readonly longestPairAccuracy: number;
  readonly pairs: number;
  /** Share of picks that are made to fool a judge, in per cent; null where nobody does. */
  readonly gamed: number | null;
  readonly methods: Readonly<Record<string, number>>;
}

export function measureText(core: Core, panel: Panel): TextFigures {
  const verdicts = core.judge(['agree', '--pairs'], panel.items);
  const { mean: average, oracle, bestSingle } = baselines(panel);
  const gap = (value: number) => 100 * gapClosed(value, average, oracle);
  const ours = matched(panel.items, (item, at) => preferences(item, verdicts[at]));
  const longest = matched(panel.items, ({ line }) => line.opinions.map(({ answer }) => answer?.length ?? 0));
  return {
    panel: `${panel.set} ${panel.name}`,
    items: panel.items.length,
    mean: average,
    oracle,
    gap: gap(mean(panel.items.map((item, at) => pickWorth(item, verdicts[at])))),
    bestSingleGap: gap(bestSingle),
    longestGap: gap(mean(panel.items.map(longestWorth))),
    pairAccuracy: ours.accuracy,
    longestPairAccuracy: longest.accuracy,
    pairs: ours.pairs,
    gamed:
      panel.hostile.length === 0
        ? null
        : (100 * verdicts.filter((verdict) => panel.hostile.includes(verdict?.pick ?? '')).length) / verdicts.length,
    methods: methodCounts(verdicts),
  };
}

/** A missing line counts as the worst answer. */
function pickWorth({ worth }: Item, verdict: Verdict | undefined): number {
  return worth.get(verdict?.pick ?? '') ?? Math.min(...worth.values());
}

/** `scores` where given, else the sums of `pairs`. */
function preferences({ line }: Item, verdict: Verdict | undefined): readonly number[] {
  if (verdict?.scores) return verdict.scores;
  const sums = line.opinions.map(() => 0);
  for (const [i, j, similarity] of verdict?.pairs ?? []) {
    sums[i] = (sums[i] ?? 0) + similarity;
    sums[j] = (sums[j] ?? 0) + similarity;
  }
  return sums;
}

function matched(items: readonly Item[], preferred: (item: Item, at: number) => readonly number[]) {
  let [won, pairs] = [0, 0];
  for (const [at, item] of items.entries()) {
    const values = preferred(item, at);
    const answers = item.line.opinions.map(({ expert, answer }, place) => ({
      length: answer?.length ?? 0,
      worth: item.worth.get(expert) ?? 0,
      preferred: values[place] ?? 0,
    }));
    const counted = lengthMatched(answers);
    won += counted.won;
    pairs += counted.pairs;
  }
  return { accuracy: (100 * won) / pairs, pairs };
}
