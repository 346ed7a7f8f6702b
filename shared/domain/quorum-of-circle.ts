/** The quorum that a circle declares, or that follows from its seats. */
import type { Circle } from '../contract/circle.ts';
import { leastAsked } from './strategy.ts';

/**
 * Answers that a circle takes to decide, unless a request says otherwise: what it declares, else as many as its strategy asks before it may
 * stop, else more than half of its experts.
 */
export function quorumOf({ quorum, experts, choose, strategy }: Pick<Circle, 'quorum' | 'experts' | 'choose' | 'strategy'>): number {
  const seats = choose ?? experts.length;
  return quorum ?? Math.min(seats, leastAsked(strategy, experts) ?? Math.floor(seats / 2) + 1);
}
