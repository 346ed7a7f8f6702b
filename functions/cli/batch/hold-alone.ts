/** One batch at a time writes a file of results: two would ask every line twice. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';
import { InvalidInput, messageOf } from '../../../shared/errors.ts';
import { bootId } from '../../../shared/time/boot-id.ts';

/** Who writes. Numbers of processes come again, in containers at each start: host and start tell them apart. */
const lockHolder = z.object({
  pid: z.int().min(1),
  host: z.string().optional(),
  /** Which start of the machine, and when after it the process began; absent where the system does not say. */
  start: z.string().optional(),
});
type LockHolder = z.infer<typeof lockHolder>;

/** Holds the file until this process ends, however it ends: a holder that is dead is none. Throws `InvalidInput` if another process has it. */
export function holdAlone(path: string): void {
  const lock = `${path}.lock`;
  if (!taken(lock)) {
    const holder = holderOf(lock);
    if (holder !== undefined && mayWrite(holder)) {
      const known = `${path} is being written by process ${holder.pid}`;
      const message = isElsewhere(holder)
        ? `${known} on ${holder.host}: wait for it, or delete ${lock} if it has ended`
        : `${known}: wait for it, or name another file`;
      throw new InvalidInput([{ field: '--out', message }]);
    }
    rmSync(lock, { force: true });
    if (!taken(lock)) throw new InvalidInput([{ field: '--out', message: `${path} was taken by another process at the same moment` }]);
  }
  process.once('exit', () => rmSync(lock, { force: true }));
}

/** Makes the file that says who writes; false if there is one. */
function taken(lock: string): boolean {
  try {
    writeFileSync(lock, JSON.stringify({ pid: process.pid, host: hostname(), start: startOf(process.pid) }), { flag: 'wx' });
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw new InvalidInput([{ field: '--out', message: messageOf(cause) }], { cause });
  }
}

/** An earlier version has written the number of its process alone. */
function holderOf(lock: string): LockHolder | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(lock, 'utf8'));
    return lockHolder.safeParse(typeof read === 'number' ? { pid: read } : read).data;
  } catch {
    return undefined;
  }
}

/** Whether a holder may be at work. Nobody sees the processes of another host; here one's own number is of a process that has ended. */
function mayWrite(holder: LockHolder): boolean {
  if (isElsewhere(holder)) return true;
  if (holder.pid === process.pid || !isAlive(holder.pid)) return false;
  const start = startOf(holder.pid);
  return start === undefined || holder.start === undefined || start === holder.start;
}

function isElsewhere({ host }: LockHolder): boolean {
  return host !== undefined && host !== hostname();
}

/** The 22nd field of what Linux says of a process; its name, the second one, may hold blanks and brackets. */
function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return `${bootId()} ${text.slice(text.lastIndexOf(')') + 2).split(' ')[19]}`;
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
