/** Whole files before programs on the server read them: credentials are put out of sight, whether the change adds them or not. */
import type { ReviewFile } from '../contract/rules.ts';
import type { Allowed } from './accepted-secrets.ts';
import { findSecrets } from './find-secrets.ts';
import { replaceParts } from './join-finds.ts';
import type { MaterialFile } from './material.ts';
import type { WholeTexts } from './whole-files.ts';

/** What stands in place of a credential: a word that is a value in every language. */
const masked = 'masked';
const formerSide = '\n';

/** The name under which the former text of a file is searched. */
export function formerSideOf(path: string): string {
  return `${path}${formerSide}`;
}

/** The texts, each line as long as it was or shorter, with the same numbers. What somebody has accepted stays. */
export async function maskTexts(texts: WholeTexts, allowed: Allowed): Promise<WholeTexts> {
  const found = await findSecrets({ files: sidesOf(texts.files) });
  // Fingerprints are of what a change adds, so that paths and rules alone can be accepted here.
  const open = found.filter(({ file, rule }) => !allowed({ file: file.replace(formerSide, ''), rule, fingerprint: '' }));
  const byFile = Map.groupBy(open, ({ file }) => file);
  const clean = (path: string, text: string) => {
    const lines = text.split('\n');
    for (const [line, parts] of Map.groupBy(byFile.get(path) ?? [], (one) => one.line)) {
      lines[line] = replaceParts(lines[line] ?? '', parts, () => masked);
    }
    return lines.join('\n');
  };
  return {
    ...texts,
    files: texts.files.map((file) => ({
      ...file,
      text: clean(file.path, file.text),
      ...(file.before !== undefined && { before: clean(formerSideOf(file.path), file.before) }),
    })),
  };
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
