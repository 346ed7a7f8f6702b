/** From the command line to what is reviewed. */
import { buffer } from 'node:stream/consumers';
import { InvalidInput } from '../../../shared/errors.ts';
import type { Material } from '../../../shared/review/material.ts';
import { readChange } from '../../../shared/review/read-change.ts';
import { readGitChange } from './git-change.ts';
import { readFiles } from './read-files.ts';

/** The flags that say what is reviewed. */
export interface MaterialFlags {
  readonly diff?: string;
  readonly staged?: boolean;
  readonly exclude?: readonly string[];
  readonly allowUnseen?: readonly string[];
}

/** Reads what is to be reviewed. Throws `InvalidInput` where it is not exactly known what that is. */
export async function readMaterial(paths: readonly string[], flags: MaterialFlags): Promise<Material> {
  const { diff, staged, exclude = [], allowUnseen = [] } = flags;
  if (diff !== undefined && staged) throw wrong('--staged', 'contradicts --diff');
  const change = (range: string | null) => readGitChange({ range, paths, exclude, allowUnseen }, process.cwd(), process.env);
  if (staged) return readStaged(change);
  if (diff !== undefined) return diff === '-' ? readStandardInput(paths, flags) : change(rangeOf(diff));
  return readNamedFiles(paths, exclude, allowUnseen);
}

function readNamedFiles(paths: readonly string[], exclude: readonly string[], allowUnseen: readonly string[]): Material {
  if (paths.length === 0) throw wrong('', 'name the files to review, or a change with --diff RANGE, --diff - or --staged');
  if (exclude.length > 0) throw wrong('--exclude', 'leaves files out of a change; of files, name those that you mean');
  return readFiles(paths, allowUnseen);
}

/** Throws `InvalidInput` if nothing at all can be shown: an answer to that would be worth nothing. */
export function refuseUnseen({ files, notShown }: Material): void {
  if (files.length > 0 || notShown.every(({ allowed }) => allowed)) return;
  const places = notShown.filter(({ allowed }) => !allowed).map(({ path, reason }) => `  ${path}: ${reason}`);
  const advice = 'nothing was sent; what may pass unseen is named with --allow-unseen';
  throw wrong('', ['nothing of this change can be shown to the experts:', ...places.slice(0, 50), advice].join('\n'));
}

/**
 * What the next commit would change. pre-commit names the range that it is about where that is no commit under way; and where nothing is
 * staged outside of a commit, the caller has something else in mind than nothing.
 */
function readStaged(change: (range: string | null) => Material): Material {
  const { PRE_COMMIT_FROM_REF: from, PRE_COMMIT_TO_REF: to, GIT_INDEX_FILE: index } = process.env;
  if (from !== undefined && to !== undefined && from !== '' && to !== '') {
    const since = change(`${from}...${to}`);
    // A branch that is set back holds nothing new, and something else than before.
    return since.empty === undefined ? since : change(`${from}..${to}`);
  }
  const material = change(null);
  if (material.empty === undefined || (index !== undefined && index !== '')) return material;
  throw wrong(
    '--staged',
    'nothing is staged, and no commit is under way: name a range with --diff (for pre-commit in a build: --from-ref and --to-ref)',
  );
}

/** Git would take a range that begins with a dash for one of its flags. */
function rangeOf(diff: string): string {
  if (diff === '' || diff.startsWith('-')) throw wrong('--diff', 'must be a range such as main...HEAD, or "-"');
  return diff;
}

async function readStandardInput(paths: readonly string[], flags: MaterialFlags): Promise<Material> {
  if (paths.length > 0) throw wrong('--diff', 'reads the change from standard input, which file names cannot narrow down');
  const given = (await buffer(process.stdin)).toString('latin1');
  // A pipe whose first command has failed is empty too, and must not look like an approval.
  if (given.trim() === '') throw wrong('--diff', 'there is nothing on standard input');
  return readChange(given, flags);
}

function wrong(field: string, message: string): InvalidInput {
  return new InvalidInput([{ field, message }]);
}
