/** Provider keys of embedded mode: environment variables first, then a file that only its owner may read. */
import { readFileSync, statSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { decodeUtf8 } from '../../contract/utf8-text.ts';
import { writtenValue } from '../../contract/written-value.ts';
import { InvalidConfiguration } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SecretUse } from '../../ports/secret-uses.ts';
import type { Vault } from '../../ports/vault.ts';

/** Opens the vault. `file` is optional and holds `NAME=value` lines. Throws `InvalidConfiguration` if others can read the file. */
export function envVault(options: {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly file?: string;
  readonly clock: Clock;
  /** Must have written the use durably when it resolves; if it fails, the secret is not used. */
  readonly record: (use: SecretUse) => Promise<void>;
}): Vault {
  const { environment, file, clock, record } = options;
  const read = (name: string): { value: string; version: string } | undefined => {
    const fromEnvironment = writtenValue(environment[name] ?? '');
    if (fromEnvironment) return { value: fromEnvironment, version: 'environment' };
    const fromFile = file === undefined ? undefined : readSecretsFile(file);
    const value = writtenValue(fromFile?.values[name] ?? '');
    return value && fromFile ? { value, version: `file ${fromFile.changedAt}` } : undefined;
  };
  return {
    async use(secret, purpose) {
      const found = read(secret);
      if (!found) return undefined;
      await record({ secret, version: found.version, ...purpose, at: clock.now().toISOString() });
      return found.value;
    },
    async has(secret) {
      return read(secret) !== undefined;
    },
  };
}

/** Read anew each time, so that a rotated key needs no restart; an absent file holds nothing. */
function readSecretsFile(path: string): { values: Readonly<Record<string, string | undefined>>; changedAt: string } | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return undefined;
  if ((stat.mode & 0o077) !== 0) throw new InvalidConfiguration(`${path} can be read by others; run: chmod 600 ${path}`);
  return { values: parseEnv(textOf(readFileSync(path), path)), changedAt: stat.mtime.toISOString() };
}

/** The text of a file in UTF-8 or, as some editors save it, in UTF-16; without its byte order mark. */
function textOf(bytes: Buffer, path: string): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const decoded = decodeUtf8(bytes);
  if ('text' in decoded) return decoded.text;
  throw new InvalidConfiguration(`${path} ${decoded.fault}; save it as UTF-8`);
}
