/** What happens to runs, told to whoever waits for it in this process. */
import { EventEmitter, once } from 'node:events';
import type { Run } from '../../contract/run.ts';
import type { Clock } from '../../ports/clock.ts';

/** News of runs. */
export interface RunNews {
  /** Something of the run has been stored. */
  tellArrival(id: string): void;
  /** The run has ended. */
  tellEnd(id: string): void;
  /** Looks at a run at each arrival and at its end, until it is as wished or the time is over. */
  untilArrival(id: string, wished: (run: Run) => boolean, milliseconds: number): Promise<void>;
  /** The same at its end alone: whoever waits for that need not look at each opinion. */
  untilEnd(id: string, wished: (run: Run) => boolean, milliseconds: number): Promise<void>;
}

/** News for the runs that `requireRun` reads. */
export function runNews(requireRun: (id: string) => Run, clock: Clock): RunNews {
  const emitter = new EventEmitter({ captureRejections: false }).setMaxListeners(0);
  const waitUntil = async (id: string, news: string, wished: (run: Run) => boolean, milliseconds: number): Promise<void> => {
    if (wished(requireRun(id))) return;
    const limit = new AbortController();
    const over = clock.sleep(milliseconds, limit.signal).then(() => limit.abort());
    do {
      await Promise.race([once(emitter, news, { signal: limit.signal }).catch(() => undefined), over]);
    } while (!limit.signal.aborted && !wished(requireRun(id)));
    limit.abort();
  };
  return {
    tellArrival(id) {
      emitter.emit(id);
    },
    tellEnd(id) {
      for (const news of [id, endOf(id)]) emitter.emit(news);
    },
    untilArrival: (id, wished, milliseconds) => waitUntil(id, id, wished, milliseconds),
    untilEnd: (id, wished, milliseconds) => waitUntil(id, endOf(id), wished, milliseconds),
  };
}

/** The fields of an ended run, beside those of every change. */
function endOf(id: string): string {
  return `end of ${id}`;
}
