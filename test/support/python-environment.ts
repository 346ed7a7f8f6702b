/** Programs of other people that come from PyPI, each in a virtual environment of its own. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../shared/errors.ts';

/** Installs the requirements into `folder`, again whenever they have changed. Throws a sentence that begins with `what` needs them. */
export function installPython(folder: string, requirements: string, what: string): void {
  const stamp = join(folder, 'installed');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))'], `${what} needs Python 3.11 or newer as python3`);
  run('python3', ['-m', 'venv', folder], `${what} needs the venv module of Python (on Debian: apt install python3-venv)`);
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements];
  run(join(folder, 'bin/python'), install, `${what} could not be installed with pip`);
  writeFileSync(stamp, wanted);
}

function run(command: string, argv: readonly string[], sentence: string): void {
  try {
    execFileSync(command, argv, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  } catch (cause) {
    throw new Error(`${sentence}: ${messageOf(cause)}`, { cause });
  }
}
