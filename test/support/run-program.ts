/** Programs of other people, run without blocking: the server that they talk to may live in this process. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';

/** How a program has ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  /** Both streams. */
  readonly output: string;
}

/** Runs a program without the variables by which this process may know a circle or a repository. */
export async function run(
  command: string,
  argv: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const { CIRCLE_URL: _url, CIRCLE_API_KEY: _key, GIT_DIR: _git, GIT_INDEX_FILE: _index, ...inherited } = process.env;
  const child = spawn(command, argv, { cwd, env: { ...inherited, NO_COLOR: '1', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, output: `${stdout}${stderr}` };
}

/** Runs git as somebody, past all hooks; it must not fail. */
export async function git(cwd: string, ...argv: readonly string[]): Promise<Ended> {
  const settings = ['user.name=t', 'user.email=t@example.org', 'core.hooksPath=/dev/null', 'protocol.file.allow=always'];
  const ended = await run('git', [...settings.flatMap((setting) => ['-c', setting]), ...argv], cwd);
  expect(ended.code, ended.output).toBe(0);
  return ended;
}

/** Commits everything that lies in a folder. */
export async function commitAll(cwd: string, message: string): Promise<void> {
  await git(cwd, 'add', '--all');
  await git(cwd, 'commit', '--quiet', '-m', message);
}
