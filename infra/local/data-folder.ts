/** The data folder: what lies in it is read and written with trust, so it must belong to this user, and to nobody else's eyes. */
import { accessSync, chmodSync, constants, lstatSync, mkdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidConfiguration, messageOf } from '../../shared/errors.ts';

/** The files that the server trusts. SQLite makes the two beside the database as it needs them. */
export const dataFiles = ['circle.db', 'circle.db-wal', 'circle.db-shm', 'circle.db.reserve', 'api-key', 'secrets.env'] as const;

/**
 * Makes the folder, or checks and tightens one that is there, and the same for its files. Returns what was tightened, in words.
 * Throws `InvalidConfiguration` with the path for what another user owns, for links, and for a folder that cannot be used.
 */
export function openDataFolder(folder: string): readonly string[] {
  withPath(folder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }));
  const remarks = [tightened(folder, statOf(folder, 'follow'), 0o700), ...dataFiles.map((name) => tightenedFile(join(folder, name)))];
  withPath(folder, () => accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK));
  return remarks.filter((remark) => remark !== undefined);
}

/** A link may lead anywhere, and whoever set it decides what is written there. */
function tightenedFile(path: string): string | undefined {
  const stats = statOf(path, 'stay');
  if (stats === undefined) return undefined;
  if (stats.isSymbolicLink()) throw new InvalidConfiguration(`${path} is a link: put the file itself there, or remove the link`);
  if (!stats.isFile()) throw new InvalidConfiguration(`${path} is no file: move it away`);
  return tightened(path, stats, 0o600);
}

function tightened(path: string, stats: Stats | undefined, mode: number): string | undefined {
  const user = process.getuid?.();
  // Where there are no owners and modes, as on Windows, the system's own rights have to do.
  if (stats === undefined || user === undefined) return undefined;
  // The administrator may have made it for this user; anybody else could read and change what is kept.
  if (stats.uid !== user && stats.uid !== 0)
    throw new InvalidConfiguration(`${path} belongs to another user (${stats.uid}, this is ${user}): run chown ${user} ${path}`);
  const open = stats.mode & 0o777 & ~mode;
  if (open === 0) return undefined;
  if (stats.uid !== user) return requireClosed(path, open);
  withPath(path, () => chmodSync(path, mode));
  return `${path} was open to others (${octal(stats.mode)}) and is ${octal(mode)} now`;
}

/** Only its owner can tighten what belongs to the administrator; a group that was given to this user may stay. */
function requireClosed(path: string, open: number): undefined {
  if ((open & 0o007) !== 0) throw new InvalidConfiguration(`${path} is open to every user of this machine: run chmod o= ${path}`);
}

function statOf(path: string, links: 'follow' | 'stay'): Stats | undefined {
  return withPath(path, () => (links === 'follow' ? statSync : lstatSync)(path, { throwIfNoEntry: false }));
}

/** A failure of the file system in one sentence. */
function withPath<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    throw new InvalidConfiguration(`the data folder cannot be used: ${path}: ${messageOf(cause)}; name another one with --data`, { cause });
  }
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, '0');
}
