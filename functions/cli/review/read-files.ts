/** Reads files whole, as they stand: regular files only, and no link is followed out of the repository, or out of this folder. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { type FieldError, InvalidInput, messageOf } from '../../../shared/errors.ts';
import { describePatches } from '../../../shared/review/describe-patches.ts';
import type { FilePatch } from '../../../shared/review/diff.ts';
import { readExclusions } from '../../../shared/review/exclusions.ts';
import type { Material, NotShown } from '../../../shared/review/material.ts';
import { visible } from '../../../shared/review/visible.ts';
import { join, textOfFile, type WholeTexts } from '../../../shared/review/whole-files.ts';
import { linesOf } from './git-patches.ts';
import { enclosingTop } from './git-repository.ts';

const folder = 'is a folder: name the files in it';

/** Bytes of a file that is read; what may be asked is far less. */
const fileMaxBytes = 16_000_000;

/** Reads the files. Throws `InvalidInput` that names each one which is missing, lies elsewhere, is no text, or is no file at all. */
export function readFiles(paths: readonly string[], allowUnseen: readonly string[] = []): Material {
  const { allows } = readExclusions({ allowUnseen }, '');
  const wrong: FieldError[] = [];
  const patches: FilePatch[] = [];
  const texts: WholeTexts[] = [];
  for (const [path, given] of new Map(paths.map((each) => [shownPath(each), each]))) {
    try {
      const bytes = readRegular(given);
      patches.push(patchOf(path, bytes));
      texts.push(textOfFile(visible(bytesOf(path)), bytes));
    } catch (cause) {
      wrong.push({ field: visible(bytesOf(path)), message: reasonOf(cause) });
    }
  }
  const { files, notShown } = describePatches(patches, () => undefined);
  const judged: readonly NotShown[] = notShown.map((one) => ({ ...one, allowed: allows(one.path) }));
  // Whoever names a file wants it read.
  wrong.push(
    ...judged
      .filter(({ allowed }) => !allowed)
      .map(({ path, reason }) => ({ field: path, message: `is ${reason}, which experts cannot read` })),
  );
  if (wrong.length > 0) throw new InvalidInput(wrong);
  return { kind: 'files', files, notShown: judged, warnings: [], texts: join(texts) };
}

/** The file without any change: all of it stands there before and after. */
function patchOf(path: string, bytes: string): FilePatch {
  const name = bytesOf(path);
  return { before: name, after: name, oldMode: null, newMode: null, move: null, objects: null, binary: false, lines: [...linesOf(bytes)] };
}

function readRegular(path: string): string {
  const absolute = resolve(path);
  if (lstatSync(absolute, { throwIfNoEntry: false })?.isDirectory()) throw refusal(folder);
  refuseElsewhere(absolute);
  // A pipe would be waited for without end, and a link leads anywhere.
  const file = openSync(absolute, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw refusal('is no regular file');
    if (stat.size > fileMaxBytes) throw refusal(`has ${stat.size} bytes, and ${fileMaxBytes} can be read`);
    return readFileSync(file, 'latin1');
  } finally {
    closeSync(file);
  }
}

/** What seems to lie in the repository must lie there; a path that leads elsewhere in so many words is what the caller means. */
function refuseElsewhere(absolute: string): void {
  const top = enclosingTop(process.cwd()) ?? realpathSync(process.cwd());
  const real = realpathSync(dirname(absolute));
  if (isBelow(absolute, process.cwd()) || isBelow(absolute, top)) {
    if (!isBelow(real, top)) throw refusal('is reached through a symbolic link that leads out of the repository');
  }
  if (relative(top, real).split(sep).includes('.git')) throw refusal('belongs to git itself');
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** A path as the reports show it: from here, with forward slashes. */
function shownPath(path: string): string {
  const here = relative(process.cwd(), path);
  return (isAbsolute(here) || here === '' ? path : here).split(sep).join('/');
}

function bytesOf(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function refusal(message: string): InvalidInput {
  return new InvalidInput([{ field: '', message }]);
}

function reasonOf(cause: unknown): string {
  if (cause instanceof InvalidInput) return cause.message;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'does not exist',
    ENOTDIR: 'does not exist',
    EISDIR: folder,
    EACCES: 'may not be read',
    ELOOP: 'is a symbolic link: name the file that it leads to',
    EMLINK: 'is a symbolic link: name the file that it leads to',
    ENXIO: 'is no regular file',
  };
  return (cause instanceof Error && 'code' in cause && reasons[String(cause.code)]) || messageOf(cause);
}
