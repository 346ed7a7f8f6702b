/** The money of a batch: what is spent, and what the running lines may still cost. */

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
