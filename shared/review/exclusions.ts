/** Files that are left out of a review by name, and files that need not be seen. Patterns are those of `.gitignore`. */
import ignore from 'ignore';
import { InvalidInput } from '../errors.ts';

/** The file whose patterns leave files out. It is read as it stands before the change, so that no change can hide itself. */
export const ignoreFile = '.circleignore';

/** What is left out, and why. */
export interface Exclusions {
  /** Why a path is left out, undefined where it is not. The path is bytes as characters. */
  reasonFor(path: string): string | undefined;
  /** Whether somebody has said that this path need not be seen. The path is as people see it. */
  allows(path: string): boolean;
}

/** Exclusions of the command line, and of the text of `.circleignore`. Throws `InvalidInput` for a pattern that cannot be meant. */
export function readExclusions(flags: { exclude?: readonly string[]; allowUnseen?: readonly string[] }, file: string): Exclusions {
  const byFlag = matcher(flags.exclude ?? [], '--exclude');
  const byFile = matcher(file.split(/\r?\n/), ignoreFile);
  const allowed = matcher(flags.allowUnseen ?? [], '--allow-unseen');
  return {
    reasonFor: (bytes) => {
      const path = Buffer.from(bytes, 'latin1').toString('utf8');
      if (byFlag(path)) return 'left out by --exclude';
      return byFile(path) && path !== ignoreFile ? `left out by ${ignoreFile}` : undefined;
    },
    allows: allowed,
  };
}

function matcher(patterns: readonly string[], field: string): (path: string) => boolean {
  for (const pattern of patterns) {
    if (field.startsWith('--') && pattern.trim() === '') throw new InvalidInput([{ field, message: 'must not be empty' }]);
  }
  const rules = ignore({ ignorecase: false, allowRelativePaths: true }).add([...patterns]);
  return (path) => rules.ignores(path);
}
