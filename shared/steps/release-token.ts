/** Releases the state that waits for a run's answers. */
import type { Run } from '../contract/consultation.ts';
import { endingRule } from '../domain/quorum.ts';
import type { Ports } from '../ports.ts';

/**
 * Gives the token its result if the run need not wait any longer, or is no longer open. May be called too often or too late:
 * a token that nobody awaits counts as done.
 */
export async function releaseIfDone(
  run: Run,
  token: string | undefined,
  { workflow, log }: Pick<Ports, 'workflow' | 'log'>,
): Promise<void> {
  if (token === undefined) return;
  if (run.status === 'open' && endingRule(run) === undefined) return;
  const outcome = await workflow.finish(token, { consultationId: run.id });
  log.info(outcome === 'released' ? 'TOKEN_RELEASED' : 'TOKEN_GONE', { consultationId: run.id });
}
