/** Credentials that somebody has looked at and accepts: fixtures, examples, revoked keys. */
import { InvalidInput } from '../../../shared/errors.ts';
import { readTextFile } from '../text-file.ts';

/** What is accepted: a path, a path with a rule, or a fingerprint. */
export type Allowed = (secret: { readonly file: string; readonly rule: string; readonly fingerprint: string }) => boolean;

/** By the places that flags name. */
export function allowedBy(places: readonly string[]): Allowed {
  const named = new Set(places);
  return ({ file, rule, fingerprint }) => named.has(file) || named.has(`${file}:${rule}`) || named.has(fingerprint);
}

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
