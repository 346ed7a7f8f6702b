/** The material of a stored review, as its report needs it: no text is compared again, what the change touches is stored. */
import type { ReviewFile, ReviewFiles } from '../contract/rules.ts';
import { newOrGone, wholeFile } from './given-lines.ts';
import { givenDiff } from './given-material.ts';
import { context } from './line-diff.ts';
import type { Material, MaterialFile } from './material.ts';

/** The material. Throws `InvalidInput` for a diff that is none. */
export function reportedMaterial(review: Pick<ReviewFiles, 'files' | 'diff' | 'unread'>): Material {
  const { notShown, ...given } = givenMaterial(review);
  const unread = (review.unread ?? []).map(({ path, reason }) => ({ path, reason, allowed: false }));
  return { ...given, notShown: [...notShown, ...unread] };
}

function givenMaterial({ files, diff }: Pick<ReviewFiles, 'files' | 'diff'>): Material {
  if (diff !== undefined) return givenDiff(diff);
  const kind = files.some(({ before }) => before !== undefined) ? 'change' : 'files';
  const shown = files.map((file) => (kind === 'files' ? wholeFile(file, ' ') : (newOrGone(file) ?? aroundChange(file))));
  return { kind, files: shown, notShown: [], warnings: [], texts: { files, missing: [] } };
}

/** The lines that a change touches, with those around them; all of them where it is not known which these are. */
function aroundChange(file: ReviewFile): MaterialFile {
  const { text, before, changed } = file;
  if (text === before) return { path: file.path, lines: [], notes: ['not changed'] };
  const { path, notes, lines } = wholeFile(file, ' ');
  if (changed === undefined) return { path, notes, lines };
  const touched = within(changed, lines.length, 0);
  const near = within(changed, lines.length, context);
  return {
    path,
    notes,
    lines: lines.flatMap((line, index) => (near[index] ? [{ ...line, mark: touched[index] ? ('+' as const) : line.mark }] : [])),
  };
}

/** For each line whether it stands in a range, or so close to one. However the ranges overlap, each is looked at once. */
function within(ranges: readonly (readonly [number, number])[], length: number, around: number): readonly boolean[] {
  const steps = new Array<number>(length + 1).fill(0);
  for (const [from, to] of ranges) {
    const first = Math.min(Math.max(from - 1 - around, 0), length);
    const behind = Math.min(Math.max(to + around, first), length);
    steps[first] = (steps[first] ?? 0) + 1;
    steps[behind] = (steps[behind] ?? 0) - 1;
  }
  let depth = 0;
  return steps.slice(0, length).map((step) => {
    depth += step;
    return depth > 0;
  });
}
