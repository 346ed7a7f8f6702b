/** From what the caller writes to the two trees that are compared. A name that means two things is refused. */
import { InvalidInput } from '../../../shared/errors.ts';
import type { Repository } from './git-repository.ts';
import { causeFirst, gitFailure, runGit } from './git-run.ts';

/** One end of a range. */
export interface Commit {
  /** As people know it: the name as written, and the commit. */
  readonly said: string;
  readonly commit: string;
  readonly tree: string;
}

/** What is compared with what; without `after` it is the work tree. */
export interface Range {
  readonly before: Commit;
  readonly after: Commit | undefined;
}

/** Resolves `A..B`, `A...B`, `A^!`, `A^-` or `A`. Throws `InvalidInput` where a name is unknown or ambiguous. */
export function resolveRange(written: string, repository: Repository): Range {
  if (/^$|^-|[\s\0]/.test(written)) {
    throw new InvalidInput([{ field: '--diff', message: 'must be a range such as main...HEAD, or "-"' }]);
  }
  const [, alone] = /^(.+)\^[!-]$/.exec(written) ?? [];
  const [, left, dots, right] = alone === undefined ? (/^(.*?)(\.{2,3})(?!\.)(.*)$/.exec(written) ?? []) : ['', `${alone}^1`, '..', alone];
  if (dots === undefined) return { before: resolveCommit(written, repository), after: undefined };
  // The variable of a build that holds nothing: from HEAD to itself there is never a change.
  if (left === '') throw gitFailure(`the range "${written}" does not say where it begins: name it, as in main...HEAD`);
  const [from, to] = [left, right].map((name) => resolveCommit(name || 'HEAD', repository)) as [Commit, Commit];
  return { before: dots === '...' ? mergeBase(from, to, repository) : from, after: to };
}

/** Names of the tree without files, which git knows in every repository: what a first commit is compared with. */
const emptyTrees: Readonly<Record<Repository['objectFormat'], string>> = {
  sha1: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  sha256: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
};

/** The name of the tree without files. */
export function emptyTreeOf({ objectFormat }: Repository): string {
  return emptyTrees[objectFormat];
}

/** The commit of a name. */
export function resolveCommit(name: string, repository: Repository): Commit {
  if (name === emptyTreeOf(repository)) return { commit: name, tree: name, said: 'the empty tree' };
  if (/^0+$/.test(name)) throw gitFailure(`${name} is no commit: for a new branch, name the branch that it comes from`);
  if (/^-|\.\.|^\^/.test(name)) throw gitFailure(`${name} is no name of a commit`);
  const argv = ['rev-parse', '--verify', '--end-of-options', `${name}^{commit}`];
  const { stdout, stderr } = runGit(argv, { folder: repository.top });
  if (stderr.trim() !== '') throw gitFailure(`${causeFirst(stderr)} (name it in full, as in refs/heads/main or refs/remotes/origin/main)`);
  const commit = stdout.trim();
  return { commit, tree: treeOf(commit, repository), said: `${name} (${commit.slice(0, 12)})` };
}

function treeOf(commit: string, { top }: Repository): string {
  return runGit(['rev-parse', '--verify', '--end-of-options', `${commit}^{tree}`], { folder: top }).stdout.trim();
}

/** Where the two parted. With several such commits a change could hide behind the one that is not taken. */
function mergeBase(from: Commit, to: Commit, repository: Repository): Commit {
  const { top } = repository;
  const bases = tryMergeBase(['merge-base', '--all', from.commit, to.commit], top);
  const [base, other] = bases;
  if (base === undefined)
    throw gitFailure(`no merge base of ${from.said} and ${to.said} (in a shallow clone, fetch more: \`fetch-depth: 0\`)`);
  if (other !== undefined) {
    throw gitFailure(
      `${from.said} and ${to.said} have ${bases.length} merge bases: compare the two themselves, as in main..HEAD, or the merge with its first parent`,
    );
  }
  return { commit: base, tree: treeOf(base, repository), said: `${base.slice(0, 12)}, where it leaves ${from.said},` };
}

/** `git merge-base` exits 1 and says nothing where there is none. */
function tryMergeBase(argv: readonly string[], folder: string): readonly string[] {
  try {
    return runGit(argv, { folder }).stdout.split('\n').filter(Boolean);
  } catch (error) {
    if (error instanceof InvalidInput && error.message.includes('it gives no reason')) return [];
    throw error;
  }
}
