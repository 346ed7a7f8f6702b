/** The money of a batch: what is spent, and what the running lines may still cost. */
import type { BatchResult } from '../../../shared/contract/batch.ts';

/** Whether a line may start: now, once others have ended, or not any more. */
export type Room = 'now' | 'later' | 'never';

/** The budget of one run. */
export interface Budget {
  room(boundUsd: number): Room;
  /** Reserves what a line may cost; call the result with what it has cost. */
  reserve(boundUsd: number): (costUsd: number) => void;
}

/** Amounts that differ by less are the same: sums of dollars are not exact. */
const tolerance = 1e-9;

/** The budget tracker of `budgetUsd` of which `spentUsd` is spent; without a budget everything may start. */
export function openBudget(budgetUsd: number | undefined, spentUsd: number): Budget {
  let spent = spentUsd;
  let reserved = 0;
  return {
    room(boundUsd) {
      if (budgetUsd === undefined || spent + reserved + boundUsd <= budgetUsd + tolerance) return 'now';
      return reserved > tolerance ? 'later' : 'never';
    },
    reserve(boundUsd) {
      reserved += boundUsd;
      return (costUsd) => {
        reserved -= boundUsd;
        spent += costUsd;
      };
    },
  };
}

/** What a consultation is charged with: its cost or, where a part of that is not known, what it may have cost at most. */
export function chargeOf(costUsd: number, unknown: readonly string[], boundUsd: number): number {
  return unknown.length === 0 ? costUsd : Math.max(costUsd, boundUsd);
}

/** What earlier runs are charged with, for lines by digest with what each may cost: a line that was asked again was paid for each time. */
export function chargedBefore(rows: readonly BatchResult[], bounds: ReadonlyMap<string, number>): number {
  return rows.reduce((sum, { digest, costUsd, costUnknown = [] }) => {
    const bound = bounds.get(digest);
    return bound === undefined ? sum : sum + chargeOf(costUsd, costUnknown, bound);
  }, 0);
}
