/** Rules speak first in a review, so that whoever else sits there can judge what they have found. */

import { factsOf } from '../contract/provider-kinds.ts';
import type { Run } from '../contract/run.ts';
import { isReview } from './rule-task.ts';
import type { Plan } from './strategy.ts';

/**
 * The places of the rules, where others sit beside them; none where the caller or the circle has said who is asked in which stage, since
 * rules may be meant to spare others there.
 */
export function placesOfRules(run: Pick<Run, 'review' | 'seats' | 'strategy' | 'kind' | 'options'>): readonly number[] {
  const { review, seats, strategy } = run;
  if (review === undefined || !isReview(run) || (typeof strategy === 'object' && 'escalate' in strategy)) return [];
  const places = seats.flatMap((seat, place) => (isRule(seat) ? [place] : []));
  return places.length === seats.length ? [] : places;
}

/** The plan with these places in a stage of their own before all others. */
export function rulesFirst(plan: Plan, rules: readonly number[]): Plan {
  if (rules.length === 0) return plan;
  const first = new Set(rules);
  return [rules, ...plan.map((stage) => stage.filter((place) => !first.has(place)))].filter((stage) => stage.length > 0);
}

function isRule({ provider }: Run['seats'][number]): boolean {
  return factsOf(provider).judge === 'rules';
}
