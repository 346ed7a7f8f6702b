/** The key of embedded mode: where it comes from, and which ones are refused. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requireApiKey } from '../../infra/local/api-key.ts';
import { buildEnvironment } from '../../infra/local/build-environment.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'circle-key-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a key', () => {
  it('that is made is taken at the next start', () => {
    const made = requireApiKey(folder, undefined);
    expect(made.origin).toBe('made');
    expect(requireApiKey(folder, undefined)).toEqual({ ...made, origin: 'file' });
  });

  it.each([
    ['x', /at least 16 characters/],
    ['a-key-of-15-sig', /at least 16 characters/],
    ['aaaaaaaaaaaaaaaaaaaaaaaa', /different characters/],
    ['one-key-and,another-key', /no comma, blank/],
    ['a key with blanks in it', /no comma, blank/],
    ['a-key-with-an-umlaut-ö', /no comma, blank/],
  ])('that is weak is refused by its variable, and not quoted: %s', (key, why) => {
    expect(() => requireApiKey(folder, key)).toThrow(why);
    expect(() => requireApiKey(folder, key)).toThrow(/^the key in CIRCLE_API_KEY /);
    if (key.length > 1) expect(() => requireApiKey(folder, key)).not.toThrow(key);
  });

  it('that is weak is refused in the file too, by its path', () => {
    writeFileSync(join(folder, 'api-key'), 'attacker\n', { mode: 0o600 });
    expect(() => requireApiKey(folder, undefined)).toThrow(join(folder, 'api-key'));
  });

  it.each(['circle_hBzu4lN2cMGkUuQ6CI5xPvyH3uMhqf8W', '0123456789abcdef', 'key-of-the-process-tests'])(
    'that is long enough is taken: %s',
    (key) => {
      expect(requireApiKey(folder, key).key).toBe(key);
    },
  );
});

describe('what a build is told', () => {
  it('is where tools are, and no key', () => {
    const environment = {
      ...{ PATH: '/bin', HOME: '/root', CARGO_HOME: '/cargo', https_proxy: 'http://proxy', LC_ALL: 'C', RUSTUP_HOME: '/rustup' },
      ...{ OPENAI_API_KEY: 'a', CIRCLE_API_KEY: 'b', AWS_SECRET_ACCESS_KEY: 'c', CARGO_REGISTRY_TOKEN: 'd', WEBHOOK_SECRET: 'e' },
    };
    expect(Object.keys(buildEnvironment(environment))).toEqual(['PATH', 'HOME', 'CARGO_HOME', 'https_proxy', 'LC_ALL', 'RUSTUP_HOME']);
  });
});
