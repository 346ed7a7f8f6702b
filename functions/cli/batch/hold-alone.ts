/** One batch at a time writes a file of results: two would ask every line twice. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { InvalidInput, messageOf } from '../../../shared/errors.ts';

/** Holds the file until this process ends, however it ends: a holder that is dead is none. Throws `InvalidInput` if another process has it. */
export function holdAlone(path: string): void {
  const lock = `${path}.lock`;
  if (!taken(lock)) {
    const holder = holderOf(lock);
    if (holder !== undefined && isAlive(holder)) {
      throw new InvalidInput([
        { field: '--out', message: `${path} is being written by process ${holder}: wait for it, or name another file` },
      ]);
    }
    rmSync(lock, { force: true });
    if (!taken(lock)) throw new InvalidInput([{ field: '--out', message: `${path} was taken by another process at the same moment` }]);
  }
  process.once('exit', () => rmSync(lock, { force: true }));
}

/** Makes the file that says who writes; false if there is one. */
function taken(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw new InvalidInput([{ field: '--out', message: messageOf(cause) }], { cause });
  }
}

function holderOf(lock: string): number | undefined {
  try {
    const text = readFileSync(lock, 'utf8');
    return /^\d{1,10}$/.test(text) ? Number(text) : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(holder: number): boolean {
  try {
    process.kill(holder, 0);
    return true;
  } catch (cause) {
    // A process of another user is there, and may not be sent a signal.
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}
