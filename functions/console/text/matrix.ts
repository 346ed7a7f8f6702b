/** How alike every two experts are, as a square to look at. */
import type { Verdict } from '../../../shared/contract/verdict.ts';

export interface Matrix {
  /** Experts of one cluster stand together, the leading cluster first. */
  readonly experts: readonly string[];
  /** Rows and columns as `experts`; null on the diagonal. */
  readonly rows: readonly (readonly (number | null)[])[];
  /** Whether the scores were measured, or only say who shares a cluster. */
  readonly measured: boolean;
}

export interface Pair {
  readonly one: string;
  readonly other: string;
  readonly score: number;
}

/** The matrix of a verdict, or undefined with fewer than two answers. Verdicts of earlier versions hold only who shares a cluster. */
export function matrixOf({ pairs, clusters }: Pick<Verdict, 'pairs' | 'clusters'>): Matrix | undefined {
  const clusterOf = new Map(clusters.flatMap(({ experts }, index) => experts.map((expert) => [expert, index] as const)));
  const place = (expert: string) => clusterOf.get(expert) ?? clusters.length;
  const experts = [...(pairs?.experts ?? clusterOf.keys())].toSorted((one, other) => place(one) - place(other));
  if (experts.length < 2) return undefined;
  const scores = pairs && scoresOf(pairs);
  const score = (one: string, other: string): number | null => {
    if (one === other) return null;
    return scores ? (scores.get(keyOf(one, other)) ?? null) : Number(place(one) === place(other));
  };
  return { experts, rows: experts.map((one) => experts.map((other) => score(one, other))), measured: scores !== undefined };
}

/** The pairs most and least alike. */
export function extremes({ experts, rows }: Matrix): { readonly most: Pair; readonly least: Pair } | undefined {
  const pairs = experts.flatMap((one, row) =>
    experts.slice(row + 1).flatMap((other, offset): Pair[] => {
      const score = rows[row]?.[row + 1 + offset];
      return typeof score === 'number' ? [{ one, other, score }] : [];
    }),
  );
  const [first, ...others] = pairs.toSorted((a, b) => b.score - a.score);
  return first && { most: first, least: others.at(-1) ?? first };
}

function scoresOf({ experts, scores }: NonNullable<Verdict['pairs']>): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  let at = 0;
  for (const [index, one] of experts.entries()) {
    for (const other of experts.slice(index + 1)) {
      const score = scores[at];
      if (score !== undefined) found.set(keyOf(one, other), score);
      at += 1;
    }
  }
  return found;
}

/** Names hold no space. */
function keyOf(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}
