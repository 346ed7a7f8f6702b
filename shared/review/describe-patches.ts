/** From the patches of a diff to what the experts are shown of each file, and to what they are not. */
import { type DiffLine, type FilePatch, pathOf } from './diff.ts';
import type { MaterialFile, MaterialLine, NotShown } from './material.ts';
import { countOddBytes, noNewline, visible } from './visible.ts';

/** What of the files is shown, and what is not. */
export interface Described {
  readonly files: readonly MaterialFile[];
  readonly notShown: readonly Omit<NotShown, 'allowed'>[];
}

/** Above this share of bytes that belong to no text, showing them would help nobody; in a few bytes the share says less. */
const oddShare = { few: 0.3, many: 0.1 };
const manyBytes = 200;
/** Bytes of a deleted file that are shown: that it is gone is reported in any case. */
const deletedMaxBytes = 8000;

/** Describes the patches; those of one file become one. `whole` returns the lines of a file after the change, where they can be had. */
export function describePatches(patches: readonly FilePatch[], whole: (patch: FilePatch) => readonly DiffLine[] | undefined): Described {
  const groups = Map.groupBy(patches, pathOf);
  const found = [...groups].map(([path, group]) => describeFile(path, group, whole));
  return { files: found.flatMap(({ files }) => files), notShown: found.flatMap(({ notShown }) => notShown) };
}

function describeFile(path: string, group: readonly FilePatch[], whole: (patch: FilePatch) => readonly DiffLine[] | undefined): Described {
  const name = visible(path);
  const given = group.map((patch) => {
    const all = whole(patch);
    return { patch, lines: all ?? patch.lines, isWhole: all !== undefined };
  });
  const lines = given.flatMap((each) => each.lines);
  const notes = [...new Set(given.flatMap((each) => notesOf(each.patch)))];
  if (group.some(({ binary }) => binary) || isBinary(lines)) {
    const what = notes.length > 0 ? `a binary file (${notes.join(', ')})` : 'a binary file';
    return { files: [], notShown: [{ path: name, reason: what }] };
  }
  const isGone = group.every(({ after }) => after === null);
  if (isGone && sizeOf(lines) > deletedMaxBytes) {
    return { files: [{ path: name, lines: [], notes: [...notes, `its ${lines.length} lines are not shown`] }], notShown: [] };
  }
  const hasReturns = everyLineReturns(lines);
  return {
    files: [
      {
        path: name,
        lines: given.flatMap((each, index) =>
          materialLines(each.lines, hasReturns, index === 0 ? undefined : `patch ${index + 1} of this file`),
        ),
        notes: [...notes, ...(hasReturns ? ['every line shown ends in CR LF'] : []), ...(isEmpty(given) ? ['empty'] : [])],
      },
    ],
    notShown: given.flatMap(hiddenBehind).map((reason) => ({ path: name, reason })),
  };
}

/** A patch with what is shown of it. */
interface Given {
  readonly patch: FilePatch;
  readonly lines: readonly DiffLine[];
  /** Whether the lines are all that the file holds, which may be none. */
  readonly isWhole: boolean;
}

/** What is not in the lines of a patch although it goes out with them. */
function hiddenBehind({ patch, lines, isWhole }: Given): readonly string[] {
  const { oldMode, newMode } = patch;
  if (oldMode === '160000' || newMode === '160000') return ['a submodule: its own files are not part of this change'];
  if (lines.some(({ mark, bytes }) => mark !== '-' && isPointer(bytes))) return ['a pointer: its content is stored elsewhere'];
  return isWhole || patch.lines.length > 0 ? [] : withoutContent(patch);
}

function withoutContent({ before, after, oldMode, newMode, move }: FilePatch): readonly string[] {
  if (before === null || after === null) return [];
  if (move !== null) return [`${moved[move]} ${visible(before)} without its content`];
  return oldMode === newMode ? [] : ['changed in its mode, without its content'];
}

const moved = { rename: 'renamed from', copy: 'copied from' } as const;

/** Git LFS and git-annex keep content elsewhere; symbolic links of the latter lead there. */
function isPointer(bytes: string): boolean {
  return /^(?:version https:\/\/(?:git-lfs\.github\.com|hawser\.github\.com)\/spec\/|\/annex\/objects\/|(?:\.\.\/)*\.git\/annex\/objects\/)/.test(
    bytes,
  );
}

function notesOf(patch: FilePatch): readonly string[] {
  const { before, after, newMode, move } = patch;
  const sort = after === null || newMode === null ? undefined : sorts[newMode];
  const source = move === null || before === null ? undefined : `${moved[move]} ${visible(before)}`;
  return [comingAndGoing(patch), source, sort].filter((note) => note !== undefined);
}

const sorts: Readonly<Record<string, string>> = { '120000': 'a symbolic link', '160000': 'a submodule' };

function comingAndGoing({ before, after, oldMode, newMode }: FilePatch): string | undefined {
  if (before === null) return newMode === null ? 'new file' : `new file, mode ${newMode}`;
  if (after === null) return 'deleted';
  return oldMode === newMode || newMode === null ? undefined : `mode changed to ${newMode}`;
}

function materialLines(lines: readonly DiffLine[], hasReturns: boolean, above: string | undefined): readonly MaterialLine[] {
  return lines.map(({ mark, bytes, number, newline }, index) => {
    const text = visible(hasReturns && bytes.endsWith('\r') ? bytes.slice(0, -1) : bytes);
    return { number, mark, text: newline ? text : `${text}${noNewline}`, ...(index === 0 && above !== undefined ? { above } : {}) };
  });
}

/** A mark at each line would say the same a hundred times; where only some end so, each one is marked. */
function everyLineReturns(lines: readonly DiffLine[]): boolean {
  const ended = lines.filter(({ newline }) => newline);
  return (
    ended.length > 0 &&
    ended.every(({ bytes }) => bytes.endsWith('\r')) &&
    lines.every(({ newline, bytes }) => newline || !bytes.endsWith('\r'))
  );
}

function isBinary(lines: readonly DiffLine[]): boolean {
  const odd = lines.reduce((sum, { bytes }) => sum + countOddBytes(bytes), 0);
  const size = sizeOf(lines);
  return odd > size * (size < manyBytes ? oddShare.few : oddShare.many);
}

function sizeOf(lines: readonly DiffLine[]): number {
  return lines.reduce((sum, { bytes }) => sum + bytes.length + 1, 0);
}

function isEmpty(given: readonly Given[]): boolean {
  return given.every(({ patch: { before, after, move }, lines, isWhole }) => {
    const isKnown = isWhole || (move === null && (before === null || after === null));
    return isKnown && lines.length === 0;
  });
}
