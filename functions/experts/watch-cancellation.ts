/** Stops paying for an answer that its caller no longer wants. */
import { messageOf } from '../../shared/errors.ts';
import type { Ports } from '../../shared/ports.ts';

/** Milliseconds between looks at the run while a call is under way: at most this long is paid for after a cancellation. */
const pollMs = 1000;

/** Calls `onCancelled` when the run is cancelled; returns what stops the watch. */
export function watchCancellation(consultationId: string, ports: Pick<Ports, 'store' | 'log'>, onCancelled: () => void): () => void {
  const look = async () => {
    const run = await ports.store.getRun(consultationId);
    if (run?.status === 'cancelled') onCancelled();
  };
  // If a look fails the call goes on; the next look may work.
  const report = (error: unknown) =>
    ports.log.warn('FUNCTION_FAILED', { consultationId, function: 'watch-cancellation', reason: messageOf(error) });
  const timer = setInterval(() => void look().catch(report), pollMs);
  timer.unref();
  return () => clearInterval(timer);
}
