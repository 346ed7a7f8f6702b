/** The file of a baseline: read, and written anew. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BaselineEntry } from '../../../shared/contract/baseline.ts';
import { baselineEntries, baselineFile, readBaseline } from '../../../shared/review/baseline.ts';
import { readTextFile } from '../text-file.ts';
import type { Programs } from './mask-programs.ts';
import { writeTargets } from './report-targets.ts';

/** The entries of a file; none where the usual one is not there. */
export function readBaselineFile(path: string | undefined): readonly BaselineEntry[] {
  if (path === undefined && !existsSync(baselineFile)) return [];
  return readBaseline(readTextFile(path ?? baselineFile, '--baseline'), path ?? baselineFile);
}

/** Writes the findings down; entries that still hold keep their reason and their day. Throws `InvalidInput`. */
export function writeBaseline(path: string, { open, listed }: Pick<Programs, 'open' | 'listed'>): void {
  const text = `${JSON.stringify({ version: 1, findings: baselineEntries(open, listed) }, undefined, 2)}\n`;
  writeTargets([{ target: { flag: '--write-baseline', path: resolve(path) }, text }]);
}
