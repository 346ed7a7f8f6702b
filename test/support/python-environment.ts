/** A virtual environment of Python with exactly what a requirements file names. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { messageOf } from '../../shared/errors.ts';

/** Installs into a folder, again whenever the requirements have changed; `who` needs it, in the sentence that says what is missing. */
export function requirePythonEnvironment(folder: string, requirements: string, who: string): void {
  const stamp = join(folder, 'installed');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  mkdirSync(dirname(folder), { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  python('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))'], `${who} needs Python 3.11 or newer as python3`);
  python('python3', ['-m', 'venv', folder], `${who} needs the venv module of Python (on Debian: apt install python3-venv)`);
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements];
  python(join(folder, 'bin/python'), install, `${who} could not be installed with pip`);
  writeFileSync(stamp, wanted);
}

function python(command: string, argv: readonly string[], sentence: string): void {
  try {
    execFileSync(command, argv, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  } catch (cause) {
    throw new Error(`${sentence}: ${messageOf(cause)}`, { cause });
  }
}
