/** Backups of the data folder: a copy that is made while the server runs, and one that is put back. */
import { randomBytes } from 'node:crypto';
import { closeSync, constants, copyFileSync, fsyncSync, globSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { BackupFile } from '../../functions/api/options.ts';
import { type Database, openDatabase } from '../../shared/adapters/local/sqlite-database.ts';
import { dataVersion } from '../../shared/adapters/local/sqlite-schema.ts';
import { isDiskFull, systemFailureInWords } from '../../shared/domain/system-words.ts';
import { CircleError, InvalidConfiguration, messageOf, StorageFailed } from '../../shared/errors.ts';

/** The database in a data folder. */
export function databaseIn(folder: string): string {
  return join(folder, 'circle.db');
}

/** Copies are made under this name until they have been sent. */
const copyName = 'copy-';

/** Copies the database to a file that has no name any more once it is open: nothing is left behind, however the sending ends. */
export async function openBackup(database: Database, folder: string): Promise<BackupFile> {
  const copy = join(folder, `${copyName}${randomBytes(6).toString('hex')}.db`);
  try {
    database.copyTo(copy);
    const file = await open(copy);
    const { size } = await file.stat();
    return { bytes: size, content: file.readableWebStream({ autoClose: true }) as ReadableStream<Uint8Array> };
  } finally {
    await rm(copy, { force: true });
  }
}

/** Removes copies that a process has left that died while it made them. */
export function removeCopies(folder: string): void {
  for (const name of globSync(`${copyName}*`, { cwd: folder })) rmSync(join(folder, name), { force: true });
}

/** Copies the database of a stopped server. Throws `DataInUse` where one runs. */
export function backUpStopped(folder: string, target: string): void {
  if (!statSync(databaseIn(folder), { throwIfNoEntry: false })) throw new InvalidConfiguration(`there is no ${databaseIn(folder)}`);
  const database = openDatabase(databaseIn(folder));
  // Another backup, or one that was killed, has a name of its own.
  const aside = `${target}.${process.pid}.partial`;
  try {
    database.copyTo(aside);
    sync(aside);
    renameSync(aside, target);
  } finally {
    rmSync(aside, { force: true });
    database.close();
  }
}

/** What belongs to a database: itself, its log, and the index of that. */
const parts = ['', '-wal', '-shm'] as const;

/**
 * Puts a backup in the place of the database, and returns where that is kept now, if there was one. Throws `DataInUse` where a server
 * runs, and `InvalidConfiguration` for a file that is no backup, is damaged, or comes from a later version.
 */
export function restoreBackup(folder: string, source: string): string | undefined {
  requireBackup(source);
  const [file, aside] = [databaseIn(folder), join(folder, 'circle.db.new')];
  const replaces = statSync(file, { throwIfNoEntry: false }) !== undefined;
  // A copy beside the database of a running server may be what fills its disk.
  if (replaces) settle(file);
  try {
    rmSync(aside, { force: true });
    copyFileSync(source, aside, constants.COPYFILE_EXCL);
    sync(aside);
    const replaced = exchange(aside, file);
    sync(folder);
    return replaced;
  } catch (cause) {
    throw whyNotRestored(cause, folder);
  } finally {
    removeIfMay(aside);
  }
}

/** Puts the file in the place of the database, or leaves everything where it was. */
function exchange(aside: string, file: string): string | undefined {
  // The log of a database that is gone would be applied to the backup.
  const replaced = parts.some((part) => statSync(file + part, { throwIfNoEntry: false })) ? nameAside(file) : undefined;
  try {
    if (replaced !== undefined) moveParts(file, replaced);
    renameSync(aside, file);
  } catch (error) {
    if (replaced !== undefined) moveParts(replaced, file);
    throw error;
  }
  return replaced;
}

/** What the disk has said, named; the rest as it is. */
function whyNotRestored(cause: unknown, folder: string): unknown {
  const said = systemFailureInWords(cause);
  if (said === undefined) return cause;
  const name = isDiskFull(cause) ? 'StorageFull' : 'StorageFailed';
  return new StorageFailed(name, `nothing was restored into ${folder}, and what was there is unchanged: ${said}`, { cause });
}

/** On a disk that has become read-only nothing can be removed; the next restoration does it. */
function removeIfMay(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch (error) {
    if (systemFailureInWords(error) === undefined) throw error;
  }
}

/** Gets what is still in the log of a database into it. Throws `DataInUse` where somebody has it open. */
function settle(file: string): void {
  try {
    openDatabase(file).close();
  } catch (error) {
    // What is damaged, or of a later version, may be the reason for the restoration.
    if (error instanceof CircleError && error.name === 'DataInUse') throw error;
  }
}

/** A damaged file, or one of a later version, may be the reason for the restoration: it is kept as it is, under this name. */
function nameAside(file: string): string {
  if (statSync(file, { throwIfNoEntry: false })) settle(file);
  return `${file}.replaced-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
}

function moveParts(from: string, to: string): void {
  for (const part of parts) {
    if (statSync(from + part, { throwIfNoEntry: false })) renameSync(from + part, to + part);
  }
}

function requireBackup(source: string): void {
  const wrong = whyNoBackup(source);
  if (wrong !== undefined) throw new InvalidConfiguration(`${source} cannot be restored: ${wrong}`);
}

function whyNoBackup(source: string): string | undefined {
  if (!statSync(source, { throwIfNoEntry: false })?.isFile()) return 'there is no such file';
  try {
    const database = new DatabaseSync(source, { readOnly: true });
    try {
      const read = (text: string) => Object.values(database.prepare(text).get() ?? {})[0];
      const version = Number(read('PRAGMA user_version'));
      const isOurs = read("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('runs', 'opinions', 'messages')") === 3;
      if (!isOurs || version < 1) return 'it is a database of something else';
      if (version > dataVersion) return `it was written by a later version (${version}, this is ${dataVersion})`;
      const found = read('PRAGMA integrity_check');
      return found === 'ok' ? undefined : `it is damaged: ${String(found)}`;
    } finally {
      database.close();
    }
  } catch (error) {
    return messageOf(error);
  }
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
