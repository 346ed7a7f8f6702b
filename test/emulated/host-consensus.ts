/** The Rust function as a program of this machine, which is what the emulator runs. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { messageOf } from '../../shared/errors.ts';
import { repositoryFolder } from './emulator.ts';

/** Builds `build/consensus/host/bootstrap`, where the stack looks: minutes the first time, a second when nothing has changed. */
export function buildHostConsensus(): void {
  try {
    const argv = [join(repositoryFolder, 'infra/build.ts'), 'host'];
    execFileSync(process.execPath, argv, { cwd: repositoryFolder, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  } catch (cause) {
    throw new Error(`the Rust function could not be built: ${messageOf(cause)}`, { cause });
  }
}
