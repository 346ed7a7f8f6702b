/** Whole files before programs on the server read them: credentials are put out of sight, whether the change adds them or not. */
import type { ReviewFile } from '../contract/rules.ts';
import type { Allowed } from './accepted-secrets.ts';
import { type FoundSecret, findSecrets } from './find-secrets.ts';
import { replaceParts } from './join-finds.ts';
import type { MaterialFile } from './material.ts';
import type { WholeTexts } from './whole-files.ts';

/** What stands in place of a credential: a word that is a value in every language, and the number of the value behind it from the second on. */
const masked = 'masked';
const formerSide = '\n';

/** The name under which the former text of a file is searched. */
export function formerSideOf(path: string): string {
  return `${path}${formerSide}`;
}

/** The texts with a mask for each value, their lines with the same numbers. What somebody has accepted stays. */
export async function maskTexts(texts: WholeTexts, allowed: Allowed): Promise<WholeTexts> {
  const found = await findSecrets({ files: sidesOf(texts.files) });
  // Fingerprints are of what a change adds, so that paths and rules alone can be accepted here.
  const open = found.filter(({ file, rule }) => !allowed({ file: file.replace(formerSide, ''), rule, fingerprint: '' }));
  const byFile = Map.groupBy(open, ({ file }) => file);
  return { ...texts, files: texts.files.map((file) => maskSides(file, byFile)) };
}

type File = WholeTexts['files'][number];

/** A file with both of its sides masked: a value has the same mask on both, and no other value has it. */
function maskSides(file: File, secrets: ReadonlyMap<string, readonly FoundSecret[]>): File {
  const masks = new Map<string, string>();
  const maskOf = (value: string) => {
    const known = masks.get(value) ?? `${masked}${masks.size === 0 ? '' : masks.size + 1}`;
    masks.set(value, known);
    return known;
  };
  const clean = (path: string, text: string) => {
    const lines = text.split('\n');
    for (const [index, parts] of Map.groupBy(secrets.get(path) ?? [], ({ line }) => line)) {
      const line = lines[index] ?? '';
      lines[index] = replaceParts(line, parts, ({ start, end }) => maskOf(line.slice(start, end)));
    }
    return lines.join('\n');
  };
  // What stood there comes first, so that a value that a change adds leaves the masks of the others as they are.
  const before = file.before === undefined ? undefined : clean(formerSideOf(file.path), file.before);
  return { ...file, text: clean(file.path, file.text), ...(before !== undefined && { before }) };
}

/** Each file, and behind it what stood there before, as what is searched for credentials. */
export function sidesOf(files: readonly Pick<ReviewFile, 'path' | 'text' | 'before'>[]): readonly MaterialFile[] {
  return files
    .flatMap(({ path, text, before }) => [{ path, text }, ...(before === undefined ? [] : [{ path: formerSideOf(path), text: before }])])
    .map(linesOf);
}

function linesOf({ path, text }: { readonly path: string; readonly text: string }): MaterialFile {
  return { path, notes: [], lines: text.split('\n').map((line, index) => ({ number: index + 1, mark: ' ', text: line })) };
}
