/** A consensus core too simple to be wrong: equal answers form a cluster, the largest one leads. */
import type { Panel, Weighing } from '../../shared/contract/verdict.ts';

/** Weighs a panel; of two clusters of one size the first in seat order leads, as the rules for a dead heat need both. */
export function plurality({ options, opinions }: Panel): Weighing {
  const groups = Map.groupBy(opinions, ({ answer }) => answer);
  const clusters = [...groups.values()]
    .map((members) => ({ experts: members.map(({ expert }) => expert), share: members.length / opinions.length }))
    .toSorted((a, b) => b.share - a.share);
  const pick = clusters[0]?.experts[0] ?? null;
  return {
    pick,
    option: optionOf(opinions.find(({ expert }) => expert === pick)?.answer, options),
    agreement: clusters[0]?.share ?? null,
    confidence: null,
    clusters,
    method: 'plurality',
  };
}

/** Index of the option that an answer is, or null: only a choice has options. */
function optionOf(answer: string | null | undefined, options: Panel['options']): number | null {
  const index = answer ? (options?.indexOf(answer) ?? -1) : -1;
  return index < 0 ? null : index;
}
