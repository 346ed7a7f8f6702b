/** Repositories as the services make them for a build. What others have merged meanwhile holds a defect of its own: only the change counts. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plantedDefect } from '../support/reviewing-circle.ts';
import { commitAll, git } from '../support/run-program.ts';

/** The server's side: a change beside a main that has gone on. */
export interface Origin {
  readonly path: string;
  /** Commits by what they are to the change. */
  readonly commits: Readonly<Record<'base' | 'head' | 'main' | 'merge' | 'queuedBefore' | 'queued' | 'mainLater', string>>;
  /** A new folder that goes with it. */
  folder(): string;
  remove(): void;
}

/** Makes the server's side, with a change that leaves `line` in `src/user.ts`. */
export async function makeOrigin(line: string): Promise<Origin> {
  const home = mkdtempSync(join(tmpdir(), 'circle-service-'));
  const work = join(home, 'work');
  mkdirSync(join(work, 'src'), { recursive: true });
  await git(work, 'init', '--quiet', '--initial-branch=main');
  const write = (path: string, text: string) => writeFileSync(join(work, 'src', path), text);
  const at = async () => (await git(work, 'rev-parse', 'HEAD')).stdout.trim();
  const commit = async (message: string) => {
    await commitAll(work, message);
    return at();
  };
  write('user.ts', 'export const version = 1;\n');
  const base = await commit('first');
  await git(work, 'checkout', '--quiet', '-b', 'feature');
  write('user.ts', `export async function user(name) {\n  // one row\n  ${line}\n}\n`);
  const head = await commit('change');
  await git(work, 'checkout', '--quiet', 'main');
  write('other.ts', `${plantedDefect}\n`);
  const main = await commit('by others');
  const merged = async (onto: string) => {
    await git(work, 'checkout', '--quiet', '--detach', onto);
    await git(work, 'merge', '--quiet', '--no-ff', '--no-edit', 'feature');
    return at();
  };
  const merge = await merged(main);
  await git(work, 'checkout', '--quiet', '--detach', main);
  write('queued.ts', `${plantedDefect}\n`);
  const queuedBefore = await commit('queued by others');
  const queued = await merged(queuedBefore);
  const path = join(home, 'origin.git');
  await git(home, 'clone', '--quiet', '--bare', work, path);
  const refs = {
    'refs/heads/main': main,
    'refs/pull/1/head': head,
    'refs/pull/1/merge': merge,
    'refs/merge-requests/1/head': head,
    'refs/merge-requests/1/merge': merge,
    'refs/heads/gh-readonly-queue/main/pr-1': queued,
  };
  for (const [ref, object] of Object.entries(refs)) {
    await git(work, 'push', '--quiet', '--force', path, `${object}:${ref}`);
  }
  await git(work, 'checkout', '--quiet', 'main');
  write('later.ts', `${plantedDefect}\n`);
  const mainLater = await commit('by others, later');
  await git(work, 'push', '--quiet', path, `${mainLater}:refs/heads/later`);
  return {
    path,
    commits: { base, head, main, merge, queuedBefore, queued, mainLater },
    folder: () => mkdtempSync(join(home, 'run-')),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** Main goes on while a build runs, or before one is run again. */
export async function moveMain({ path, commits }: Origin): Promise<void> {
  await git(path, 'update-ref', 'refs/heads/main', commits.mainLater);
}

/** What is fetched and checked out. */
export interface Checkout {
  readonly refspecs: readonly string[];
  readonly commit: string;
  /** 0 is everything. */
  readonly depth: number;
}

/** Fetches and checks out into a new folder, detached. */
export async function checkOut(origin: Origin, { refspecs, commit, depth }: Checkout): Promise<string> {
  const folder = origin.folder();
  await git(folder, 'init', '--quiet');
  await git(folder, 'remote', 'add', 'origin', `file://${origin.path}`);
  const shallow = depth > 0 ? [`--depth=${depth}`] : [];
  await git(folder, 'fetch', '--quiet', '--prune', '--no-recurse-submodules', ...shallow, 'origin', ...refspecs);
  await git(folder, 'checkout', '--quiet', '--force', '--detach', commit);
  return folder;
}

const everything = ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'];

/** As actions/checkout does: all branches with depth 0, else the commit alone. */
export function githubCheckout(commit: string, depth = 0): Checkout {
  const own = `+${commit}:refs/remotes/pull/1/merge`;
  return { refspecs: depth === 0 ? [...everything, own] : [own], commit, depth };
}

/** As the runner of GitLab does for a merge request. */
export function gitlabCheckout(commit: string, of: 'head' | 'merge', depth = 0): Checkout {
  const own = `+refs/merge-requests/1/${of}:refs/merge-requests/1/${of}`;
  return { refspecs: depth === 0 ? [...everything, own] : [own], commit, depth };
}

/** As the branch source of Jenkins does: the head of the request and its target alone. */
export function jenkinsCheckout(commit: string, depth = 0): Checkout {
  const refspecs = ['+refs/pull/1/head:refs/remotes/origin/PR-1', '+refs/heads/main:refs/remotes/origin/main'];
  return { refspecs, commit, depth };
}
