/** Shares with their intervals. */
import type { Rate } from '../../contract/report.ts';
import { wilson } from './intervals.ts';

/** Figures of fewer are marked: of 20, an interval is 40 points wide. */
export const least = 20;

/** A share with its interval. */
export function rateOf(count: number, of: number): Rate {
  const interval = wilson(count, of);
  return {
    count,
    of,
    share: of === 0 ? null : count / of,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    few: of < least,
  };
}

/** A sum for each; null for none. */
export function ratio(sum: number, of: number): number | null {
  return of === 0 ? null : sum / of;
}
