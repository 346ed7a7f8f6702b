/** Work of the plumbing that must happen, on a store that may fail for a while: nobody waits for it, so nobody else would repeat it. */
import { messageOf } from '../../shared/errors.ts';
import type { Log } from '../../shared/ports/log.ts';

/** Milliseconds between attempts: a disk that was full is seen with room again within this. */
const againMs = 1000;

/** Work that is repeated until it is done. */
export interface KeepTrying {
  /** Does the work now, or later as often as it takes; `done` is called once, behind it. */
  do(work: () => Promise<unknown>, done?: () => void): void;
  /** Gives up what is not done yet. */
  stop(): void;
}

/** Opens it; the first failure of each piece of work is logged, its repetitions are not. */
export function keepTrying(name: string, log: Log): KeepTrying {
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;

  const attempt = async (work: () => Promise<unknown>, done: () => void, first: boolean): Promise<void> => {
    try {
      await work();
    } catch (error) {
      // Whoever has stopped it has closed the store too.
      if (stopped) return;
      if (first) log.error('FUNCTION_FAILED', { function: name, reason: messageOf(error) });
      const timer = setTimeout(() => {
        timers.delete(timer);
        if (!stopped) void attempt(work, done, false);
      }, againMs);
      timers.add(timer);
      return;
    }
    done();
  };

  return {
    do(work, done = () => undefined) {
      if (!stopped) void attempt(work, done, true);
    },
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
