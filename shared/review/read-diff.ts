/**
 * Reads a unified diff by its grammar: patches of git or of `diff -u`, with mails around them, and nothing else. Headers count only where
 * they may stand. What is not known is refused, since a line that is skipped may be the one that hides a file.
 */
import type { Diff, FilePatch, Unreadable } from './diff.ts';
import { DiffLines, refusal } from './diff-lines.ts';
import { readWholeName } from './diff-names.ts';
import { readGitPatch, readPlainPatch } from './read-patch.ts';

interface Found {
  readonly patches: FilePatch[];
  readonly unreadable: Unreadable[];
}

/** A diff begins with characters of ASCII, of which UTF-16 makes a byte and a NUL. */
function isUtf16(bytes: string): boolean {
  return /^(?:\xff\xfe|\xfe\xff|\0[^\0]\0[^\0]|[^\0]\0[^\0]\0)/.test(bytes);
}

/** The diff in a text whose bytes stand as characters of one byte each. Throws `InvalidInput` where it is none, or cut off. */
export function readDiff(given: string): Diff {
  const bytes = given.replace(/^\xef\xbb\xbf/, '');
  if (isUtf16(bytes)) throw refusal('is UTF-16: write it as UTF-8');
  if (bytes.startsWith('\x1f\x8b')) throw refusal('is compressed: unpack it');
  const lines = new DiffLines(bytes);
  const found: Found = { patches: [], unreadable: [] };
  if (isMailHeader(lines.peek())) skipMessage(lines);
  while (!lines.ended) readOne(lines, found);
  if (found.patches.length === 0 && found.unreadable.length === 0 && bytes.trim() !== '') throw refusal('is no unified diff');
  const warnings = lines.converted ? ['each line of the diff ends in CR LF, so that it is unknown whether those of the files do'] : [];
  return { ...found, warnings };
}

/** One patch, or what may stand between two of them. */
function readOne(lines: DiffLines, { patches, unreadable }: Found): void {
  const line = lines.peek();
  if (line.startsWith('diff --git ')) patches.push(readGitPatch(lines));
  else if (line.startsWith('--- ')) patches.push(readPlainPatch(lines));
  else if (isMessage(line)) skipMessage(lines);
  else if (line === '-- ') skipSignature(lines);
  else if (isAnnouncement(lines) || isBase(line)) lines.next();
  else {
    const named = readUnreadable(lines);
    if (named !== undefined) unreadable.push(named);
    else if (line !== '') throw lines.wrong(unknown(line));
    else lines.next();
  }
}

function unknown(line: string): string {
  if (/^diff --(?:cc|combined) /.test(line)) return 'is the combined diff of a merge: compare with one side, as in main...HEAD';
  if (line.startsWith('@@ ')) return 'has lines without the name of a file';
  return 'is no unified diff: it holds a line that stands for nothing';
}

/** What a mail of `git format-patch --base` was made upon: it says nothing of any file. */
function isBase(line: string): boolean {
  return /^(?:base-commit|prerequisite-patch-id): [0-9a-f]{40,64}$/.test(line);
}

/** `diff -ru old new` before its patch, or the marks of Subversion. */
function isAnnouncement(lines: DiffLines): boolean {
  const [line, second, third] = [lines.peek(), lines.peek(1), lines.peek(2)];
  if (line.startsWith('diff -')) return second.startsWith('--- ');
  if (/^={60,}$/.test(line)) return second.startsWith('--- ');
  return line.startsWith('Index: ') && /^={60,}$/.test(second) && third.startsWith('--- ');
}

/** What a diff only names. */
function readUnreadable(lines: DiffLines): Unreadable | undefined {
  const [line] = [lines.peek()];
  for (const [nameIn, reason] of bare) {
    const path = nameIn(line);
    if (path === undefined) continue;
    lines.next();
    // The subjects of the commits that a submodule gains or loses.
    if (line.startsWith('Submodule ')) while (/^ {2}[<>] /.test(lines.peek())) lines.next();
    return { path: readWholeName(path, lines), reason };
  }
  return undefined;
}

/** The name in a line of one of the forms that diffs have for what they do not show. */
type NameIn = (line: string) => string | undefined;

/** What an expression takes out, as the parts of a path. */
const matching =
  (pattern: RegExp): NameIn =>
  (line) =>
    pattern.exec(line)?.slice(1).join('/');

/** The second of two names in a sentence. The parts are looked for as they are: an expression would try every way to part a long line. */
const parted =
  (begin: string, joint: string, end: RegExp): NameIn =>
  (line) => {
    const [tail] = end.exec(line) ?? [];
    if (!line.startsWith(begin) || tail === undefined) return undefined;
    const names = line.slice(begin.length, -tail.length);
    const at = names.lastIndexOf(joint);
    return at > 0 && at + joint.length < names.length ? names.slice(at + joint.length) : undefined;
  };

const differ = / differ$/;
const bare: readonly (readonly [NameIn, string])[] = [
  [parted('Binary files ', ' and ', differ), 'a binary file'],
  [parted('Files ', ' and ', differ), 'a file whose differences were left out'],
  [matching(/^Only in ([^:]+): (.+)$/), 'on one side only, without its content'],
  [parted('File ', ' while file ', / is an? [a-z -]{1,40}$/), 'a file of another kind than before'],
  [parted('Symbolic links ', ' and ', differ), 'a symbolic link'],
  [matching(/^\* Unmerged path (.+)$/), 'not merged'],
  [
    matching(/^Submodule (.+) (?:[0-9a-f]{7,64}\.{2,3}[0-9a-f]{7,64}|contains (?:modified|untracked) content)(?: \([a-z ]+\))?:?$/),
    'a submodule',
  ],
];

/** Where the text of a commit begins: a mail of `git format-patch`, or `git log -p`. */
function isMessage(line: string): boolean {
  return /^(?:From|commit) [0-9a-f]{40,64}(?: |$)/.test(line);
}

function isMailHeader(line: string): boolean {
  return isMessage(line) || /^(?:From|Date|Subject|Message-I[Dd]|Received|Return-Path|Delivered-To|To|MIME-Version): /.test(line);
}

/** Passes over the words of a commit, up to a patch or to the next message. */
function skipMessage(lines: DiffLines): void {
  lines.next();
  while (!lines.ended && !isMessage(lines.peek()) && !beginsPatch(lines)) {
    if (/^Content-Transfer-Encoding:\s*(?:quoted-printable|base64)\s*$/i.test(lines.peek())) {
      throw lines.wrong('is a mail whose text is encoded: save it as plain text');
    }
    lines.next();
  }
}

/** Whatever `git apply` would take for the beginning of a patch. */
function beginsPatch(lines: DiffLines): boolean {
  const line = lines.peek();
  return line.startsWith('diff --') || line.startsWith('@@ -') || (line.startsWith('--- ') && lines.peek(1).startsWith('+++ '));
}

/** The end of a mail: two dashes and the version of git. */
function skipSignature(lines: DiffLines): void {
  lines.next();
  if (/^\d+(?:\.[\w-]+)+(?: \([\w .-]+\))?$/.test(lines.peek())) lines.next();
}
