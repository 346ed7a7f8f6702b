/** Whether a disk takes a further file: its table of files may be full while bytes are free. */
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';

/** Whether the disk below a path takes one. File systems that make room for files as they come count none. */
export function takesFiles(path: string): boolean {
  try {
    const { files, ffree } = statfsSync(dirname(path));
    return files === 0 || ffree > 0;
  } catch {
    // Whoever wants the file hears why the folder cannot be looked at.
    return true;
  }
}
