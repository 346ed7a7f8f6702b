/** The quorum that a circle declares, or that follows from its seats. */
import type { Circle } from '../contract/circle.ts';
import { type Expert, providerKind } from '../contract/expert.ts';
import { factsOf } from '../contract/provider-kinds.ts';
import { ownEntry } from './own-entry.ts';
import { leastAsked } from './strategy.ts';

/**
 * Answers that a circle takes to decide, unless a request says otherwise: what it declares, else as many as its strategy asks before it may
 * stop, else more than half of its experts.
 */
export function quorumOf({ quorum, experts, choose, strategy }: Pick<Circle, 'quorum' | 'experts' | 'choose' | 'strategy'>): number {
  const seats = choose ?? experts.length;
  return quorum ?? Math.min(seats, leastAsked(strategy, experts) ?? Math.floor(seats / 2) + 1);
}

/**
 * Experts that a quorum which nobody has stated is counted of. A set of rules that has nothing to object to is silent, so beside others it is no answer to
 * wait for; where all are rules they are counted.
 */
export function countedExperts(experts: readonly string[], known: Readonly<Record<string, Pick<Expert, 'provider'>>>): string[] {
  const isRule = (expert: string) => {
    // Presets of providers are no kinds, and all of them are models.
    const kind = providerKind.safeParse(ownEntry(known, expert)?.provider).data;
    return kind !== undefined && factsOf(kind).judge === 'rules';
  };
  const others = experts.filter((expert) => !isRule(expert));
  return others.length > 0 ? others : [...experts];
}

/** The quorum of a circle as a whole. One that asks everybody and has not said how many answers it takes counts only those that are counted. */
export function quorumOfCircle(circle: Circle, known: Parameters<typeof countedExperts>[1]): number {
  const { quorum, strategy = 'all', choose, experts } = circle;
  const asksAll = quorum === undefined && strategy === 'all' && choose === undefined;
  return quorumOf(asksAll ? { ...circle, experts: countedExperts(experts, known) } : circle);
}
