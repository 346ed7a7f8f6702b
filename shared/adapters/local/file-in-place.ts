/**
 * Whether a file that is open is still what its path names. SQLite writes on into a file that was deleted or replaced below it, and what it
 * keeps there is gone with the process.
 */
import { statSync } from 'node:fs';
import { messageOf, StorageFailed } from '../../errors.ts';

/** Looks at the file as it is now. The returned function says why it is not in its place, and undefined while it is. */
export function fileInPlace(path: string): () => StorageFailed | undefined {
  const opened = statSync(path);
  return () => {
    try {
      const found = statSync(path, { throwIfNoEntry: false });
      if (found?.ino === opened.ino && found.dev === opened.dev) return undefined;
      const what = found ? 'was replaced' : 'was deleted or moved';
      return new StorageFailed(
        'StorageFailed',
        `${path} ${what} while the server runs: stop it, put the file back in its place, and start again`,
      );
    } catch (cause) {
      return new StorageFailed('StorageFailed', `${path} cannot be looked at: ${messageOf(cause)}`, { cause });
    }
  };
}
