/** The repository that encloses a folder: the one that the caller means, and no other that a change brings along. */
import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { gitFailure, runGit } from './git-run.ts';

/** A repository with a work tree. */
export interface Repository {
  /** The top of the work tree, without symbolic links. */
  readonly top: string;
  /** Folder of the objects. */
  readonly objects: string;
  readonly objectFormat: 'sha1' | 'sha256';
  /** The index that the next commit is made from. */
  readonly index: string;
  /** Where the caller stands, from the top, with a slash at its end; empty at the top. */
  readonly prefix: string;
}

/** The top of the work tree that encloses a folder, undefined where there is none: the nearest folder with a `.git`. */
export function enclosingTop(folder: string): string | undefined {
  for (let at = realpathSync(folder); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** Finds the repository. Throws `InvalidInput` where there is none, or where git would take another one. */
export function findRepository(folder: string, environment: NodeJS.ProcessEnv): Repository {
  const top = enclosingTop(folder);
  if (top === undefined) throw gitFailure('no work tree of git encloses this folder: run it inside the repository that is to be reviewed');
  const { found, gitFolder, objects, index, objectFormat } = factsOf(top);
  if (resolve(found) !== top) {
    throw gitFailure(`git takes ${found} for the work tree and not ${top} (core.worktree, or a broken .git): mend the settings first`);
  }
  const expected = { GIT_DIR: gitFolder, GIT_WORK_TREE: top, GIT_OBJECT_DIRECTORY: objects, GIT_COMMON_DIR: dirname(objects) };
  for (const [name, path] of Object.entries(expected)) refuseOther(name, environment, folder, path);
  if (objectFormat !== 'sha1' && objectFormat !== 'sha256')
    throw gitFailure(`objects are named by ${objectFormat}, which is not known here`);
  const prefix = relative(top, realpathSync(folder)).split(sep).join('/');
  return { top, objects, objectFormat, index: indexOf(index, gitFolder, environment, folder), prefix: prefix === '' ? '' : `${prefix}/` };
}

/** What git finds from the top, where nothing below it can pass for the repository. */
function factsOf(top: string) {
  const asked = ['--show-toplevel', '--git-dir', '--git-path', 'objects', '--git-path', 'index', '--show-object-format'];
  const { stdout } = runGit(['rev-parse', '--path-format=absolute', ...asked], { folder: top });
  const [found = '', gitFolder = '', objects = '', index = '', objectFormat = ''] = stdout.split('\n').map(asText);
  return { found, gitFolder, objects, index, objectFormat };
}

/** A hook of git is given the index of the commit under way, which lies beside the usual one. */
function indexOf(usual: string, gitFolder: string, environment: NodeJS.ProcessEnv, folder: string): string {
  const given = environment['GIT_INDEX_FILE'];
  if (given === undefined || given === '') return usual;
  const path = resolve(folder, given);
  if (!existsSync(path)) throw gitFailure('GIT_INDEX_FILE names a file that does not exist');
  if (realpathSync(dirname(path)) !== realpathSync(gitFolder) || lstatSync(path).isSymbolicLink()) {
    throw gitFailure('GIT_INDEX_FILE names an index outside of the repository: unset it');
  }
  return path;
}

/** Hooks have these variables set; they must mean what would be found without them. */
function refuseOther(name: string, environment: NodeJS.ProcessEnv, folder: string, expected: string): void {
  const given = environment[name];
  if (given === undefined || given === '') return;
  const path = resolve(folder, given);
  if (existsSync(path) && realpathSync(expected) === realpathSync(path)) return;
  throw gitFailure(`${name} names another repository than the one that encloses this folder: unset it, or run it there`);
}

function asText(line: string): string {
  return Buffer.from(line, 'latin1').toString('utf8');
}
