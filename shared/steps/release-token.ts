/** Releases the state that waits for a run's answers. */
import type { Run } from '../contract/consultation.ts';
import { endingRule, maySettle } from '../domain/quorum.ts';
import { messageOf } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';

type ReleasePorts = Pick<Ports, 'workflow' | 'consensus' | 'log'>;

/**
 * Gives the token its result if the run need not wait any longer, or is no longer open. May be called too often or too late:
 * a token that nobody awaits counts as done. Of several callers the last one to have stored something sees all that is stored.
 */
export async function releaseIfDone(run: Run, token: string | undefined, ports: ReleasePorts): Promise<void> {
  if (token === undefined) return;
  if (run.status === 'open' && !(await mayEnd(run, ports))) return;
  const outcome = await ports.workflow.finish(token, { consultationId: run.id });
  ports.log.info(outcome === 'released' ? 'TOKEN_RELEASED' : 'TOKEN_GONE', { consultationId: run.id });
}

async function mayEnd(run: Run, ports: ReleasePorts): Promise<boolean> {
  const rule = endingRule(run);
  if (rule !== 'quorum') return rule !== undefined;
  return run.stop === 'quorum' || (maySettle(run) && (await isSettled(run, ports)));
}

/** A core that cannot be asked settles nothing: the run then waits for everybody, or for its deadline. */
async function isSettled({ id }: Run, { consensus, log }: ReleasePorts): Promise<boolean> {
  try {
    return await consensus.settled(id);
  } catch (error) {
    log.warn('SETTLED_UNKNOWN', { consultationId: id, reason: messageOf(error) });
    return false;
  }
}
