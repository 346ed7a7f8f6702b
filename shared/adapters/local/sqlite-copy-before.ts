/** A copy of the file before its tables change: with it, the version that wrote it can be put back. */
import { chmodSync, rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';

/** Where the copy of a version lies. */
export function copyPath(path: string, version: number): string {
  return `${path}.v${version}.bak`;
}

/**
 * Writes the copy of a file of `version`, in place of one that an interrupted start has left, for its owner alone. Throws what SQLite
 * throws, such as for a full disk, and then nothing may be changed.
 */
export function copyBefore(database: DatabaseSync, path: string, version: number): void {
  const copy = copyPath(path, version);
  rmSync(copy, { force: true });
  database.prepare('VACUUM INTO ?').run(copy);
  chmodSync(copy, 0o600);
}
