/** Tells a worker at once that the run it works for has ended: nothing new is asked then. */
import type { RunStatus } from '../../shared/contract/run.ts';
import { messageOf } from '../../shared/errors.ts';
import type { Ports } from '../../shared/ports/ports.ts';

/** Milliseconds between looks at the run while a call is under way: at most this long is paid for after a cancellation. */
const pollMs = 1000;

type WatchPorts = Pick<Ports, 'runs' | 'log'>;

/** The status of a run that is no longer open; undefined while it is, and where that cannot be seen. */
export async function endOf(consultationId: string, { runs, log }: WatchPorts): Promise<RunStatus | undefined> {
  try {
    const run = await runs.state(consultationId);
    return run?.status === 'open' ? undefined : run?.status;
  } catch (error) {
    // If a look fails the work goes on; the next look may work.
    log.warn('FUNCTION_FAILED', { consultationId, function: 'watch-end', reason: messageOf(error) });
    return undefined;
  }
}

/** Calls `onEnd` once when the run is no longer open; returns what stops the watch. */
export function watchEnd(consultationId: string, ports: WatchPorts, onEnd: (status: RunStatus) => void): () => void {
  const look = async () => {
    const status = await endOf(consultationId, ports);
    if (status === undefined) return;
    clearInterval(timer);
    onEnd(status);
  };
  const timer = setInterval(() => void look(), pollMs);
  timer.unref();
  return () => clearInterval(timer);
}
