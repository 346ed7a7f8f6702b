/** An expert that a worker that stopped had begun to ask: its call may be billed. */
import type { AttemptNote, Opinion, Usage } from '../../shared/contract/opinion.ts';
import type { Run } from '../../shared/contract/run.ts';

/** What happened, for people. */
export const interrupted = 'the expert had been asked, and the work was interrupted before an answer was stored';

/** The usage of a call that may be billed and of which nothing is known. */
export const unknownUsage: Usage = { inputTokens: null, outputTokens: null };

/** What was spent before the worker stopped, as its note says; nothing where it had not begun, and then nothing of the limits either. */
export function spentBefore(
  note: AttemptNote | undefined,
  run: Pick<Run, 'limits'>,
): Pick<Opinion, 'calls' | 'usage' | 'costUsd' | 'charged'> {
  if (note === undefined) return { calls: 0, costUsd: 0, ...(run.limits && { charged: {} }) };
  const { calls, usage, costUsd, charged } = note;
  return {
    ...(calls !== undefined && { calls }),
    ...(usage && { usage }),
    ...(costUsd !== undefined && { costUsd }),
    ...(charged && { charged }),
  };
}
