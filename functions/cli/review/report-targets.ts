/** Where reports go: looked at before anybody is asked, and written whole or not at all. */
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type FieldError, InvalidInput, messageOf } from '../../../shared/errors.ts';

/** A report that was asked for: the flag, its value, and how an earlier one is known again. */
export interface WantedReport {
  readonly flag: string;
  readonly path: string;
  readonly isOurs: (text: string) => boolean;
  /** Whether an earlier one stays until the new one is written, and may be tracked by git, as a baseline is. */
  readonly isKept?: boolean;
}

/** A place that a report may be written to. */
export interface ReportTarget {
  readonly flag: string;
  /** Undefined: the standard output. */
  readonly path: string | undefined;
}

/** Bytes of an earlier report that are looked at. */
const mostBytes = 200_000_000;

/**
 * Makes the folders and takes earlier reports away, so that none of them passes for the one of this run. Throws `InvalidInput` that
 * names each target that may not be written: a file that git tracks (unless it is one to keep), that holds no earlier report of ours, that
 * two flags name, or that cannot be written.
 */
export function openTargets(wanted: readonly WantedReport[]): readonly ReportTarget[] {
  const wrong: FieldError[] = [];
  const targets = wanted.map((one) => {
    const { flag, path } = one;
    if (path === '-' && !one.isKept) return { flag, path: undefined };
    try {
      const whole = placeOf(path);
      refuseForeign(whole, one);
      requireWritable(whole);
      return { flag, path: whole };
    } catch (cause) {
      wrong.push({ field: flag, message: cause instanceof InvalidInput ? cause.message : messageOf(cause) });
      return { flag, path: undefined };
    }
  });
  const seen = new Map<string | undefined, string>();
  for (const { flag, path } of targets) {
    const other = seen.get(path);
    if (other !== undefined && !wrong.some(({ field }) => field === flag || field === other)) {
      wrong.push({ field: flag, message: `names the same file as ${other}` });
    }
    seen.set(path, flag);
  }
  if (wrong.length > 0) throw new InvalidInput(wrong);
  const kept = new Set(wanted.filter(({ isKept }) => isKept).map(({ flag }) => flag));
  for (const { flag, path } of targets) if (path !== undefined && !kept.has(flag)) rmSync(path, { force: true });
  return targets;
}

/** Writes each report beside its place and then moves it there. Throws `InvalidInput` that names those that could not be written. */
export function writeTargets(contents: readonly { readonly target: ReportTarget; readonly text: string }[]): void {
  const wrong: FieldError[] = [];
  for (const { target, text } of contents) {
    if (target.path === undefined) continue;
    const aside = asideOf(target.path);
    try {
      writeFileSync(aside, text, { flag: 'wx' });
      renameSync(aside, target.path);
    } catch (cause) {
      rmSync(aside, { force: true });
      wrong.push({ field: target.flag, message: messageOf(cause) });
    }
  }
  if (wrong.length > 0) throw new InvalidInput(wrong);
}

/** The path with the folders that lead to it made and resolved; the file itself may be a link, which is looked at later. */
function placeOf(path: string): string {
  if (path === '' || path.startsWith('-')) throw refusal('must be followed by the name of a file, or by "-" for the standard output');
  const whole = resolve(path);
  mkdirSync(dirname(whole), { recursive: true });
  return join(realpathSync(dirname(whole)), basename(whole));
}

/** Throws where something lies there that nobody may lose. */
function refuseForeign(path: string, { isOurs, isKept }: WantedReport): void {
  const tracked = isTracked(path);
  if (tracked && !isKept) throw refusal('is a file that git tracks: a report would overwrite it');
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isFile()) throw refusal('is no regular file');
  // An empty file is nobody's work, unless somebody has committed it.
  if (found.size === 0 && !tracked) return;
  const holdsOurs = found.size <= mostBytes && isOurs(readFileSync(path, 'utf8'));
  if (!holdsOurs) throw refusal(sayForeign(path, isKept));
}

function sayForeign(path: string, isKept: WantedReport['isKept']): string {
  return `${basename(path)} holds something else than an earlier ${isKept ? 'baseline' : 'report'}: name a new file, or remove it first`;
}

/** Git answers of its index only: no settings of the place start a program. */
function isTracked(path: string): boolean {
  const folder = dirname(path);
  const settings = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'safe.bareRepository=explicit'];
  try {
    const argv = [...settings, '--literal-pathspecs', 'ls-files', '--error-unmatch', '--', basename(path)];
    execFileSync('git', argv, { cwd: folder, stdio: 'ignore', env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LC_ALL: 'C' } });
    return true;
  } catch {
    // No repository, no git, or a file that it does not know.
    return false;
  }
}

function requireWritable(path: string): void {
  const aside = asideOf(path);
  closeSync(openSync(aside, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL));
  rmSync(aside);
}

function asideOf(path: string): string {
  return join(dirname(path), `.${basename(path).slice(0, 100)}.${process.pid}.part`);
}

function refusal(message: string): InvalidInput {
  return new InvalidInput([{ field: '', message }]);
}
