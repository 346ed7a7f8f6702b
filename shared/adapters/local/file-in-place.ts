/**
 * Whether a file that is open is still what its path names. SQLite writes on into a file that was deleted or replaced below it, and what it
 * keeps there is gone with the process; one that was written over is lost at once.
 */
import { type Stats, statSync } from 'node:fs';
import { messageOf, StorageFailed } from '../../errors.ts';
import type { FileMark } from './file-mark.ts';

/**
 * Looks at the file as it is now. The returned function says why it is not in its place, and undefined while it is. A file of ours never
 * shrinks, and keeps its mark: what was cut, or copied over it, is not ours, and stays so.
 */
export function fileInPlace(path: string, mark: Pick<FileMark, 'isThere'>): () => StorageFailed | undefined {
  const opened = statSync(path);
  let { size } = opened;
  let isForeign = false;
  return () => {
    try {
      const found = statSync(path, { throwIfNoEntry: false });
      const isSame = found?.ino === opened.ino && found.dev === opened.dev;
      if (isSame) isForeign ||= found.size < size || !mark.isThere();
      if (isSame && !isForeign) {
        size = found.size;
        return undefined;
      }
      return new StorageFailed('StorageFailed', `${path} ${whatHappened(found, isSame)}`);
    } catch (cause) {
      return new StorageFailed('StorageFailed', `${path} cannot be looked at: ${messageOf(cause)}`, { cause });
    }
  };
}

function whatHappened(found: Stats | undefined, isSame: boolean): string {
  if (found === undefined) return 'was deleted or moved while the server runs: put it back in its place, and the server goes on';
  if (isSame) return 'was cut or written over while the server runs: stop it, and put a backup in its place with "circle restore"';
  return 'was replaced while the server runs: stop it, put the file back in its place, and start again';
}
