/** Files of a folder on this machine. */
import { type Dirent, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DeployedSource } from '../../contract/deployed-review.ts';
import { InvalidInput, messageOf } from '../../errors.ts';
import type { FilesOf, ListedFile } from '../../ports/deployed-files.ts';

type FolderSource = Extract<DeployedSource, { readonly kind: 'folder' }>;

/** Files below folders that are named from `base` on. What is hidden is left out, as of a team's rules. */
export function folderFiles(base: string): FilesOf<FolderSource> {
  return {
    async *list({ folder }) {
      yield* listBelow(resolve(base, folder), '');
    },
    async read({ folder }, path, maxBytes) {
      try {
        const whole = join(resolve(base, folder), path);
        const stat = lstatSync(whole);
        if (!stat.isFile()) return { fault: 'is no file any more' };
        return stat.size > maxBytes
          ? { fault: `has ${stat.size} bytes, and one review has room for ${maxBytes} more` }
          : { content: readFileSync(whole) };
      } catch (error) {
        return { fault: `cannot be read: ${messageOf(error)}` };
      }
    },
  };
}

/** A link may lead out of the folder, or round in it: it is named, and not followed. */
function* listBelow(folder: string, own: string): Iterable<ListedFile> {
  const entries = entriesOf(folder, own);
  if ('fault' in entries) return yield { path: own, fault: entries.fault };
  for (const entry of entries.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))) {
    const path = own === '' ? entry.name : `${own}/${entry.name}`;
    if (entry.isDirectory()) yield* listBelow(folder, path);
    else if (entry.isFile()) yield { path, bytes: lstatSync(join(folder, path), { throwIfNoEntry: false })?.size };
    else yield { path, fault: entry.isSymbolicLink() ? 'is a link, which is not followed' : 'is no file' };
  }
}

/** A folder stands where the names of its files do. */
function orderOf(entry: Dirent): string {
  return entry.isDirectory() ? `${entry.name}/` : entry.name;
}

/** Throws `InvalidInput` for the folder itself; one below it is named like a file. */
function entriesOf(folder: string, own: string): readonly Dirent[] | { readonly fault: string } {
  try {
    return readdirSync(join(folder, own), { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
  } catch (cause) {
    if (own !== '') return { fault: `cannot be looked into: ${messageOf(cause)}` };
    throw new InvalidInput([{ field: 'review.folder', message: `cannot be looked into: ${messageOf(cause)}` }], { cause });
  }
}
