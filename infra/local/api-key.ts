/** The bearer key of embedded mode. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writtenValue } from '../../shared/contract/written-value.ts';

/** The key, and where it comes from: set by the operator, made now, or kept from an earlier start. */
export interface ApiKey {
  readonly key: string;
  readonly origin: 'environment' | 'made' | 'file';
  readonly file: string;
}

/** Takes `CIRCLE_API_KEY`, else the key in the data folder, else makes one and keeps it with mode 0600. */
export function requireApiKey(dataFolder: string, fromEnvironment: string | undefined): ApiKey {
  const file = join(dataFolder, 'api-key');
  const written = writtenValue(fromEnvironment ?? '');
  if (written !== '') return { key: written, origin: 'environment', file };
  if (existsSync(file)) return { key: readFileSync(file, 'utf8').trim(), origin: 'file', file };
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const key = `circle_${randomBytes(24).toString('base64url')}`;
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
  return { key, origin: 'made', file };
}
