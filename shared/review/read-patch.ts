/** Reads one patch of a diff, from its first header to its last line. Each header is known, and stands where it may. */
import type { FilePatch } from './diff.ts';
import type { DiffLines } from './diff-lines.ts';
import { commonName, type NamePair, readName, readWholeName, splitNames, withoutPrefixes } from './diff-names.ts';
import { readHunks } from './read-hunks.ts';

/** Names that git gives an empty file, which is the only one that comes or goes without a line. */
const emptyObjects = ['e69de29bb2d1d6434b8b29ae775ad8c2e48c5391', '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813'];

/** What the headers behind `diff --git` may be, each at most once. */
const extended = [
  'old mode ',
  'new mode ',
  'deleted file mode ',
  'new file mode ',
  'similarity index ',
  'dissimilarity index ',
  'rename from ',
  'rename to ',
  'copy from ',
  'copy to ',
  'index ',
] as const;
type Extended = ReadonlyMap<(typeof extended)[number], string>;

/** A patch that begins with `diff --git`. Throws `InvalidInput` that names the line that is not understood. */
export function readGitPatch(lines: DiffLines): FilePatch {
  const splits = splitNames(lines.take('diff --git ') ?? '', lines);
  const headers = readExtended(lines);
  const written = lines.peek().startsWith('--- ') ? readNamePair(lines) : undefined;
  const binary = written === undefined && readBinary(lines);
  const names = namesOf(splits, headers, written, lines);
  const patch: FilePatch = {
    ...names,
    ...modesOf(headers),
    move: moveOf(headers),
    objects: objectsOf(headers, lines),
    binary,
    lines: readHunks(lines),
  };
  if ((written === undefined) !== (patch.lines.length === 0)) throw lopsided(written, lines);
  if (patch.lines.length === 0 && !binary) refuseSilence(patch, headers, lines);
  return patch;
}

function lopsided(written: NamePair | undefined, lines: DiffLines) {
  return lines.wrong(written === undefined ? 'has lines without the names of their file' : 'names a file and shows none of its lines');
}

function modesOf(headers: Extended): Pick<FilePatch, 'oldMode' | 'newMode'> {
  const both = modeOfIndex(headers);
  return {
    oldMode: headers.get('old mode ') ?? headers.get('deleted file mode ') ?? both,
    newMode: headers.get('new mode ') ?? headers.get('new file mode ') ?? both,
  };
}

function moveOf(headers: Extended): FilePatch['move'] {
  if (headers.has('rename from ')) return 'rename';
  return headers.has('copy from ') ? 'copy' : null;
}

/** A patch that begins with `---`, as programs other than git write it. */
export function readPlainPatch(lines: DiffLines): FilePatch {
  const names = withoutPrefixes(readNamePair(lines));
  const found = readHunks(lines);
  if (found.length === 0) throw lines.wrong('names a file and shows none of its lines');
  return { ...names, oldMode: null, newMode: null, move: null, objects: null, binary: false, lines: found };
}

function readNamePair(lines: DiffLines): NamePair {
  const before = readName(lines.take('--- ') ?? '', lines);
  const second = lines.take('+++ ');
  if (second === undefined) throw lines.wrong('has "---" without "+++"');
  const after = readName(second, lines);
  if (before === null && after === null) throw lines.wrong('names no file');
  return { before, after };
}

function readExtended(lines: DiffLines): Extended {
  const found = new Map<(typeof extended)[number], string>();
  for (;;) {
    const kind = extended.find((beginning) => lines.peek().startsWith(beginning));
    if (kind === undefined) return found;
    if (found.has(kind)) throw lines.wrong(`says "${kind.trim()}" twice of one file`);
    found.set(kind, lines.next().slice(kind.length));
  }
}

/** `Binary files … differ`, or the whole of a binary patch. */
function readBinary(lines: DiffLines): boolean {
  if (/^Binary files .* differ$/.test(lines.peek())) {
    lines.next();
    return true;
  }
  if (lines.peek() !== 'GIT binary patch') return false;
  lines.next();
  while (/^(?:literal|delta) \d+$/.test(lines.peek())) {
    lines.next();
    while (/^[A-Za-z][!-~]+$/.test(lines.peek())) lines.next();
    if (lines.next() !== '') throw lines.wrong('has a broken binary patch');
  }
  return true;
}

function namesOf(
  splits: readonly (readonly [string, string])[],
  headers: Extended,
  written: NamePair | undefined,
  lines: DiffLines,
): NamePair {
  const fits = splits.filter(([first, second]) => isWritten(written?.before, first) && isWritten(written?.after, second));
  return movedNames(fits, headers, lines) ?? oneSided(bothNames(fits, lines), headers, written, lines);
}

/** The names of a rename or a copy, which stand in lines of their own. */
function movedNames(fits: readonly (readonly [string, string])[], headers: Extended, lines: DiffLines): NamePair | undefined {
  const from = headers.get('rename from ') ?? headers.get('copy from ');
  const to = headers.get('rename to ') ?? headers.get('copy to ');
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined || to === undefined) throw lines.wrong('renames a file from nowhere or to nowhere');
  const names = { before: readWholeName(from, lines), after: readWholeName(to, lines) };
  if (!fits.some(([first, second]) => endsIn(first, names.before) && endsIn(second, names.after))) throw contradiction(lines);
  return names;
}

/** Takes a side away where the file is new or gone. */
function oneSided({ before, after }: NamePair, headers: Extended, written: NamePair | undefined, lines: DiffLines): NamePair {
  const [isNew, isDeleted] = [headers.has('new file mode '), headers.has('deleted file mode ')];
  if (isNew && isDeleted) throw lines.wrong('makes and deletes a file at once');
  if (written !== undefined && (isNew !== (written.before === null) || isDeleted !== (written.after === null))) throw contradiction(lines);
  return { before: isNew ? null : before, after: isDeleted ? null : after };
}

function bothNames(fits: readonly (readonly [string, string])[], lines: DiffLines): { readonly before: string; readonly after: string } {
  const same = [...new Set(fits.flatMap(([first, second]) => commonName(first, second) ?? []))];
  const [name, other] = same;
  if (other !== undefined) throw lines.wrong('has names that can be read in several ways');
  if (name !== undefined) return { before: name, after: name };
  // Two files that were compared without being versions of one another.
  const prefixed = fits.filter(([first, second]) => first.startsWith('a/') && second.startsWith('b/'));
  const [pair] = prefixed;
  if (pair === undefined || prefixed.length > 1) throw contradiction(lines);
  return { before: pair[0].slice(2), after: pair[1].slice(2) };
}

/** Whether the name behind `---` or `+++` is the one of the first line; there may be none. */
function isWritten(written: string | null | undefined, name: string): boolean {
  return written === undefined || written === null || written === name;
}

function endsIn(name: string, end: string): boolean {
  return name === end || name.endsWith(`/${end}`);
}

function contradiction(lines: DiffLines) {
  return lines.wrong('has names that contradict one another');
}

function modeOfIndex(headers: Extended): string | null {
  return / (\d{6})$/.exec(headers.get('index ') ?? '')?.[1] ?? null;
}

function objectsOf(headers: Extended, lines: DiffLines): readonly [string, string] | null {
  const written = headers.get('index ');
  if (written === undefined) return null;
  const [, before, after] = /^([0-9a-f]{4,64})\.\.([0-9a-f]{4,64})(?: \d{6})?$/.exec(written) ?? [];
  if (before === undefined || after === undefined) throw lines.wrong('has a broken index line');
  return [before, after];
}

/** A patch without lines must say why it has none, or it may have been cut off. */
function refuseSilence(patch: FilePatch, headers: Extended, lines: DiffLines): void {
  if (!isEmptyFile(patch) && !isPureMove(patch, headers)) throw lines.wrong('names a file without saying what has changed in it');
}

/** Whether an empty file comes or goes. */
function isEmptyFile({ before, after, objects }: FilePatch): boolean {
  const object = before === null ? objects?.[1] : after === null ? objects?.[0] : undefined;
  return object !== undefined && emptyObjects.some((name) => name.startsWith(object));
}

/** Whether a file moves, or gets another mode, and stays what it is. */
function isPureMove({ before, after, objects, move }: FilePatch, headers: Extended): boolean {
  if (before === null || after === null || objects !== null) return false;
  return move === null ? headers.has('old mode ') && headers.has('new mode ') : headers.get('similarity index ') === '100%';
}
