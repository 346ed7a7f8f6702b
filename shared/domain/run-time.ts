/** How long a run has taken. */
import type { RunState } from '../contract/run.ts';

/** Milliseconds that an ended run has taken: as measured, else between its two moments. Undefined of one that is open. */
export function durationOf({ createdAt, endedAt, tookMs }: Pick<RunState, 'createdAt' | 'endedAt' | 'tookMs'>): number | undefined {
  if (endedAt === undefined) return undefined;
  return tookMs ?? Math.max(0, Date.parse(endedAt) - Date.parse(createdAt));
}
