/** Files as programs read them: the whole text before and after a change, beside the lines that experts are shown. */
import { isUtf8 } from 'node:buffer';
import { type ReviewFile, reviewMaxBytes } from '../../../shared/contract/rules.ts';
import { type DiffLine, type FilePatch, pathOf } from './diff.ts';
import type { ChangedEntry } from './git-entries.ts';
import type { Scratch } from './git-scratch.ts';
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

/** The files of a change between two trees, with their former texts. */
export function textsOfChange(entries: readonly ChangedEntry[], patches: readonly FilePatch[], scratch: Scratch): WholeTexts {
  const byPath = Map.groupBy(patches, pathOf);
  const oldObjects = new Map(entries.filter(({ oldMode }) => isRegular(oldMode)).map(({ before, oldObject }) => [before, oldObject]));
  const sources = new Set(patches.flatMap(({ move, before }) => (move === 'rename' && before !== null ? [before] : [])));
  const wanted = entries
    .filter((entry) => isRegular(entry.newMode) || (isRegular(entry.oldMode) && !sources.has(entry.before)))
    .map((entry) => {
      const own = byPath.get(entry.after) ?? [];
      const moved = own.find(({ move, before }) => move !== null && before !== null)?.before;
      const before = isRegular(entry.oldMode) ? entry.oldObject : oldObjects.get(moved ?? '');
      return { entry, own, before, after: isRegular(entry.newMode) ? entry.newObject : undefined };
    });
  const objects = [...new Set(wanted.flatMap(({ before, after }) => [before, after].filter((object) => object !== undefined)))];
  const sizes = scratch.sizes(objects);
  const small = objects.filter((object) => (sizes.get(object) ?? 0) <= reviewMaxBytes);
  const contents = new Map(scratch.readAll(small).map((bytes, index) => [small[index], bytes] as const));
  return join(
    wanted.map(({ entry, own, before, after }) => {
      const path = visible(entry.after);
      const [newBytes, oldBytes] = [
        after === undefined ? '' : contents.get(after),
        before === undefined ? undefined : contents.get(before),
      ];
      if (newBytes === undefined || (before !== undefined && oldBytes === undefined)) return without(path, 'too large for rules');
      const text = textOf(newBytes);
      const former = oldBytes === undefined ? undefined : textOf(oldBytes);
      if (text === undefined) return without(path, 'no text in UTF-8');
      const changed = rangesOf(own.flatMap(({ lines }) => lines));
      return { files: [{ path, text, ...(former !== undefined && { before: former }), changed }], missing: [] };
    }),
  );
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

function without(path: string, reason: string): WholeTexts {
  return { files: [], missing: [{ path, reason }] };
}

function isRegular(mode: string): boolean {
  return mode.startsWith('100');
}

function textOf(bytes: string): string | undefined {
  const raw = Buffer.from(bytes, 'latin1');
  return isUtf8(raw) && !bytes.includes('\0') ? raw.toString('utf8') : undefined;
}

/** Ranges of the lines that are added, and of those that stand where others were taken out. */
function rangesOf(lines: readonly DiffLine[]): [number, number][] {
  const touched = lines.flatMap(({ mark, number }, index) => {
    if (mark === '+') return number ?? [];
    return mark === '-' ? (lines.slice(index).find((next) => next.number !== null)?.number ?? []) : [];
  });
  const ranges: [number, number][] = [];
  for (const line of [...new Set(touched)].toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] + 1 >= line) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges;
}
