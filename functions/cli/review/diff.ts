/** Reads a unified diff as `git diff` writes it: for each file the lines that are shown, with their numbers after the change. */
import { InvalidInput } from '../../../shared/errors.ts';

/** A line of what is reviewed; a removed one has no number. */
export interface MaterialLine {
  readonly number: number | null;
  /** How a diff marks the line; a file that is read whole has blanks. */
  readonly mark: ' ' | '+' | '-';
  readonly text: string;
}

/** One file of a diff. */
export interface DiffFile {
  /** Path after the change; of a deleted file, before it. */
  readonly path: string;
  readonly lines: readonly MaterialLine[];
  /** What happened to the file beside its lines: renamed, deleted, made executable. */
  readonly notes: readonly string[];
  readonly binary: boolean;
}

interface Reading {
  path: string;
  readonly lines: MaterialLine[];
  readonly notes: string[];
  binary: boolean;
}

interface Hunk {
  next: number;
  /** Lines that the hunk still has, before and after the change. */
  before: number;
  after: number;
}

/** The files of a diff. Throws `InvalidInput` where the text is no unified diff. */
export function readDiff(text: string): readonly DiffFile[] {
  const files: Reading[] = [];
  let hunk: Hunk = { next: 0, before: 0, after: 0 };
  for (const [index, line] of text.split('\n').entries()) hunk = readLine(line, index + 1, hunk, files);
  if (isOpen(hunk)) throw wrong('ends in the middle of a hunk');
  if (files.length === 0 && text.trim() !== '') throw wrong('is no unified diff');
  return files;
}

/** Reads one line; returns the hunk that the next one belongs to. */
function readLine(line: string, at: number, hunk: Hunk, files: Reading[]): Hunk {
  const file = files.at(-1);
  if (file !== undefined && isOpen(hunk)) readHunkLine(line, hunk, file, at);
  else if (isFileStart(line, file)) files.push(startFile(line));
  else if (file !== undefined) return readHeader(line, file) ?? hunk;
  return hunk;
}

function isOpen({ before, after }: Hunk): boolean {
  return before > 0 || after > 0;
}

/** `diff --git`, or the `---` of a diff that was not made by git. */
function isFileStart(line: string, file: Reading | undefined): boolean {
  if (/^diff --(?:cc|combined) /.test(line)) throw wrong('is the combined diff of a merge: compare with one side, as in main...HEAD');
  return line.startsWith('diff --git ') || (line.startsWith('--- ') && (file === undefined || file.lines.length > 0));
}

function startFile(line: string): Reading {
  const file = { path: pathOfStart(line), lines: [], notes: [], binary: false };
  readHeader(line, file);
  return file;
}

function pathOfStart(line: string): string {
  const [, both = ''] = /^diff --git (.*)$/.exec(line) ?? [];
  // Both names are the same unless the file was renamed, which a line of its own says.
  const [, quoted] = /^"(?:[^"\\]|\\.)*" ("(?:[^"\\]|\\.)*")$/.exec(both) ?? [];
  return withoutPrefix(quoted ?? both.slice((both.length + 1) / 2));
}

/** Each header that matters, and what it says of the file. */
const headers: readonly (readonly [RegExp, (file: Reading, found: string) => void])[] = [
  [/^--- (.*)$/, (file, path) => setPath(file, path)],
  [/^\+\+\+ (.*)$/, (file, path) => setPath(file, path)],
  [/^rename from (.*)$/, (file, path) => file.notes.push(`renamed from ${unquote(path)}`)],
  [/^(?:rename|copy) to (.*)$/, (file, path) => (file.path = unquote(path))],
  [/^(deleted) file mode/, (file) => file.notes.push('deleted')],
  [/^new file mode (\d+)$/, (file, mode) => file.notes.push(`new file, mode ${mode}`)],
  [/^new mode (\d+)$/, (file, mode) => file.notes.push(`mode changed to ${mode}`)],
  [/^(Binary files|GIT binary patch)/, (file) => (file.binary = true)],
];

function readHeader(line: string, file: Reading): Hunk | undefined {
  const [, before, first, after] = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
  if (first !== undefined) return { next: Number(first), before: Number(before ?? 1), after: Number(after ?? 1) };
  for (const [pattern, say] of headers) {
    const found = pattern.exec(line)?.[1];
    if (found !== undefined) say(file, found);
  }
  return undefined;
}

function setPath(file: Reading, written: string): void {
  const path = unquote(written.replace(/\t.*$/, ''));
  if (path !== '/dev/null') file.path = withoutPrefix(path);
}

function readHunkLine(line: string, hunk: Hunk, file: Reading, at: number): void {
  const mark = line[0] ?? ' ';
  if (mark === '\\') return;
  if (mark !== ' ' && mark !== '+' && mark !== '-') throw wrong(`is broken at line ${at}: a line of a hunk begins with " ", "+" or "-"`);
  const text = line.slice(1).replace(/\r$/, '');
  file.lines.push({ number: mark === '-' ? null : hunk.next, mark, text });
  if (mark !== '-') {
    hunk.next += 1;
    hunk.after -= 1;
  }
  if (mark !== '+') hunk.before -= 1;
}

function withoutPrefix(path: string): string {
  return unquote(path).replace(/^[abciow]\//, '');
}

/** Git puts names with unusual characters in quotes and writes their bytes in octal. */
function unquote(path: string): string {
  if (!/^".*"$/.test(path)) return path;
  const letters: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\' };
  const bytes = path.slice(1, -1).replaceAll(/\\(?:([0-7]{3})|(.))/g, (_, octal: string | undefined, letter: string) => {
    return octal === undefined ? (letters[letter] ?? letter) : String.fromCharCode(Number.parseInt(octal, 8));
  });
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function wrong(what: string): InvalidInput {
  return new InvalidInput([{ field: '--diff', message: `what was given ${what}` }]);
}
