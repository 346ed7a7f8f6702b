/** A file of credentials that somebody has looked at and accepts. */
import { InvalidInput } from '../../../shared/errors.ts';
import { readTextFile } from '../text-file.ts';

/** Reads a file of places, one a line, each with the reason behind a `#`. Throws `InvalidInput` where a reason is missing. */
export function readAllowed(path: string): readonly string[] {
  const lines = readTextFile(path, '--allow-secrets-from').split(/\r?\n/);
  return lines.flatMap((line, index) => {
    if (line.trim() === '' || line.trimStart().startsWith('#')) return [];
    const mark = line.search(/\s#/);
    const reason = line.slice(mark + 2).trim();
    if (mark < 0 || reason === '') {
      throw new InvalidInput([
        { field: '--allow-secrets-from', message: `line ${index + 1} of ${path} must be PATH[:RULE] # why it may be sent` },
      ]);
    }
    return [line.slice(0, mark).trim()];
  });
}
