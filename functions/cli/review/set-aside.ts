/** Files of a change that are reported by name, or in a summary, instead of line by line. */

import type { MaterialFile, NotShown } from '../../../shared/review/material.ts';
import { visible } from '../../../shared/review/visible.ts';
import type { ChangedEntry } from './git-entries.ts';
import type { Scratch } from './git-scratch.ts';
import { summariseLockFile } from './lock-file.ts';

/** Bytes of a file that are read: no diff of a larger one could be shown anyway. */
const readMaxBytes = 16_000_000;
/** Bytes of a deleted file that are read for its lines to be shown. */
const deletedMaxBytes = 1_000_000;

/** What does not go through the diff. */
export interface SetAside {
  /** Their paths, bytes as characters. */
  readonly paths: readonly string[];
  readonly files: readonly MaterialFile[];
  readonly notShown: readonly NotShown[];
}

interface Aside {
  readonly file?: MaterialFile;
  readonly notShown: NotShown;
}

/** Sets aside what `leftOut` names, lock files, and files too large to read. */
export function setAside(entries: readonly ChangedEntry[], leftOut: (path: string) => string | undefined, scratch: Scratch): SetAside {
  const objects = entries.flatMap((entry) => sides(entry).map(({ object }) => object));
  const sizes = scratch.sizes([...new Set(objects)]);
  const found = entries.flatMap((entry) => {
    const aside = asideOf(entry, leftOut(entry.after), sizes, scratch);
    return aside === undefined ? [] : [{ path: entry.after, ...aside }];
  });
  return {
    paths: found.map(({ path }) => path),
    files: found.flatMap(({ file }) => file ?? []),
    notShown: found.map(({ notShown }) => notShown),
  };
}

function asideOf(entry: ChangedEntry, reason: string | undefined, sizes: ReadonlyMap<string, number>, scratch: Scratch): Aside | undefined {
  const path = visible(entry.after);
  if (reason !== undefined) return { notShown: { path, reason, allowed: true } };
  const size = Math.max(0, ...sides(entry).map(({ object }) => sizes.get(object) ?? 0));
  const isGone = entry.newMode === '000000';
  if (isGone && size > deletedMaxBytes) {
    return {
      file: { path, lines: [], notes: ['deleted', `its ${size} bytes are not shown`] },
      notShown: { path, reason: 'deleted, and too large to be shown', allowed: true },
    };
  }
  if (size > readMaxBytes) return { notShown: { path, reason: `too large to be shown (${size} bytes)`, allowed: false } };
  return isGone || !isRegular(entry.newMode) ? undefined : lockFile(entry, path, scratch);
}

/** A lock file is written by a program from what the manifest says; what it says of each package is shown instead of its lines. */
function lockFile(entry: ChangedEntry, path: string, scratch: Scratch): Aside | undefined {
  const before = isRegular(entry.oldMode) ? scratch.read(entry.oldObject) : undefined;
  if (before !== undefined && entry.oldMode !== entry.newMode) return undefined;
  const summary = summariseLockFile(entry.after, before, () => scratch.read(entry.newObject));
  if (summary === undefined) return undefined;
  const lines = summary.map((text, index) => ({ number: index + 1, mark: ' ' as const, text: visible(text) }));
  const notes = ['a lock file', `${summary.length} of its packages differ`, 'a summary, not its lines'];
  return {
    file: { path, lines, notes },
    notShown: { path, reason: 'a lock file: a summary of its packages was shown instead', allowed: true },
  };
}

function sides({ oldMode, newMode, oldObject, newObject }: ChangedEntry) {
  const both = [
    { mode: oldMode, object: oldObject },
    { mode: newMode, object: newObject },
  ];
  return both.filter(({ mode }) => mode !== '000000' && mode !== '160000');
}

function isRegular(mode: string): boolean {
  return mode.startsWith('100');
}
