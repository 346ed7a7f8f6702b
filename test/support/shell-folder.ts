/** A folder in which the commands of the documents are run: it looks like a clone, and what they write stays in it. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryFolder } from './documents.ts';

/** How a script has ended. */
export interface ShellEnding {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The folder. */
export interface ShellFolder {
  readonly path: string;
  /** Runs a script with bash. With `until`, it is stopped once its output says that. */
  run(script: string, environment: Readonly<Record<string, string>>, until?: RegExp): Promise<ShellEnding>;
  remove(): void;
}

/** Milliseconds after which a script is stopped. */
const runMs = 110_000;

const ownEntries = new Set(['.git', '.circle', '.circleignore', 'build', 'src', 'questions.jsonl', 'plan.sql']);

/** Makes a folder with everything of this repository, and a change of two files against its branch `main`. */
export function makeShellFolder(): ShellFolder {
  const path = mkdtempSync(join(tmpdir(), 'circle-documents-'));
  for (const entry of readdirSync(repositoryFolder)) {
    if (!ownEntries.has(entry)) symlinkSync(join(repositoryFolder, entry), join(path, entry));
  }
  mkdirSync(join(path, 'build'));
  symlinkSync(join(repositoryFolder, 'build/compile-cache'), join(path, 'build/compile-cache'));
  mkdirSync(join(path, 'src'));
  writeFileSync(join(path, 'plan.sql'), 'ALTER TABLE orders ADD COLUMN region text;\n');
  writeFileSync(join(path, 'src/one.ts'), 'export const one = 1;\n');
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words], { cwd: path, stdio: 'ignore' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', 'src');
  git('commit', '--quiet', '--no-verify', '-m', 'first');
  git('switch', '--quiet', '--create', 'change');
  writeFileSync(join(path, 'src/one.ts'), 'export const one = 1.0;\n');
  git('commit', '--quiet', '--no-verify', '--all', '-m', 'second');
  writeFileSync(join(path, 'src/two.ts'), 'export const two = 2;\n');
  git('add', 'src');
  return {
    path,
    run: (script, environment, until) => run(path, script, environment, until),
    remove: () => rmSync(path, { recursive: true }),
  };
}

async function run(cwd: string, script: string, environment: Readonly<Record<string, string>>, until?: RegExp): Promise<ShellEnding> {
  // A group of its own, so that npm, its shell and the server end together.
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const end = () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGTERM');
  };
  const patience = setTimeout(end, runMs);
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (until?.test(stdout)) end();
  });
  await once(child, 'close');
  clearTimeout(patience);
  return { code: child.exitCode, stdout, stderr };
}
