/** What SQLite says of its file and the disk below it, in words that a person can act on. */

import { CircleError, messageOf, StorageFailed } from '../../errors.ts';
import { takesFiles } from './disk-files.ts';
import { isOverQuota, quotaInWords } from './disk-quota.ts';

/** Result codes of SQLite (https://www.sqlite.org/rescode.html); the upper bits of an extended code are left out. */
const resultCodes = { readOnly: 8, ioError: 10, corrupt: 11, full: 13, cantOpen: 14, notADatabase: 26 } as const;

/** The error as it goes up: one of the disk or of the file is named, with its cause; any other stays as it is. */
export function storageFailure(thrown: unknown, path: string, isOver: (path: string) => boolean = isOverQuota): unknown {
  const code = resultCodeOf(thrown);
  const because = { cause: thrown };
  switch (code) {
    case resultCodes.full:
      return new StorageFailed('StorageFull', `the disk below ${path} is full`, because);
    case resultCodes.readOnly:
      return new StorageFailed('StorageFailed', `${path} cannot be written: it, or the disk below it, is read-only`, because);
    case resultCodes.ioError:
      if (isOver(path)) return new StorageFailed('StorageFull', quotaInWords(path), because);
      return new StorageFailed('StorageFailed', `the disk below ${path} fails: ${messageOf(thrown)}`, because);
    case resultCodes.cantOpen:
      if (!takesFiles(path)) return new StorageFailed('StorageFull', `the disk below ${path} takes no further file`, because);
      return new StorageFailed('StorageFailed', `${path} cannot be opened: look at the folder and its owner`, because);
    case resultCodes.corrupt:
    case resultCodes.notADatabase:
      return new CircleError(
        'DataDamaged',
        `${path} is damaged or no file of this server; put a backup in its place with "circle restore"`,
        {
          retryable: false,
          ...because,
        },
      );
    default:
      return thrown;
  }
}

function resultCodeOf(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('errcode' in thrown) || typeof thrown.errcode !== 'number') return undefined;
  return thrown.errcode & 0xff;
}
