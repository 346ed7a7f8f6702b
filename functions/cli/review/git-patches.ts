/** The patches between two trees, each held against git's own list: a file that is missing in them would be a file that nobody sees. */
import { type DiffLine, type FilePatch, pathOf } from '../../../shared/review/diff.ts';
import { readDiff } from '../../../shared/review/read-diff.ts';
import { visible } from '../../../shared/review/visible.ts';
import { type ChangedEntry, changedEntries } from './git-entries.ts';
import { gitFailure } from './git-run.ts';
import type { Scratch } from './git-scratch.ts';

/** Lines of a change's surroundings that are shown: enough to judge by, where the usual three often are not. */
const contextLines = 10;
/** Bytes of unchanged content that are shown of files which were renamed or changed in mode: of one file, and of all. */
const movedMaxBytes = { file: 32_000, all: 64_000 };

const form = [
  '-r',
  '--patch',
  '--text',
  '--full-index',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--find-renames',
  '--submodule=short',
  '--ignore-submodules=none',
  '--no-relative',
  '--no-indent-heuristic',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  `--unified=${contextLines}`,
];

/** The patches. Throws `InvalidInput` where they are not exactly what git lists. */
export function patchesBetween(scratch: Scratch, trees: readonly [string, string], pathspecs: readonly string[]): readonly FilePatch[] {
  const { patches } = readDiff(scratch.git(['diff-tree', ...form, ...trees, '--', ...pathspecs]).stdout);
  const entries = changedEntries(scratch, trees, pathspecs, true);
  const byPath = Map.groupBy(patches, pathOf);
  for (const entry of entries) {
    const own = byPath.get(entry.newMode === '000000' ? entry.before : entry.after) ?? [];
    if (!matches(entry, own)) throw gitFailure(`the patch of ${visible(entry.after)} is not what git lists of it`);
    // A patch leaves out modes that stay; nobody should have to guess what sort of file it speaks of.
    for (const patch of own.length === 1 ? own : []) Object.assign(patch, { oldMode: entry.oldMode, newMode: entry.newMode });
  }
  if (byPath.size !== entries.length) throw gitFailure('git shows other files than it lists');
  return patches;
}

/** A file that becomes a link, or the other way round, has two patches: one that deletes, one that adds. */
function matches(entry: ChangedEntry, patches: readonly FilePatch[]): boolean {
  const objects = patches.flatMap((patch) => patch.objects ?? []);
  const [first, last] = [patches[0], patches.at(-1)];
  if (first === undefined || last === undefined) return false;
  if (entry.oldObject === entry.newObject && objects.length === 0) return true;
  const modes = [first.oldMode, last.newMode].map((mode) => mode ?? '000000');
  return [...modes, objects[0], objects.at(-1)].join(' ') === [entry.oldMode, entry.newMode, entry.oldObject, entry.newObject].join(' ');
}

/** Tells whole files where the lines of a patch alone would not show what goes out: a file in a new place, or with a new mode. */
export class WholeFiles {
  /** Paths whose files were too long to be shown whole. */
  readonly cut: string[] = [];
  readonly #whole = new Map<FilePatch, readonly DiffLine[]>();

  constructor(scratch: Scratch, entries: readonly ChangedEntry[], patches: readonly FilePatch[]) {
    const objects = new Map(entries.map(({ after, newObject }) => [after, newObject]));
    const moved = patches.flatMap((patch) => {
      const object = isMoved(patch) ? objects.get(patch.after ?? '') : undefined;
      return object === undefined ? [] : [{ patch, object }];
    });
    const sizes = scratch.sizes([...new Set(moved.map(({ object }) => object))]);
    let left = movedMaxBytes.all;
    const shown = moved.filter(({ patch, object }) => {
      const size = sizes.get(object) ?? 0;
      const fits = size <= Math.min(left, movedMaxBytes.file);
      if (fits) left -= size;
      else if (patch.lines.length > 0) this.cut.push(pathOf(patch));
      return fits;
    });
    for (const [index, bytes] of scratch.readAll(shown.map(({ object }) => object)).entries()) {
      const patch = shown[index]?.patch;
      if (patch !== undefined) this.#whole.set(patch, fillGaps(patch.lines, linesOf(bytes)));
    }
  }

  /** The whole file, undefined where the lines of the patch are enough or the file is too long. */
  linesOf(patch: FilePatch): readonly DiffLine[] | undefined {
    return this.#whole.get(patch);
  }
}

function isMoved({ move, before, after, oldMode, newMode }: FilePatch): boolean {
  return after !== null && newMode !== '160000' && (move !== null || (before !== null && oldMode !== newMode));
}

/** Puts the lines that a patch leaves out between those that it has. */
function fillGaps(changed: readonly DiffLine[], whole: readonly DiffLine[]): readonly DiffLine[] {
  const filled: DiffLine[] = [];
  let next = 1;
  for (const line of changed) {
    if (line.number !== null) {
      filled.push(...whole.slice(next - 1, line.number - 1));
      next = line.number + 1;
    }
    filled.push(line);
  }
  return [...filled, ...whole.slice(next - 1)];
}

/** The lines of a file as they stand. */
export function linesOf(bytes: string): readonly DiffLine[] {
  const lines = bytes.split('\n');
  const rest = lines.pop() ?? '';
  const ended = lines.map((line, index): DiffLine => ({ mark: ' ', bytes: line, number: index + 1, newline: true }));
  return rest === '' ? ended : [...ended, { mark: ' ', bytes: rest, number: ended.length + 1, newline: false }];
}
