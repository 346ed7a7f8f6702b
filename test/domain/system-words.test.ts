/** What the system says is told in words, whatever command or server meets it. */
import { getSystemErrorMap } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isDiskFull, systemCode, systemFailureInWords } from '../../shared/domain/system-words.ts';
import { messageOf } from '../../shared/errors.ts';

const failed = (code: string, more: object = {}) =>
  Object.assign(new Error(`${code}: as Node says it, open 'a'`), { code, errno: -1, ...more });

/** What a file, a disk, a right or a network may answer to whoever opens, writes, copies, renames or connects. */
const ofFiles = [
  'ENOSPC',
  'EROFS',
  'EIO',
  'EFBIG',
  'EACCES',
  'EPERM',
  'ENOENT',
  'EEXIST',
  'EISDIR',
  'ENOTDIR',
  'ENOTEMPTY',
  'ENAMETOOLONG',
];
const ofMachines = ['ELOOP', 'EXDEV', 'EBUSY', 'ETXTBSY', 'EMFILE', 'ENFILE', 'ENOMEM', 'EADDRINUSE', 'EADDRNOTAVAIL'];
const ofNetworks = ['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'];

describe('a failure of the system', () => {
  it.each([...ofFiles, ...ofMachines, ...ofNetworks])('is told in words with its place and code: %s', (code) => {
    expect([...getSystemErrorMap().values()].map(([name]) => name)).toContain(code);
    expect(systemFailureInWords(failed(code, { path: '/a/b' }))).toMatch(new RegExp(`^/a/b: [^:]{8,}.* \\(${code}\\)$`));
    expect(systemFailureInWords(failed(code))).toMatch(/^[a-z]/);
  });

  it('names the place that is written of a copy', () => {
    expect(systemFailureInWords(failed('ENOSPC', { path: '/from', dest: '/to' }))).toBe('/to: the disk is full (ENOSPC)');
  });

  it('is a quota too, for which Node has no word', () => {
    const quota = Object.assign(new Error("UNKNOWN: unknown error, write 'x'"), { errno: -122, code: 'UNKNOWN' });
    expect([systemCode(quota), isDiskFull(quota), messageOf(quota)]).toEqual(['EDQUOT', true, "EDQUOT: disk quota exceeded, write 'x'"]);
  });

  it.each([new Error('no'), failed('ERR_INVALID_ARG_TYPE'), failed('toString'), 'text', undefined])(
    'is nothing that no system has said: %s',
    (other) => {
      expect(systemFailureInWords(other)).toBeUndefined();
      expect(isDiskFull(other)).toBe(false);
    },
  );
});
