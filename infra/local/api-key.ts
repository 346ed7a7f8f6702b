/** The bearer key of embedded mode. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writtenValue } from '../../shared/contract/written-value.ts';
import { InvalidConfiguration } from '../../shared/errors.ts';
import { whyWeak } from './weak-key.ts';

/** The key, and where it comes from: set by the operator, made now, or kept from an earlier start. */
export interface ApiKey {
  readonly key: string;
  readonly origin: 'environment' | 'made' | 'file';
  readonly file: string;
}

/** Takes `CIRCLE_API_KEY`, else the key in the data folder, else makes one and keeps it with mode 0600. Throws `InvalidConfiguration` for a weak one. */
export function requireApiKey(dataFolder: string, fromEnvironment: string | undefined): ApiKey {
  const file = join(dataFolder, 'api-key');
  const written = writtenValue(fromEnvironment ?? '');
  if (written !== '') return { key: strong(written, 'CIRCLE_API_KEY'), origin: 'environment', file };
  if (existsSync(file)) return { key: strong(readFileSync(file, 'utf8').trim(), file), origin: 'file', file };
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const key = `circle_${randomBytes(24).toString('base64url')}`;
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
  return { key, origin: 'made', file };
}

function strong(key: string, source: string): string {
  const weakness = whyWeak(key);
  if (weakness === undefined) return key;
  throw new InvalidConfiguration(`the key in ${source} ${weakness}; such as \`openssl rand -hex 24\` prints`);
}
