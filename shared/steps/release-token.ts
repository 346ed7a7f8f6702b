/** Releases the state that waits for a run's answers. */
import type { RunState } from '../contract/run.ts';
import { endingRule } from '../domain/quorum.ts';
import { messageOf } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';

type ReleasePorts = Pick<Ports, 'runs' | 'workflow' | 'consensus' | 'log'>;

/**
 * Gives the token, `held` or stored, its result if the run need not wait any longer, or is no longer open. May be called too often or too late:
 * a token that nobody awaits counts as done. Of several callers the last one to have stored something sees all that is stored.
 */
export async function releaseIfDone(run: RunState, ports: ReleasePorts, held?: string): Promise<void> {
  if (run.status === 'open' && !(await mayEnd(run, ports))) return;
  const token = held ?? (await ports.runs.token(run.id));
  if (token === undefined) return;
  const outcome = await ports.workflow.finish(token, { consultationId: run.id });
  ports.log.info(outcome === 'released' ? 'TOKEN_RELEASED' : 'TOKEN_GONE', { consultationId: run.id });
}

async function mayEnd(run: RunState, ports: ReleasePorts): Promise<boolean> {
  const rule = endingRule(run);
  if (rule !== 'quorum') return rule !== undefined;
  return run.stop === 'quorum' || (run.settles && (await isSettled(run, ports)));
}

/** A core that cannot be asked settles nothing: the run then waits for everybody, or for its deadline. */
async function isSettled({ id }: RunState, { consensus, log }: ReleasePorts): Promise<boolean> {
  try {
    return await consensus.settled(id);
  } catch (error) {
    log.warn('SETTLED_UNKNOWN', { consultationId: id, reason: messageOf(error) });
    return false;
  }
}
