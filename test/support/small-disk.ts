/** A file system of its own, so small that it can be filled. Needs an administrator, and Linux. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  /** Whether there is one; else the folder is one of temporary files. */
  readonly isMounted: boolean;
  readonly folder: string;
  /** Takes whatever is free, to the last block. */
  fill(): void;
  /** Gives back what was taken. */
  free(): void;
  /** Takes no writing from now on. */
  freeze(): void;
  /** Deletes all that lies on it. */
  empty(): void;
  remove(): void;
}

/** Mounts it. */
export function mountSmallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'circle-disk-'));
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' }).status === 0;
  const filler = join(folder, 'filler');
  return {
    isMounted,
    folder,
    fill() {
      for (let bytes = 1 << 20; bytes >= 512; bytes /= 2) {
        try {
          for (;;) appendFileSync(filler, Buffer.alloc(bytes));
        } catch {
          // Smaller pieces may still fit.
        }
      }
    },
    free: () => rmSync(filler, { force: true }),
    freeze: () => void spawnSync('mount', ['-o', 'remount,ro', folder]),
    empty() {
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
    },
    remove() {
      if (isMounted) spawnSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
