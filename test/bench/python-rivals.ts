/** Python rivals of benches, in virtual environments of their own. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../../shared/errors.ts';

const folder = join(import.meta.dirname, 'rivals');
const interpreter = join(programsOf('requirements'), 'python');
const figures = z.array(z.object({ name: z.string(), lines: z.number(), seconds: z.number(), processorSeconds: z.number() }));

export type RivalFigures = z.infer<typeof figures>[number];

/** Where the programs of a set of rivals are. */
export function programsOf(set: string): string {
  return join(environmentOf(set), 'bin');
}

function environmentOf(set: string): string {
  return join(import.meta.dirname, '../../build', set === 'requirements' ? 'bench-rivals' : `bench-rivals-${set}`);
}

/** Installs the rivals that a file of requirements names, again whenever it has changed. Throws a sentence if that cannot be done. */
export function installRivals(say: (line: string) => void, set = 'requirements'): void {
  const environment = environmentOf(set);
  const requirements = join(folder, `${set}.txt`);
  const stamp = join(environment, 'installed');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say(`Installing the Python rivals of ${set}.txt (once)…`);
  rmSync(environment, { recursive: true, force: true });
  mkdirSync(environment, { recursive: true });
  const without = 'leave them out with --without-rivals';
  python('python3', ['-m', 'venv', environment], `the Python rivals need python3 with its venv module; ${without}`);
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '--requirement', requirements];
  python(join(programsOf(set), 'python'), install, `the Python rivals could not be installed with pip; ${without}`);
  writeFileSync(stamp, wanted);
}

/** One turn of all rivals of a task; they time themselves. */
export function measureRivals(task: string, lines: readonly string[]): RivalFigures[] {
  const work = mkdtempSync(join(tmpdir(), 'circle-rivals-'));
  try {
    const file = join(work, 'lines.jsonl');
    writeFileSync(file, lines.join(''));
    return figures.parse(JSON.parse(python(interpreter, [join(folder, 'measure.py'), task, file], `the Python rivals of ${task} failed`)));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** One thread, as ours has. */
function python(command: string, argv: readonly string[], sentence: string): string {
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1' };
  try {
    return execFileSync(command, argv, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8', env, maxBuffer: 1 << 26 });
  } catch (cause) {
    throw new Error(`${sentence}: ${messageOf(cause)}`, { cause });
  }
}
