/** `circle review`: is a change safe to go out? A gate for builds and hooks, with findings and reports. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newConsultation } from '../../shared/contract/question.ts';
import { type ReviewReport, reviewOptions } from '../../shared/contract/review.ts';
import { InvalidInput, messageOf } from '../../shared/errors.ts';
import { parseInput } from '../../shared/runtime/define-function.ts';
import { type Address, openClient, patientRetries } from './client.ts';
import { consultOrCancel } from './consult-or-cancel.ts';
import { type PolicyFlags, policyOf } from './policy.ts';
import { junitOf } from './review/junit.ts';
import { type Material, refuseTooMuch } from './review/material.ts';
import { focusMaxLength, materialMaxBytes, reviewQuestion } from './review/question.ts';
import { readMaterial, refuseUnseen } from './review/read-material.ts';
import { parseFailOn, reportOf } from './review/report.ts';
import { sarifOf } from './review/sarif.ts';
import { refuseSecrets } from './review/secrets.ts';
import { showReport } from './review/show-report.ts';

/** The flags of `circle review`, as commander gives them. */
export interface ReviewFlags extends PolicyFlags {
  readonly diff?: string;
  readonly staged?: boolean;
  readonly exclude?: readonly string[];
  readonly allowUnseen?: readonly string[];
  readonly focus?: string;
  readonly failOn: string;
  readonly maxBytes?: string;
  readonly allowSecrets?: boolean;
  readonly json?: string;
  readonly junit?: string;
  readonly sarif?: string;
}

/** What can be said of it before anything is asked, for `--help`. */
export const reviewHelp = `
Exit codes:
  0    approved after all of it was shown, or the two ends of the range hold the same (with --fail-on reject: revised as well)
  1    must not go out: the circle says reject or revise
  2    nobody has decided: no consensus, no quorum, something was not shown and not allowed by name, or it could not be asked (server,
       key, input); never an approval
  130  interrupted; the consultation is cancelled

What is not shown to the experts forbids an approval: binary files, submodules, pointers of Git LFS, untracked files under --diff REF,
moves without content. --allow-unseen names what may pass all the same. --exclude and the patterns of .circleignore, as it stands before
the change, leave files out; lock files are shown as a summary of their packages. Both are named in every report.

Paths in reports are those given, or those of the diff: run it at the root of the repository for code scanning.`;

/** Reviews, prints, writes the reports; returns the exit code. Throws `CircleError`s where nothing could be asked. */
export async function review(paths: readonly string[], flags: ReviewFlags, address: Address): Promise<number> {
  const failOn = parseFailOn(flags.failOn);
  const maxBytes = maxBytesOf(flags.maxBytes);
  const material = await readMaterial(paths, flags);
  for (const warning of material.warnings) process.stderr.write(`${warning}\n`);
  if (material.empty !== undefined) {
    process.stderr.write(`there is nothing to review: nothing differs ${material.empty}\n`);
    return 0;
  }
  refuseUnseen(material);
  if (!flags.allowSecrets) refuseSecrets(material);
  refuseTooMuch(material, maxBytes);
  const body = parseInput(newConsultation, bodyOf(material, flags));
  const report = reportOf(await consultOrCancel(openClient(address, patientRetries), body), material, failOn);
  process.stdout.write(`${showReport(report)}\n`);
  writeReports(report, flags);
  return report.exitCode;
}

function bodyOf(material: Material, flags: ReviewFlags): Record<string, unknown> {
  if ((flags.focus?.length ?? 0) > focusMaxLength) throw wrong('--focus', `must be at most ${focusMaxLength} characters`);
  return {
    question: reviewQuestion(material, flags.focus),
    kind: 'choice',
    options: reviewOptions,
    requireWhole: true,
    ...policyOf(flags),
    metadata: { command: 'review' },
  };
}

function maxBytesOf(written: string | undefined): number {
  const bytes = written === undefined ? materialMaxBytes : Number(written);
  if (Number.isInteger(bytes) && bytes > 0 && bytes <= materialMaxBytes) return bytes;
  throw wrong('--max-bytes', `must be a number from 1 to ${materialMaxBytes}`);
}

function writeReports(report: ReviewReport, { json, junit, sarif }: ReviewFlags): void {
  const outputs: readonly (readonly [string, string | undefined, () => string])[] = [
    ['--json', json, () => `${JSON.stringify(report, undefined, 2)}\n`],
    ['--junit', junit, () => junitOf(report)],
    ['--sarif', sarif, () => sarifOf(report, ownVersion())],
  ];
  for (const [flag, path, content] of outputs) {
    if (path === undefined) continue;
    try {
      writeFileSync(path, content());
    } catch (cause) {
      throw new InvalidInput([{ field: flag, message: messageOf(cause) }], { cause });
    }
  }
}

function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

function wrong(field: string, message: string): InvalidInput {
  return new InvalidInput([{ field, message }]);
}
