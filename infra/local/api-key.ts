/** The bearer key of embedded mode. */
import { randomBytes } from 'node:crypto';
import { closeSync, constants, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
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
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  if (kept === '') throw new InvalidConfiguration(`${file} is empty: remove it, and the next start makes a new key`);
  if (kept !== undefined) return { key: strong(kept, file), origin: 'file', file };
  const key = `circle_${randomBytes(24).toString('base64url')}`;
  writeWhole(file, `${key}\n`);
  return { key, origin: 'made', file };
}

/** Written aside and put in its place: a crash leaves no half a file, and a link that was planted is not followed. */
function writeWhole(file: string, text: string): void {
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = openSync(aside, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0), 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(aside, file);
}

function strong(key: string, source: string): string {
  const weakness = whyWeak(key);
  if (weakness === undefined) return key;
  throw new InvalidConfiguration(`the key in ${source} ${weakness}; such as \`openssl rand -hex 24\` prints`);
}
