/** Keys as people and their tools write them into files and variables. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findAddress } from '../../functions/cli/client.ts';
import { requireApiKey } from '../../infra/local/api-key.ts';
import { envVault } from '../../shared/adapters/local/env-vault.ts';
import { systemClock } from '../../shared/adapters/node/system-clock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vault-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const purpose = { purpose: 'ask ada', tenant: 't', consultationId: 'c' };

async function keysOf(written: {
  readonly file?: Buffer | string;
  readonly environment?: Record<string, string>;
}): Promise<(string | undefined)[]> {
  const file = join(folder, 'secrets.env');
  if (written.file !== undefined) writeFileSync(file, written.file, { mode: 0o600 });
  const vault = envVault({ environment: written.environment ?? {}, file, clock: systemClock, record: async () => undefined });
  return [await vault.use('MY_KEY', purpose), await vault.use('OTHER_KEY', purpose)];
}

const lines = 'MY_KEY=sk-1\nOTHER_KEY=sk-2\n';
const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16();

it.each<[string, Buffer | string]>([
  ['UTF-8', lines],
  ['UTF-8 with a byte order mark', `\uFEFF${lines}`],
  ['UTF-16, little end first', Buffer.from(`\uFEFF${lines}`, 'utf16le')],
  ['UTF-16, big end first', bigEndian(`\uFEFF${lines}`)],
  ['line ends of Windows', lines.replaceAll('\n', '\r\n')],
  ['quotes', 'MY_KEY="sk-1"\nOTHER_KEY=\'sk-2\'\n'],
  ['export', 'export MY_KEY=sk-1\nexport OTHER_KEY=sk-2\n'],
  ['blanks around', '  MY_KEY = sk-1  \n\tOTHER_KEY=\tsk-2\t\n'],
])('a file in %s is read', async (_, file) => {
  expect(await keysOf({ file })).toEqual(['sk-1', 'sk-2']);
});

it.each(['sk-1\n', ' sk-1 ', 'sk-1\r\n', '"sk-1"', "'sk-1'", '"sk-1"\n', '\uFEFFsk-1', '`sk-1`', '" sk-1 "'])(
  'a variable written as %j is read',
  async (value) => {
    expect(await keysOf({ environment: { MY_KEY: value } })).toEqual(['sk-1', undefined]);
  },
);

it.each(['', '""', ' ', '\n'])('a variable written as %j is not set, and leaves it to the file', async (value) => {
  expect(await keysOf({ environment: { MY_KEY: value }, file: lines })).toEqual(['sk-1', 'sk-2']);
});

it.each(['"sk-1', 'sk-1"', 'sk"1', '"', '\'sk-1"'])('a quote that has no other one is a part of the value: %j', async (value) => {
  expect(await keysOf({ environment: { MY_KEY: value } })).toEqual([value, undefined]);
});

it.each(['circle_key-of-the-test\n', ' circle_key-of-the-test', '"circle_key-of-the-test"', '\uFEFFcircle_key-of-the-test'])(
  'the key of the API written as %j is the one that a header can carry',
  (value) => {
    expect(requireApiKey(folder, value)).toMatchObject({ key: 'circle_key-of-the-test', origin: 'environment' });
    expect(findAddress(undefined, { CIRCLE_API_KEY: value }).key).toBe('circle_key-of-the-test');
  },
);
