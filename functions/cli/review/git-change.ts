/** A change that git knows of: a range, what is staged, or the work tree against a commit. */
import { InvalidInput } from '../../../shared/errors.ts';
import { baselineFile } from '../../../shared/review/baseline.ts';
import { describePatches } from '../../../shared/review/describe-patches.ts';
import { type Exclusions, ignoreFile, readExclusions } from '../../../shared/review/exclusions.ts';
import type { Material, NotShown } from '../../../shared/review/material.ts';
import { visible } from '../../../shared/review/visible.ts';
import { textOf } from '../text-file.ts';
import { type ChangedEntry, changedEntries } from './git-entries.ts';
import { treeOfIndex } from './git-index.ts';
import { patchesBetween, WholeFiles } from './git-patches.ts';
import { resolveCommit, resolveRange } from './git-range.ts';
import { findRepository, type Repository } from './git-repository.ts';
import { gitFailure, runGit } from './git-run.ts';
import { Scratch } from './git-scratch.ts';
import { readWorkTree } from './git-work-tree.ts';
import { readPathspec } from './pathspec.ts';
import { setAside } from './set-aside.ts';
import { textsBeside } from './texts-beside.ts';
import { textsOfChange } from './texts-of-change.ts';

/** Which change, and what of it. */
export interface ChangeRequest {
  /** A range as `git diff` takes it; null for what is staged. */
  readonly range: string | null;
  /** What it is narrowed down to. */
  readonly paths: readonly string[];
  readonly exclude?: readonly string[];
  readonly allowUnseen?: readonly string[];
}

/** Two trees, and how to speak of them. */
interface Comparison {
  readonly trees: readonly [string, string];
  readonly said: string;
  /** Files of the work tree that git does not track. */
  readonly untracked: readonly string[];
  /** Submodules that hold something else than their commit. */
  readonly unclean: readonly string[];
  /** Files of which git keeps another form than the one that lies there. */
  readonly filtered: readonly string[];
}

/** Reads the change. Throws `InvalidInput` where it is not exactly known what would go out. */
export function readGitChange(request: ChangeRequest, folder: string, environment: NodeJS.ProcessEnv): Material {
  const repository = findRepository(folder, environment);
  const scratch = new Scratch(repository);
  try {
    return readIn(scratch, request, repository);
  } finally {
    scratch.remove();
  }
}

function readIn(scratch: Scratch, request: ChangeRequest, repository: Repository): Material {
  const { trees, said, untracked, unclean, filtered } = compare(request.range, repository, scratch);
  const exclusions = readExclusions(request, fileOf(trees[0], ignoreFile, scratch));
  const { pathspecs, excluded } = narrow(request.paths, repository, trees, scratch);
  const entries = changedEntries(scratch, trees, pathspecs, false);
  const leftOut = (path: string) => exclusions.reasonFor(path) ?? (excluded.has(path) ? 'left out by a path argument' : undefined);
  const aside = setAside(entries, leftOut, scratch);
  const kept =
    aside.paths.length === 0 ? trees : ([scratch.without(trees[0], aside.paths), scratch.without(trees[1], aside.paths)] as const);
  const patches = patchesBetween(scratch, kept, pathspecs);
  const whole = new WholeFiles(scratch, entries, patches);
  const described = describePatches(patches, (patch) => whole.linesOf(patch));
  const isWithin = (path: string) =>
    pathspecs.length === 0 || changedEntries(scratch, [scratch.emptyTree, trees[1]], pathspecs, false).some(({ after }) => after === path);
  const notShown = [
    ...allow(described.notShown, exclusions),
    ...allow(
      whole.cut.map((path) => ({ path: visible(path), reason: 'moved, and too long to be shown whole' })),
      exclusions,
    ),
    ...allow(untrackedOf(untracked, request, exclusions), exclusions),
    ...allow(uncleanOf(unclean.filter((path) => leftOut(path) === undefined && isWithin(path))), exclusions),
    ...allow(filteredOf(filtered.filter((path) => leftOut(path) === undefined && isWithin(path))), exclusions),
    ...aside.notShown.map((one) => ({ ...one, allowed: one.allowed || exclusions.allows(one.path) })),
  ];
  const files = [...aside.files, ...described.files];
  const baseline = fileOf(trees[0], baselineFile, scratch);
  const open = entries.filter(({ after }) => leftOut(after) === undefined);
  const texts = textsOfChange(open, patches, scratch);
  const touched = new Set((pathspecs.length === 0 ? entries : changedEntries(scratch, trees, [], false)).map(({ after }) => after));
  const isClosed = (path: string) => touched.has(path) || leftOut(path) !== undefined;
  const beside = textsBeside(texts.files, { tree: trees[1], isClosed }, scratch);
  const read = { ...texts, files: [...texts.files, ...beside] };
  const material: Material = { kind: 'change', files, notShown, warnings: [], texts: read, baseline };
  if (entries.length === 0 && notShown.length === 0) return { ...material, empty: said };
  refuseExcludedWhole(entries, leftOut, said);
  return material;
}

function compare(range: string | null, repository: Repository, scratch: Scratch): Comparison {
  if (range === null) {
    const { tree, said } = hasCommits(repository) ? resolveCommit('HEAD', repository) : { tree: scratch.emptyTree, said: 'no commit yet' };
    return {
      trees: [tree, treeOfIndex(repository, scratch)],
      said: `between ${said} and what is staged`,
      untracked: [],
      unclean: [],
      filtered: [],
    };
  }
  const { before, after } = resolveRange(range, repository);
  if (after !== undefined)
    return { trees: [before.tree, after.tree], said: `between ${before.said} and ${after.said}`, untracked: [], unclean: [], filtered: [] };
  const { tree, ...beside } = readWorkTree(repository, scratch, before.tree);
  return { trees: [before.tree, tree], said: `between ${before.said} and the work tree`, ...beside };
}

/** Whether HEAD leads to a commit: the branch of a new repository, and one that begins anew, does not exist yet. */
function hasCommits({ top }: Repository): boolean {
  const branch = branchOfHead(top);
  if (branch === undefined) return true;
  return runGit(['for-each-ref', '--format=%(refname)', branch], { folder: top }).stdout.split('\n').includes(branch);
}

/** The branch that HEAD stands for, there or not; undefined where HEAD is a commit. */
function branchOfHead(top: string): string | undefined {
  try {
    return runGit(['symbolic-ref', 'HEAD'], { folder: top }).stdout.replace(/\n$/, '');
  } catch {
    return undefined;
  }
}

/** Path arguments as git takes them. Throws `InvalidInput` that names each one which matches nothing on either side. */
function narrow(paths: readonly string[], repository: Repository, trees: readonly [string, string], scratch: Scratch) {
  const specs = paths.map((path) => readPathspec(path, repository));
  const empty = scratch.emptyTree;
  const matched = (pattern: string) =>
    trees.flatMap((tree) => changedEntries(scratch, [empty, tree], [pattern], false).map(({ after }) => after));
  const unmatched = specs.filter(({ pattern }) => matched(pattern).length === 0);
  if (unmatched.length > 0) {
    throw new InvalidInput(
      unmatched.map(({ given }) => ({
        field: visible(Buffer.from(given).toString('latin1')),
        message: 'matches no file on either side of the change',
      })),
    );
  }
  const excluded = new Set(specs.filter(({ excludes }) => excludes).flatMap(({ pattern }) => matched(pattern)));
  return { pathspecs: specs.filter(({ excludes }) => !excludes).map(({ pattern }) => pattern), excluded };
}

/** The text of a file of a tree, empty where there is none; a link or a folder of that name says nothing. */
function fileOf(tree: string, path: string, scratch: Scratch): string {
  const [, object] = /^100\d{3} blob ([0-9a-f]+)\t/.exec(scratch.git(['ls-tree', '-z', tree, '--', path]).stdout) ?? [];
  return object === undefined ? '' : textOf(Buffer.from(scratch.read(object), 'latin1'), path);
}

/** Untracked files belong to the change that the caller sees before him, but not to any that git could compare. */
function untrackedOf(paths: readonly string[], request: ChangeRequest, exclusions: Exclusions): readonly Omit<NotShown, 'allowed'>[] {
  if (request.paths.length > 0) return [];
  return paths
    .filter((path) => exclusions.reasonFor(path) === undefined)
    .map((path) => ({ path: visible(path), reason: 'not tracked by git: add it, or have git ignore it' }));
}

/** Git shows no more of a submodule than its commit. */
function uncleanOf(paths: readonly string[]): readonly Omit<NotShown, 'allowed'>[] {
  return paths.map((path) => ({ path: visible(path), reason: 'a submodule whose files differ from its commit, or cannot be compared' }));
}

/** What lies there may be what the filter encrypts: no other form than git's own leaves the machine. */
function filteredOf(paths: readonly string[]): readonly Omit<NotShown, 'allowed'>[] {
  return paths.map((path) => ({
    path: visible(path),
    reason: 'kept in another form by a filter of git (encrypted, say): commit or stage it, and review what git keeps',
  }));
}

function allow(notShown: readonly Omit<NotShown, 'allowed'>[], exclusions: Exclusions): readonly NotShown[] {
  return notShown.map((one) => ({ ...one, allowed: exclusions.allows(one.path) }));
}

function refuseExcludedWhole(entries: readonly ChangedEntry[], leftOut: (path: string) => string | undefined, said: string): void {
  if (entries.length === 0 || entries.some(({ after }) => leftOut(after) === undefined)) return;
  throw gitFailure(`every file that differs ${said} is left out, so that there is nothing to review`);
}
