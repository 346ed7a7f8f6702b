/** The open files of a process. */
import { readdirSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

/** What each open file of a process is; none where the system does not tell. */
export function openFiles(processId: number): readonly string[] {
  const folder = `/proc/${processId}/fd`;
  try {
    return readdirSync(folder).flatMap((name) => {
      try {
        return [readlinkSync(join(folder, name))];
      } catch {
        // It was closed in between.
        return [];
      }
    });
  } catch {
    return [];
  }
}

/** How many there are of each kind, as `socket 12`. */
export function countKinds(files: readonly string[]): string {
  const kinds = Map.groupBy(files, (file) => (file.startsWith('/') ? basename(file) : file.replace(/:.*$/s, '')));
  return [...kinds].map(([kind, all]) => `${kind} ${all.length}`).join(', ');
}
