/** Whole files of a change that git knows, before and after it. */
import { reviewMaxBytes } from '../../../shared/contract/rules.ts';
import { rangesOf } from '../../../shared/review/changed-ranges.ts';
import { type FilePatch, pathOf } from '../../../shared/review/diff.ts';
import { visible } from '../../../shared/review/visible.ts';
import { join, textOf, type WholeTexts, without } from '../../../shared/review/whole-files.ts';
import type { ChangedEntry } from './git-entries.ts';
import type { Scratch } from './git-scratch.ts';

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

function isRegular(mode: string): boolean {
  return mode.startsWith('100');
}
