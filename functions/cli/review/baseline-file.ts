/** The file of a baseline: read, and written anew. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BaselineEntry } from '../../../shared/contract/baseline.ts';
import { type AcceptableFinding, baselineFile, readBaseline } from '../../../shared/review/baseline.ts';
import { readTextFile } from '../text-file.ts';
import { writeTargets } from './report-targets.ts';

/** The entries of a file; none where the usual one is not there. */
export function readBaselineFile(path: string | undefined): readonly BaselineEntry[] {
  if (path === undefined && !existsSync(baselineFile)) return [];
  return readBaseline(readTextFile(path ?? baselineFile, '--baseline'), path ?? baselineFile);
}

/** Writes the findings down; entries that still hold keep their reason and their day. Throws `InvalidInput`. */
export function writeBaseline(path: string, raised: readonly AcceptableFinding[], former: readonly BaselineEntry[]): void {
  const known = new Map(former.map((one) => [one.fingerprint, one]));
  const findings = raised
    .map(({ fingerprint, about, entry: taken, finding: { rule = '', file = '', title } }) => {
      const { reason, until } = known.get(fingerprint) ?? taken ?? {};
      return { fingerprint, rule, file, title, about, ...(reason !== undefined && { reason }), ...(until !== undefined && { until }) };
    })
    .toSorted((a, b) => (a.file < b.file ? -1 : Number(a.file > b.file)) || (a.rule < b.rule ? -1 : Number(a.rule > b.rule)));
  const distinct = [...new Map(findings.map((one) => [one.fingerprint, one])).values()];
  const text = `${JSON.stringify({ version: 1, findings: distinct }, undefined, 2)}\n`;
  writeTargets([{ target: { flag: '--write-baseline', path: resolve(path) }, text }]);
}
