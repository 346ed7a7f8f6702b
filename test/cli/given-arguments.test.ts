/** Arguments that a terminal in another encoding has written. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { requireUtf8 } from '../../functions/cli/given-arguments.ts';
import { InvalidInput } from '../../shared/errors.ts';

const argv = ['node', 'circle', 'ask', 'Gr\uFFFD\uFFFDe?'];

describe('an argument', () => {
  it('that is not in UTF-8 is refused by its place', () => {
    expect(() => requireUtf8(argv, () => Buffer.from('Gr\xf6\xdfe?', 'latin1'))).toThrow(InvalidInput);
    expect(() => requireUtf8(argv, () => Buffer.from('Gr\xf6\xdfe?', 'latin1'))).toThrow('argument 2: is not in UTF-8');
  });

  it.each([
    ['that means the sign itself is taken', argv, () => Buffer.from('Gr\uFFFD\uFFFDe?')],
    [
      'is taken where nobody knows',
      argv,
      () => {
        throw new Error('no such file');
      },
    ],
    ['in UTF-8 is taken', ['node', 'circle', 'ask', 'Größe? 日本 🙂'], () => Buffer.from('\xff', 'latin1')],
  ])('%s', (_, given, read) => {
    expect(() => requireUtf8(given, read)).not.toThrow();
  });

  it.runIf(process.platform === 'linux')('is refused by the command itself, which asks nobody (needs Linux)', { timeout: 60_000 }, () => {
    const command = `exec "$NODE" functions/cli/circle.ts ask "$(printf 'Gr\\366\\337e?')"`;
    const env = { ...process.env, NODE: process.execPath, CIRCLE_URL: 'http://127.0.0.1:1', CIRCLE_API_KEY: 'k' };
    const { status, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8', env });
    expect({ status, stderr }).toEqual({ status: expect.any(Number), stderr: expect.stringContaining('is not in UTF-8') });
    expect(status).not.toBe(0);
  });
});
