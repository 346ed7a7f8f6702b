/** Whether it was a limit that kept a run from asking on, and not its strategy, which had enough. */
import type { Run } from '../contract/run.ts';
import { outOfReach } from '../domain/limits.ts';
import { nextStep } from '../domain/strategy.ts';
import { messageOf } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';

/** Asks the core only where no limit has room for anybody who is left. Where it cannot be asked, the limit is named. */
export async function keptByLimit(run: Run, { consensus, log }: Pick<Ports, 'consensus' | 'log'>): Promise<boolean> {
  const { id, strategy = 'all', kind, quorum, answered, arrivals } = run;
  if (outOfReach(run).length === 0) return false;
  if (strategy === 'all' || answered < quorum) return true;
  try {
    const [judgement] = await consensus.judge(id, [arrivals]);
    return 'ask' in nextStep(strategy, { kind, quorum, answered, judgement });
  } catch (error) {
    log.warn('SETTLED_UNKNOWN', { consultationId: id, reason: messageOf(error) });
    return true;
  }
}
