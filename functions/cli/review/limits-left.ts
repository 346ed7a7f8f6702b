/** What is left of the limits of a review: its consultations are asked one after another, and the limits hold for all of them together. */
import { CircleApiError } from '../../../shared/client/api-error.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import { type Limits, limitName } from '../../../shared/contract/limits.ts';

/** The account of one review. */
export interface LimitsLeft {
  /** What the next consultation may use: nothing is said of it where nothing is limited. */
  readonly next: { readonly limits?: Limits };
  /** Whether nothing is left of a limit. */
  readonly usedUp: boolean;
  /** Takes off what a consultation has used that was given `next`; all of that where nobody knows it. */
  take(ended: Pick<Consultation, 'verdict'> | undefined): void;
}

/** Opens the account with what the caller has stated. */
export function openLimits(stated: Limits | undefined): LimitsLeft {
  let left = stated;
  return {
    get next() {
      return left === undefined ? {} : { limits: left };
    },
    get usedUp() {
      return left !== undefined && limitName.options.some((name) => (left?.[name] ?? 1) <= 0);
    },
    take(ended) {
      if (left === undefined) return;
      const [given, used] = [left, ended?.verdict?.limits?.used ?? left];
      const less = limitName.options.map((name) => [name, lessBy(given[name], used[name])]);
      left = Object.fromEntries(less.filter(([, amount]) => amount !== undefined));
    },
  };
}

/** Dollars without their noise, which could not be sent as an amount. */
function lessBy(amount: number | undefined, used = 0): number | undefined {
  return amount === undefined ? undefined : Math.max(0, Math.round((amount - used) * 1e8) / 1e8);
}

/** Whether a server has refused a question since its limits leave no room for it; then nothing was asked. */
export function refusesLimits(error: unknown): error is CircleApiError {
  return error instanceof CircleApiError && error.status === 400 && error.errors.some(({ field }) => field.startsWith('limits.'));
}

/** Whether a failed request has used nothing: it was refused before anybody was asked. */
export function wasRefused(error: unknown): boolean {
  return error instanceof CircleApiError && error.status >= 400 && error.status < 500;
}
