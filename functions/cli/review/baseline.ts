/** Findings of programs that somebody has accepted as they stand: a file in the repository, read as it is before the change. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { InvalidInput, messageOf } from '../../../shared/errors.ts';
import { readTextFile } from '../text-file.ts';
import type { RaisedFinding } from './alike-findings.ts';
import { writeTargets } from './report-targets.ts';
import type { WholeTexts } from './whole-files.ts';

/** Where the baseline is unless a flag says otherwise. */
export const baselineFile = '.circle-baseline.json';

const entry = z.strictObject({
  fingerprint: z.string(),
  rule: z.string(),
  file: z.string(),
  title: z.string(),
  /** For people. */
  reason: z.string().optional(),
  /** The last day on which it holds. */
  until: z.iso.date().optional(),
});
export type BaselineEntry = z.infer<typeof entry>;
const baseline = z.strictObject({ version: z.literal(1), findings: z.array(entry) });

/** The entries of a baseline's text. Throws `InvalidInput` where it is none. */
export function readBaseline(text: string, path: string): readonly BaselineEntry[] {
  try {
    return baseline.parse(JSON.parse(text)).findings;
  } catch (cause) {
    throw new InvalidInput([{ field: path, message: `is no baseline: ${messageOf(cause).slice(0, 300)}` }], { cause });
  }
}

/** Whether a text is a baseline. */
export function isBaseline(text: string): boolean {
  try {
    readBaseline(text, '');
    return true;
  } catch {
    return false;
  }
}

/** The entries of a file; none where the usual one is not there. */
export function readBaselineFile(path: string | undefined): readonly BaselineEntry[] {
  if (path === undefined && !existsSync(baselineFile)) return [];
  return readBaseline(readTextFile(path ?? baselineFile, '--baseline'), path ?? baselineFile);
}

/** Writes the findings down; entries that still hold keep their reason and their day. Throws `InvalidInput`. */
export function writeBaseline(path: string, raised: readonly NumberedFinding[], former: readonly BaselineEntry[]): void {
  const known = new Map(former.map((one) => [one.fingerprint, one]));
  const findings = raised
    .map(({ fingerprint, finding: { rule = '', file = '', title } }) => known.get(fingerprint) ?? { fingerprint, rule, file, title })
    .toSorted((a, b) => (a.file < b.file ? -1 : Number(a.file > b.file)) || (a.rule < b.rule ? -1 : Number(a.rule > b.rule)));
  const distinct = [...new Map(findings.map((one) => [one.fingerprint, one])).values()];
  const text = `${JSON.stringify({ version: 1, findings: distinct }, undefined, 2)}\n`;
  writeTargets([{ target: { flag: '--write-baseline', path: resolve(path) }, text }]);
}

/** A finding with what it is known by. */
export interface NumberedFinding {
  readonly finding: RaisedFinding;
  readonly fingerprint: string;
}

/**
 * Findings of programs, each known by its rule, its file and the words of its line. Equal ones are counted: first those that stood there
 * before a change, so that a new one never takes the number of an old one, and each from the top.
 */
export function numbered(
  raised: readonly RaisedFinding[],
  texts: WholeTexts,
  stood: readonly RaisedFinding[] = [],
): readonly NumberedFinding[] {
  const lines = new Map(texts.files.map(({ path, text }) => [path, text.split('\n')]));
  const used = new Map<string, number>();
  return [stood, raised]
    .flatMap((list) => list.filter(({ rule }) => rule !== undefined).toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)))
    .map((finding) => {
      const { rule, file = '', line } = finding;
      const words = line === undefined ? '' : (lines.get(file)?.[line - 1]?.trim() ?? '');
      const key = JSON.stringify([rule, file, words]);
      const before = used.get(key) ?? 0;
      used.set(key, before + 1);
      const digest = createHash('sha256').update(before === 0 ? key : `${key}#${before}`);
      return { finding, fingerprint: digest.digest('hex').slice(0, 32) };
    });
}
