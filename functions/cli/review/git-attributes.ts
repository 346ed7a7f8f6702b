/**
 * What the attributes of git say of files of the work tree. They are read and nothing of them is run. A change may bring attributes along,
 * so that they hide nothing: one of them withholds a file, which is then named, or compares its lines as git would commit them.
 */
import { copyIndex } from './git-index.ts';
import type { Repository } from './git-repository.ts';
import { runGit } from './git-run.ts';
import type { Scratch } from './git-scratch.ts';

/** What stands between a file and what git keeps of it. */
export interface FileAttributes {
  /** A program that makes something else of the file, such as one that encrypts it. */
  readonly isFiltered: boolean;
  /** Lines that end with CRLF in the work tree and with LF in git. */
  readonly convertsLines: boolean;
}

const asked = ['filter', 'text', 'eol'] as const;
type Values = Partial<Record<(typeof asked)[number], string>>;

/** The attributes of files by their paths: of the work tree, of the index, and of the tree that is compared with. */
export function readAttributes(
  paths: readonly string[],
  { repository, scratch, before }: { readonly repository: Repository; readonly scratch: Scratch; readonly before: string | undefined },
): ReadonlyMap<string, FileAttributes> {
  if (paths.length === 0) return new Map();
  const input = paths.map((path) => `${path}\0`).join('');
  const argv = ['check-attr', '-z', '--stdin', ...asked];
  const own = ['-c', `core.attributesFile=${usersFile(repository)}`, ...argv];
  const place = { folder: repository.top, environment: { GIT_ATTR_NOSYSTEM: '0' }, input };
  const environment = { ...place.environment, ...copyIndex(repository, scratch) };
  const current = valuesOf(runGit(own, place).stdout);
  const others = [valuesOf(runGit([...own, '--cached'], { ...place, environment }).stdout)];
  if (before !== undefined) others.push(valuesOf(scratch.attributesOf(before, [...argv, '--cached'], input)));
  return new Map(
    paths.map((path) => {
      const isFiltered = [current, ...others].some((values) => hasFilter(values.get(path)));
      return [path, { isFiltered, convertsLines: convertsLines(current.get(path)) }];
    }),
  );
}

/** The attributes of the user, which every other command leaves out. The settings end with the one that says so. */
function usersFile({ top }: Repository): string {
  const { stdout } = runGit(['config', '-z', '--type=path', '--get-all', 'core.attributesFile'], { folder: top });
  const set = stdout.split('\0').slice(0, -1).at(-2);
  if (set !== undefined) return set;
  const { XDG_CONFIG_HOME: config, HOME: home } = process.env;
  return config ? `${config}/git/attributes` : `${home ?? ''}/.config/git/attributes`;
}

function valuesOf(stdout: string): ReadonlyMap<string, Values> {
  const found = new Map<string, Values>();
  const fields = stdout.split('\0');
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [path = '', name = '', value = ''] = fields.slice(at, at + 3);
    found.set(path, { ...found.get(path), [name]: value });
  }
  return found;
}

/** Pointers of Git LFS are known by what they hold. */
function hasFilter({ filter = 'unspecified' }: Values = {}): boolean {
  return !['unspecified', 'unset', 'set', 'lfs'].includes(filter);
}

function convertsLines({ text = 'unspecified', eol = 'unspecified' }: Values = {}): boolean {
  return text === 'set' || text === 'auto' || (text === 'unspecified' && (eol === 'crlf' || eol === 'lf'));
}
