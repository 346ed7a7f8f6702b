/** Path arguments of a change, as git understands them: names, folders, patterns, and what begins with `:`. */
import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, posix, relative, sep } from 'node:path';
import { InvalidInput } from '../../../shared/errors.ts';
import type { Repository } from './git-repository.ts';

/** A path argument, written so that it means the same at the top of the repository. */
export interface Pathspec {
  readonly given: string;
  readonly excludes: boolean;
  /** For git; of one that excludes, what it would include. */
  readonly pattern: string;
}

/** Reads one. Throws `InvalidInput` where it leads out of the repository, or begins with a `:` that is not understood. */
export function readPathspec(given: string, repository: Pick<Repository, 'top' | 'prefix'>): Pathspec {
  const { words, rest } = readMagic(given);
  const isTop = words.has('top');
  const path = fromTop(given, rest, isTop ? '' : repository.prefix, repository.top);
  const kept = ['glob', 'literal', 'icase'].filter((word) => words.has(word));
  // Folders that the caller stands in are no pattern, whatever brackets their names hold.
  const prefix = isTop || isAbsolute(rest) || !path.startsWith(repository.prefix) ? 0 : Buffer.byteLength(repository.prefix);
  return { given, excludes: words.has('exclude'), pattern: `:(${[`prefix:${prefix}`, ...kept].join(',')})${path}` };
}

/** What a `:` at the beginning says, and the rest. */
function readMagic(given: string): { readonly words: ReadonlySet<string>; readonly rest: string } {
  const [, long = '', short = '', rest = ''] = /^(?::\(([a-z,]*)\)|:([!^/]*):?)?(.*)$/s.exec(given) ?? [];
  const words = [...long.split(',').filter((word) => word !== ''), ...short.split('').map((sign) => (sign === '/' ? 'top' : 'exclude'))];
  const unknown = words.find((word) => !['top', 'exclude', 'glob', 'literal', 'icase'].includes(word));
  if (unknown !== undefined) throw wrong(given, `"${unknown}" is not understood here`);
  return { words: new Set(words), rest };
}

function fromTop(given: string, path: string, prefix: string, top: string): string {
  const below = isAbsolute(path) ? relative(top, realOf(path)).split(sep).join('/') : posix.normalize(`${prefix}${path}`);
  if (below.startsWith('../') || below === '..' || isAbsolute(below)) throw wrong(given, 'lies outside of the repository');
  return below === '.' || below === './' ? '' : below;
}

/** The folder of a path may be reached through a link; the path itself may be gone. */
function realOf(path: string): string {
  try {
    return join(realpathSync(dirname(path)), path.slice(dirname(path).length + 1));
  } catch {
    return path;
  }
}

function wrong(given: string, message: string): InvalidInput {
  return new InvalidInput([{ field: given, message }]);
}
