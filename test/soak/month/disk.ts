/** The disk of a month's machine: a small file system of its own where an administrator lives the month, so that it can truly be full. */
import { spawnSync } from 'node:child_process';
import { mountSmallDisk } from '../../support/small-disk.ts';

export interface Disk {
  readonly folder: string;
  /** Takes all room that is left, or gives it back. Without a file system of its own it fails instead. */
  fill(full: boolean, processId: number): void;
  /** Lets no file of a process grow, so that its changes fail, or takes that back. Nothing happens where the system has no `prlimit`. */
  fail(failing: boolean, processId: number): void;
  remove(): void;
}

/** Room for what a month keeps, and for a copy of it before each change of the tables. */
const megabytes = 384;

/** Makes the disk. */
export function openDisk(): Disk {
  const { isMounted, folder, fill, free, remove } = mountSmallDisk(megabytes);
  const fail = (failing: boolean, processId: number) => {
    // Of util-linux.
    spawnSync('prlimit', ['--pid', String(processId), `--fsize=${failing ? 4096 : 'unlimited'}:unlimited`]);
  };
  return {
    folder,
    fail,
    fill(full, processId) {
      if (!isMounted) fail(full, processId);
      else if (full) fill();
      else free();
    },
    remove,
  };
}
