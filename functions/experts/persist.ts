/** Repeats what must not be given up at the first failure: an answer that is paid for has to be kept. */
import { CircleError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/ports/clock.ts';

/** Milliseconds before the first repetition at the most; it doubles each time. */
const firstPauseMs = 200;
/** Milliseconds between two repetitions at the most. */
const longestPauseMs = 10_000;

/** How long to go on, and who is told. */
export interface Persistence {
  /** Milliseconds that are left. */
  readonly leftMs: () => number;
  /** Told of the first failure that is repeated. */
  readonly onFailure?: (error: unknown) => void;
}

/**
 * Does `work` again, after waits drawn from 0 to a doubling bound ("full jitter"), as long as it fails in a way that may pass and there is
 * time. Throws what `work` threw last.
 */
export async function persist<Result>(
  work: () => Promise<Result>,
  { clock }: { readonly clock: Clock },
  { leftMs, onFailure }: Persistence,
): Promise<Result> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await work();
    } catch (error) {
      const pauseMs = Math.random() * Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures - 1, 30));
      if (!mayPass(error) || leftMs() <= pauseMs) throw error;
      if (failures === 1) onFailure?.(error);
      await clock.sleep(pauseMs);
    }
  }
}

function mayPass(error: unknown): boolean {
  return error instanceof CircleError && error.retryable;
}
