/** A start on a disk that takes no change: the server says so and serves what it can, and does the rest once there is room. */
import { StorageFailed } from '../../shared/errors.ts';
import type { Log } from '../../shared/ports/log.ts';
import { keepTrying } from './keep-trying.ts';

/** Steps of a start that write. */
export interface StartOnFullDisk {
  /** A step that the server can do without: its timer repeats it. */
  orWithout(step: () => Promise<unknown>): Promise<void>;
  /** Steps without which nothing may be worked on; `behind` is done once they have been. Both wait for room, if it takes that. */
  orLater(steps: () => void, behind: () => Promise<void>): Promise<void>;
  /** Gives up what still waits. */
  stop(): void;
}

/** Opens it. Anything but a failing disk ends the start. */
export function startOnFullDisk(log: Log): StartOnFullDisk {
  const plumbing = keepTrying('start', log);
  return {
    async orWithout(step) {
      await step().catch(requireStorageFailed);
    },
    async orLater(steps, behind) {
      try {
        steps();
      } catch (error) {
        requireStorageFailed(error);
        return plumbing.do(
          async () => steps(),
          () => plumbing.do(behind),
        );
      }
      await behind();
    },
    stop: plumbing.stop,
  };
}

function requireStorageFailed(error: unknown): void {
  if (!(error instanceof StorageFailed)) throw error;
}
