/** This project as others get it: a repository with what a clone must hold to run the command. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitAll, git } from './run-program.ts';

const root = join(import.meta.dirname, '../..');
const shipped = ['functions', 'shared', 'package.json', 'package-lock.json', '.npmrc', '.pre-commit-hooks.yaml'];

/** The tag that the examples name. */
export const release = 'v0.1.0';

/** Milliseconds in which a clone installs its packages, and more than one try of it. */
export const installMs = 300_000;

/** A repository that can be cloned. */
export interface Upstream {
  readonly path: string;
  readonly revision: string;
  remove(): void;
}

/** Makes the repository, with the tag on its only commit. */
export async function openUpstream(): Promise<Upstream> {
  const path = mkdtempSync(join(tmpdir(), 'circle-upstream-'));
  for (const part of shipped) cpSync(join(root, part), join(path, part), { recursive: true });
  await git(path, 'init', '--quiet', '--initial-branch=main');
  await commitAll(path, release);
  await git(path, 'tag', release);
  const revision = (await git(path, 'rev-parse', 'HEAD')).stdout.trim();
  return { path, revision, remove: () => rmSync(path, { recursive: true, force: true }) };
}
