/** How often ordinary files are taken for credentials: every find in samples that hold none is a false alarm. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FoundSecret, findSecrets } from '../../shared/review/find-secrets.ts';

/** Figures over the files of a folder. */
export interface AlarmFigures {
  readonly files: number;
  readonly lines: number;
  readonly alarms: readonly (Pick<FoundSecret, 'file' | 'rule'> & { readonly line: number })[];
}

/** Looks at every text below a folder. */
export async function measureAlarms(folder: string): Promise<AlarmFigures> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = paths.map(({ parentPath, name }) => fileOf(join(parentPath, name)));
  const found = await findSecrets({ files });
  return {
    files: files.length,
    lines: files.reduce((sum, { lines }) => sum + lines.length, 0),
    alarms: found.map(({ file, rule, line }) => ({ file, rule, line: line + 1 })),
  };
}

function fileOf(path: string) {
  const lines = readFileSync(path, 'utf8').split('\n');
  return { path, notes: [], lines: lines.map((text, index) => ({ number: index + 1, mark: ' ' as const, text })) };
}
