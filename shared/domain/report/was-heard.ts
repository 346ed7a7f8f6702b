/** Who counts as heard in a report. */
import type { Opinion } from '../../contract/opinion.ts';

const unheard: readonly Opinion['status'][] = ['late', 'abandoned', 'cancelled'];

/** Whether somebody was asked and heard in time, with an answer or without one; whom a limit kept from being called was not. */
export function wasHeard(opinion: Pick<Opinion, 'status' | 'error' | 'charged' | 'usage'>): boolean {
  return !unheard.includes(opinion.status) && !wasNeverCalled(opinion);
}

function wasNeverCalled({ error, charged, usage }: Pick<Opinion, 'error' | 'charged' | 'usage'>): boolean {
  const { calls = 0, tokens = 0, usd = 0 } = charged ?? {};
  return error?.type === 'over-limit' && usage === undefined && calls + tokens + usd === 0;
}
