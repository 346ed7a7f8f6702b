/** What a command says where something goes wrong that is none of its own: a disk, a right, a network, a certificate. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failureInWords } from '../../functions/cli/client.ts';
import { CircleApiError } from '../../shared/client/api-error.ts';

const root = join(import.meta.dirname, '../..');
const codes = {
  disk: ['ENOSPC', 'EROFS', 'EIO', 'EFBIG', 'EMFILE'],
  right: ['EACCES', 'EPERM'],
  place: ['ENOENT', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'EEXIST'],
  network: ['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
};
const certificates = ['CERT_HAS_EXPIRED', 'SELF_SIGNED_CERT_IN_CHAIN', 'ERR_TLS_CERT_ALTNAME_INVALID', 'UNABLE_TO_GET_CRL'];
const thrown = (code: string) => Object.assign(new Error(`${code}: as it comes`), { code, errno: -1, path: '/a/b' });
const unreached = (code: string) =>
  new CircleApiError('no circle answers at https://c.example', {
    ...{ type: 'unreachable', status: 0, retryable: true },
    cause: new TypeError('fetch failed', { cause: thrown(code) }),
  });

describe('a command', () => {
  it.each(Object.values(codes).flat())('says what the system means by %s', (code) => {
    expect(failureInWords(thrown(code))).toMatch(new RegExp(`^/a/b: .+ \\(${code}\\)$`));
  });

  it.each([...codes.network, ...certificates])('says why its circle is not reached: %s', (code) => {
    expect(failureInWords(unreached(code))).toMatch(new RegExp(`^no circle answers at https://c\\.example.*${code}`));
  });

  it('says so where nobody has expected it, in one place for all commands', () => {
    expect(failureInWords(new Error('no'))).toBe('unexpected: no');
    const said = globSync('functions/cli/**/*.ts', { cwd: root }).filter((path) =>
      readFileSync(join(root, path), 'utf8').includes('unexpected: '),
    );
    expect(said).toEqual(['functions/cli/client.ts']);
  });
});
