/** `circle backup` and `circle restore`: the file of embedded mode. Its server hands the file out; a stopped one is opened by a program of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CircleApiError } from '../../shared/client/api-error.ts';
import { backupType } from '../../shared/contract/backup.ts';
import { systemFailureInWords } from '../../shared/domain/system-words.ts';
import { InvalidInput, messageOf } from '../../shared/errors.ts';
import { type Address, openClient } from './client.ts';
import { tell } from './output.ts';
import { ownPlace } from './own-file.ts';

/**
 * Writes a backup of the server's data; of the data folder here where no server answers and none was named, or of the one that is named, whose
 * server is stopped. Returns the exit code.
 */
export async function backUp(file: string, folder: string | undefined, address: Address): Promise<number> {
  const place = ownPlace(file, 'FILE', isDatabase);
  if (folder !== undefined) return runHere('backup', place, folder);
  const stopped = (error: unknown) => error instanceof CircleApiError && error.type === 'unreachable' && address.here;
  try {
    await download(place, address);
    tell(`the backup is in ${file}`);
    return 0;
  } catch (error) {
    if (!stopped(error)) throw error;
    return runHere('backup', place);
  }
}

/** Every database of SQLite begins so. */
function isDatabase(beginning: Buffer): boolean {
  return beginning.toString('latin1').startsWith('SQLite format 3\0');
}

/** Puts a backup in the place of a data folder's file. Returns the exit code. */
export async function restore(file: string, folder: string | undefined): Promise<number> {
  return runHere('restore', file, folder);
}

/** Beside the file and then in its place: what is there is a whole backup or the one before. */
async function download(file: string, address: Address): Promise<void> {
  const answer = await openClient(address).backup();
  // Another service answers with something of its own, which nobody could restore.
  if (!answer.headers.get('content-type')?.startsWith(backupType)) {
    throw new InvalidInput([{ field: 'backup', message: `what answers at ${answer.url} is no circle: it sent no backup` }]);
  }
  if (answer.body === null) throw new InvalidInput([{ field: 'backup', message: 'the server sent nothing' }]);
  // Another backup, or one that was killed, has a name of its own.
  const aside = `${file}.${process.pid}.partial`;
  try {
    // A body that breaks off before its stated length is an error of the stream.
    await pipeline(
      Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]),
      createWriteStream(aside, { mode: 0o600, flags: 'wx', flush: true }),
    );
    renameSync(aside, file);
  } catch (cause) {
    rmSync(aside, { force: true });
    throw new InvalidInput(
      [{ field: file, message: `the backup could not be written: ${systemFailureInWords(cause) ?? messageOf(cause)}` }],
      { cause },
    );
  }
}

async function runHere(what: 'backup' | 'restore', file: string, folder?: string): Promise<number> {
  const root = join(import.meta.dirname, '../..');
  const argv = [join(root, 'infra/launch.mjs'), 'infra/local/data-file.ts', what, file];
  const env = folder === undefined ? process.env : { ...process.env, CIRCLE_DATA: folder };
  const program = spawn(process.execPath, argv, { stdio: 'inherit', env });
  const [code] = await once(program, 'exit');
  return typeof code === 'number' ? code : 1;
}
