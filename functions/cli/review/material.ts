/** What is reviewed: files as they stand, or a change. It is read and checked here; nothing has left the machine yet. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import { type FieldError, InvalidInput, messageOf } from '../../../shared/errors.ts';
import { type MaterialLine, readDiff } from './diff.ts';

/** One file of what is reviewed. */
export interface MaterialFile {
  readonly path: string;
  readonly lines: readonly MaterialLine[];
  readonly notes: readonly string[];
}

/** Something that the experts did not see whole. */
export interface NotShown {
  readonly path: string;
  /** Why not, as the end of the sentence "not reviewed: PATH is …". */
  readonly reason: string;
  /** Whether somebody who may say so accepts that; what nobody accepts forbids an approval. */
  readonly allowed: boolean;
}

/** Everything that is reviewed. */
export interface Material {
  readonly kind: 'files' | 'change';
  readonly files: readonly MaterialFile[];
  readonly notShown: readonly NotShown[];
  /** What people should know of how the material came about. */
  readonly warnings: readonly string[];
  /** Of a change without any entry: what was compared, in words. */
  readonly empty?: string;
}

/** Lines of a change's surroundings that git shows: enough to judge by, where the usual three often are not. */
const contextLines = 10;
/** Bytes of a diff that is read: far above what may be asked, so that the refusal can name sizes. */
const diffMaxBytes = 64_000_000;

/** Reads files whole. Throws `InvalidInput` that names each file which is missing, no text, or empty as a list. */
export function readFiles(paths: readonly string[]): Material {
  const wrong: FieldError[] = [];
  const files: MaterialFile[] = [];
  for (const path of new Set(paths.map(shownPath))) {
    try {
      files.push({ path, lines: numbered(decode(readFileSync(path))), notes: [] });
    } catch (cause) {
      wrong.push({ field: path, message: reasonOf(cause) });
    }
  }
  if (wrong.length > 0) throw new InvalidInput(wrong);
  return { kind: 'files', files, notShown: [], warnings: [] };
}

/** Runs `git diff` and reads what it prints; `paths` narrow it down. Throws `InvalidInput` with what git says. */
export function readGitDiff(range: readonly string[], paths: readonly string[]): Material {
  const settings = ['-c', 'core.quotePath=true', '-c', 'diff.noprefix=false', '-c', 'diff.mnemonicPrefix=false'];
  const form = ['--no-color', '--no-ext-diff', '--no-textconv', '--find-renames', `--unified=${contextLines}`];
  try {
    const argv = [...settings, 'diff', ...form, ...range, '--', ...paths];
    return readChange(execFileSync('git', argv, { encoding: 'utf8', maxBuffer: diffMaxBytes, stdio: ['ignore', 'pipe', 'pipe'] }));
  } catch (cause) {
    if (cause instanceof InvalidInput) throw cause;
    throw new InvalidInput([{ field: '--diff', message: `git diff failed: ${gitReason(cause)}` }], { cause });
  }
}

/** Reads a diff. Throws `InvalidInput` where it is none. */
export function readChange(diff: string): Material {
  const files = readDiff(diff);
  return {
    kind: 'change',
    files: files.filter(({ binary }) => !binary).map(({ path, lines, notes }) => ({ path, lines, notes })),
    notShown: files.filter(({ binary }) => binary).map(({ path }) => ({ path, reason: 'a binary file', allowed: false })),
    warnings: [],
  };
}

/** Throws `InvalidInput` with the size of each file if the experts would have to read more than `maxBytes`. */
export function refuseTooMuch({ files }: Material, maxBytes: number): void {
  const sizes = files.map((file) => ({ path: file.path, bytes: Buffer.byteLength(renderFile(file)) }));
  const sum = sizes.reduce((total, { bytes }) => total + bytes, 0);
  if (sum <= maxBytes) return;
  const list = sizes.toSorted((a, b) => b.bytes - a.bytes).map(({ path, bytes }) => `  ${String(bytes).padStart(9)}  ${path}`);
  const message = [`this is ${sum} bytes with its line numbers, and ${maxBytes} may be reviewed at once:`, ...list];
  throw new InvalidInput([
    { field: '', message: [...message, 'nothing was sent; review fewer files in one go, or a smaller change'].join('\n') },
  ]);
}

/** A file as the experts read it: each line with its number, a removed one without. */
export function renderFile({ path, lines, notes }: MaterialFile): string {
  const width = String(lines.findLast(({ number }) => number !== null)?.number ?? 0).length;
  const body = lines.map(({ number, mark, text }, index) => {
    const gap = index > 0 && isGap(lines[index - 1], number) ? '…\n' : '';
    return `${gap}${String(number ?? '').padStart(width)} ${mark}| ${text}`;
  });
  return [`=== ${path}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`, ...body].join('\n');
}

function isGap(before: MaterialLine | undefined, number: number | null): boolean {
  return before !== undefined && before.number !== null && number !== null && number > before.number + 1;
}

/** A path as the reports show it: from here, with forward slashes. */
function shownPath(path: string): string {
  const here = relative(process.cwd(), path);
  return (isAbsolute(here) || here === '' ? path : here).split(sep).join('/');
}

function decode(bytes: Buffer): string {
  const refusal = new InvalidInput([{ field: '', message: 'is a binary file, which experts cannot read' }]);
  if (bytes.includes(0)) throw refusal;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refusal;
  }
}

function numbered(text: string): readonly MaterialLine[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, index) => ({ number: index + 1, mark: ' ', text: line }));
}

function reasonOf(cause: unknown): string {
  if (cause instanceof InvalidInput) return cause.message;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'does not exist',
    EISDIR: 'is a folder: name the files in it',
    EACCES: 'may not be read',
  };
  return (cause instanceof Error && 'code' in cause && reasons[String(cause.code)]) || messageOf(cause);
}

function gitReason(cause: unknown): string {
  const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : '';
  return said === '' ? messageOf(cause) : (said.split('\n')[0] ?? '');
}
