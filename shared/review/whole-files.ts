/** Files as programs read them: the whole text before and after a change, beside the lines that experts are shown. */
import { isUtf8 } from 'node:buffer';
import type { ReviewFile } from '../contract/rules.ts';
import { type FilePatch, pathOf } from './diff.ts';
import { visible } from './visible.ts';

/** What programs read of a material, and what they cannot. */
export interface WholeTexts {
  readonly files: readonly ReviewFile[];
  readonly missing: readonly { readonly path: string; readonly reason: string }[];
}

/** Nothing to read. */
export const noTexts: WholeTexts = { files: [], missing: [] };

/** A file that is no change. Bytes stand as characters. */
export function textOfFile(path: string, bytes: string): WholeTexts {
  const text = textOf(bytes);
  return text === undefined ? without(path, 'no text in UTF-8') : { files: [{ path, text }], missing: [] };
}

/** The files of a diff that somebody hands over: whole are those alone that it makes. */
export function textsOfPatches(patches: readonly FilePatch[]): WholeTexts {
  return join(
    [...Map.groupBy(patches, pathOf)].map(([name, group]) => {
      const path = visible(name);
      const [only] = group;
      if (only === undefined || group.length > 1 || only.before !== null || only.binary) {
        return without(path, 'known in part only: a diff shows no more of it');
      }
      return textOfFile(path, only.lines.map(({ bytes, newline }) => `${bytes}${newline ? '\n' : ''}`).join(''));
    }),
  );
}

/** Several as one. */
export function join(all: readonly WholeTexts[]): WholeTexts {
  return { files: all.flatMap(({ files }) => files), missing: all.flatMap(({ missing }) => missing) };
}

/** One that cannot be read, with why. */
export function without(path: string, reason: string): WholeTexts {
  return { files: [], missing: [{ path, reason }] };
}

/** The text of bytes that stand as characters; undefined where they are none. */
export function textOf(bytes: string): string | undefined {
  const raw = Buffer.from(bytes, 'latin1');
  return isUtf8(raw) && !bytes.includes('\0') ? raw.toString('utf8') : undefined;
}

/** Whether a change leaves a file alone, which is shown for those that it touches. One that is renamed names the lines that it touches: none. */
export function isLeftAlone({ text, before, changed }: ReviewFile): boolean {
  return before === text && changed === undefined;
}
