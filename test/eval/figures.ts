/** The figures of section 4 of the reference, as plain functions of outcomes. */

/** What one verdict earned, and how sure it was. */
export interface Outcome {
  readonly right: number;
  readonly confidence: number;
}

export interface Calibration {
  readonly accuracy: number;
  readonly brier: number;
  readonly ece: number;
  readonly auroc: number | null;
  readonly aurc: number;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : mean(sorted.slice(middle - 1, middle + 1));
}

export function calibration(outcomes: readonly Outcome[]): Calibration {
  return {
    accuracy: mean(outcomes.map(({ right }) => right)),
    brier: brier(outcomes),
    ece: ece(outcomes),
    auroc: auroc(outcomes.map(({ right, confidence }) => ({ positive: right, score: confidence }))),
    aurc: aurc(outcomes),
  };
}

/** Mean squared difference between confidence and outcome (Brier 1950). */
export function brier(outcomes: readonly Outcome[]): number {
  return mean(outcomes.map(({ right, confidence }) => (right - confidence) ** 2));
}

/** Expected calibration error over ten bins of equal width (Naeini et al. 2015). */
export function ece(outcomes: readonly Outcome[]): number {
  const bins = Map.groupBy(outcomes, ({ confidence }) => Math.min(9, Math.floor(confidence * 10)));
  const gaps = [...bins.values()].map((bin) => Math.abs(bin.reduce((sum, { right, confidence }) => sum + right - confidence, 0)));
  return gaps.reduce((sum, gap) => sum + gap, 0) / outcomes.length;
}

/** Area under the risk-coverage curve: mean error over all coverages, most confident first; equal confidences share their error. */
export function aurc(outcomes: readonly Outcome[]): number {
  let [seen, errors, area] = [0, 0, 0];
  for (const group of groupsBy(outcomes, ({ confidence }) => -confidence)) {
    const share = mean(group.map(({ right }) => 1 - right));
    for (const _ of group) {
      seen += 1;
      errors += share;
      area += errors / seen;
    }
  }
  return area / outcomes.length;
}

/** Chance that a positive scores higher than a negative, ties half (Mann and Whitney 1947); null if one side is empty. */
export function auroc(scored: readonly { readonly positive: number; readonly score: number }[]): number | null {
  const positives = scored.reduce((sum, { positive }) => sum + positive, 0);
  const negatives = scored.length - positives;
  if (positives === 0 || negatives === 0) return null;
  let [below, ranks] = [0, 0];
  for (const group of groupsBy(scored, ({ score }) => score)) {
    ranks += group.reduce((sum, { positive }) => sum + positive, 0) * (below + (group.length + 1) / 2);
    below += group.length;
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Plurality over classes of answers; a tie's credit is shared. `votes` are the answers that count, each with its class and its worth. */
export function majority(votes: readonly { readonly class: string; readonly worth: number }[]): {
  readonly credit: number;
  readonly share: number;
} {
  if (votes.length === 0) return { credit: 0, share: 0 };
  const groups = [...Map.groupBy(votes, (vote) => vote.class).values()];
  const largest = Math.max(...groups.map(({ length }) => length));
  const leading = groups.filter(({ length }) => length === largest);
  return { credit: mean(leading.map((group) => mean(group.map(({ worth }) => worth)))), share: largest / votes.length };
}

/** How much of the way from the panel's mean to its best answer a pick goes, over all items. */
export function gapClosed(picked: number, panelMean: number, oracle: number): number {
  return (picked - panelMean) / (oracle - panelMean);
}

export interface Scored {
  readonly length: number;
  readonly worth: number;
  readonly preferred: number;
}

/** Pairs of one panel within 20 % of the shorter one's length and of different worth: how often the preferred one is worth more. */
export function lengthMatched(answers: readonly Scored[]): { readonly won: number; readonly pairs: number } {
  let [won, pairs] = [0, 0];
  for (const [at, a] of answers.entries()) {
    for (const b of answers.slice(0, at)) {
      if (a.worth === b.worth || Math.abs(a.length - b.length) > 0.2 * Math.min(a.length, b.length)) continue;
      pairs += 1;
      if (a.preferred === b.preferred) won += 0.5;
      else if (a.preferred > b.preferred === a.worth > b.worth) won += 1;
    }
  }
  return { won, pairs };
}

/** Pearson's correlation; null where one side does not vary. */
export function correlation(xs: readonly number[], ys: readonly number[]): number | null {
  const [meanX, meanY] = [mean(xs), mean(ys)];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [at, x] of xs.entries()) {
    const y = ys[at] ?? 0;
    xy += (x - meanX) * (y - meanY);
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
  }
  return xx === 0 || yy === 0 ? null : xy / Math.sqrt(xx * yy);
}

/** Sorted by the key, equal keys together. */
function groupsBy<Value>(values: readonly Value[], key: (value: Value) => number): Value[][] {
  const groups = Map.groupBy(values, key);
  return [...groups].toSorted(([a], [b]) => a - b).map(([, group]) => group);
}
