/** What a push would put on the other side, from what git tells its hook `pre-push`: one range for each thing that is pushed. */

import { visible } from '../../../shared/review/visible.ts';
import { emptyTreeOf, resolveCommit } from './git-range.ts';
import { findRepository, type Repository } from './git-repository.ts';
import { gitFailure, runGit } from './git-run.ts';

/** One range, and the names that are pushed with it. */
export interface PushedRange {
  /** As `--diff` takes it. */
  readonly range: string;
  readonly refs: readonly string[];
}

/** A line that git gives the hook: `LOCAL-REF LOCAL-OBJECT REMOTE-REF REMOTE-OBJECT`. */
interface PushedRef {
  readonly ref: string;
  readonly object: string;
  /** What the name stands for on the other side so far; zeros where it is new. */
  readonly there: string;
}

/**
 * The ranges of a push to a remote, from the standard input of the hook. Deletions have none. Throws `InvalidInput` where a line is none of
 * git's, where it is not clear what the other side has, and where nothing is named although something here is not there yet.
 */
export function pushRanges(given: string, remote: string, folder: string, environment: NodeJS.ProcessEnv): readonly PushedRange[] {
  const repository = findRepository(folder, environment);
  const lines = given.split('\n').filter((line) => line !== '');
  if (lines.length === 0) refuseIfAhead(remote, repository);
  const found = lines.map(readLine).filter(({ object }) => !isZero(object));
  const ranges = found.map((pushed) => ({ ref: visible(pushed.ref), range: rangeOf(pushed, remote, repository) }));
  return [...Map.groupBy(ranges, ({ range }) => range)].map(([range, group]) => ({ range, refs: group.map(({ ref }) => ref) }));
}

function readLine(line: string): PushedRef {
  const [there = '', ref = '', object = ''] = line.split(' ').slice(1).toReversed();
  if (isObject(there) && isObject(object)) return { ref, object, there };
  throw gitFailure(`the standard input is not what git gives the hook pre-push: ${visible(line.slice(0, 200))}`);
}

function isObject(word: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(word);
}

/** Git names nothing where all is there already; so does a runner of hooks that does not pass on what git says. */
function refuseIfAhead(remote: string, repository: Repository): void {
  if (freshCommits('HEAD', [], remote, repository).commits === 0) return;
  throw gitFailure(
    `git names nothing that is pushed, but HEAD is not on ${remote} yet: the hook must pass on its standard input (lefthook: use_stdin: true)`,
  );
}

function rangeOf({ ref, object, there }: PushedRef, remote: string, repository: Repository): string {
  const tip = resolveCommit(object, repository).commit;
  const isKnown = !isZero(there) && isHere(there, repository);
  // What the name has stood for, and everything since.
  if (isKnown && isAncestor(there, tip, repository)) return `${there}..${tip}`;
  const { commits, bases } = freshCommits(tip, isKnown ? [there] : [], remote, repository);
  // All of it is there under some name: only this name moves.
  if (commits === 0) return isKnown ? `${there}..${tip}` : `${tip}..${tip}`;
  const [base, other] = bases;
  if (other !== undefined) {
    throw gitFailure(
      `${visible(ref)} joins ${bases.length} lines of ${remote}: name what it is compared with, as in --diff ${remote}/main...HEAD`,
    );
  }
  return `${base ?? emptyTreeOf(repository)}..${tip}`;
}

/** How many commits the remote lacks, and the latest ones that it has of those which they go back to. */
function freshCommits(tip: string, there: readonly string[], remote: string, repository: Repository) {
  const known = isRemote(remote, repository) ? [`--remotes=${remote}`] : [];
  if (known.length === 0 && there.length === 0) return { commits: 1, bases: [] };
  const { stdout } = runGit(['rev-list', '--boundary', tip, '--not', ...known, ...there], { folder: repository.top });
  const [edges, commits] = [true, false].map((isEdge) =>
    stdout.split('\n').filter((line) => line !== '' && line.startsWith('-') === isEdge),
  );
  return {
    commits: commits?.length ?? 0,
    bases: latestOf(
      (edges ?? []).map((line) => line.slice(1)),
      repository,
    ),
  };
}

function latestOf(commits: readonly string[], { top }: Repository): readonly string[] {
  if (commits.length < 2) return commits;
  return runGit(['merge-base', '--independent', ...commits], { folder: top })
    .stdout.split('\n')
    .filter(Boolean);
}

/** An address that is pushed to without a name has no branches here by which its state would be known. */
function isRemote(name: string, { top }: Repository): boolean {
  return !/[*?[\\]/.test(name) && runGit(['remote'], { folder: top }).stdout.split('\n').includes(name);
}

function isHere(object: string, { top }: Repository): boolean {
  return answers(['cat-file', '-e', `${object}^{commit}`], top);
}

function isAncestor(before: string, after: string, { top }: Repository): boolean {
  return answers(['merge-base', '--is-ancestor', `${before}^{commit}`, after], top);
}

/** Whether git says yes by its exit code. */
function answers(argv: readonly string[], folder: string): boolean {
  try {
    runGit(argv, { folder });
    return true;
  } catch {
    // Git says no, or does not know: what then is compared shows more, never less.
    return false;
  }
}

function isZero(object: string): boolean {
  return /^0+$/.test(object);
}
