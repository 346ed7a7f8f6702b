/** A quota that is used up: SQLite calls it an I/O error, Node has no name for it, and the disk says that it has room. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isOverQuota } from '../../shared/adapters/local/disk-quota.ts';
import { reserveFile } from '../../shared/adapters/local/reserve-file.ts';
import { storageFailure } from '../../shared/adapters/local/sqlite-failure.ts';
import { messageOf } from '../../shared/errors.ts';

const failing = (name: keyof typeof constants.errno) => () => {
  // As Node throws it: without a name.
  throw Object.assign(new Error('UNKNOWN: unknown error, write'), { code: 'UNKNOWN', errno: -constants.errno[name] });
};
const ioError = Object.assign(new Error('disk I/O error'), { errcode: 778 });

function pathInFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'circle-quota-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'circle.db');
}

describe('a quota that is used up', () => {
  it('has a name where Node has none', () => {
    expect(failing('EDQUOT')).toThrow('UNKNOWN');
    const thrown = Object.assign(new Error('UNKNOWN: unknown error, write'), { errno: -122 });
    expect(messageOf(thrown)).toBe('EDQUOT: disk quota exceeded, write');
  });

  it('is known by its number, and by no other failure', () => {
    expect(isOverQuota(pathInFolder(), failing('EDQUOT'))).toBe(true);
    for (const name of ['ENOSPC', 'EIO', 'EROFS', 'EACCES'] as const) expect(isOverQuota(pathInFolder(), failing(name))).toBe(false);
  });

  it('is looked for by a file that is gone afterwards', () => {
    const path = pathInFolder();
    expect(isOverQuota(path)).toBe(false);
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  it('is told as no room, and any other failure of the disk as one', () => {
    const path = pathInFolder();
    expect(storageFailure(ioError, path, () => true)).toMatchObject({
      name: 'StorageFull',
      message: expect.stringContaining('quota'),
      retryable: true,
    });
    expect(storageFailure(ioError, path, () => false)).toMatchObject({ name: 'StorageFailed', message: expect.stringContaining('fails') });
  });

  it('keeps everything new out, although the disk has room, until a reserve can be made again', () => {
    let isOver = true;
    const reserve = reserveFile(pathInFolder(), () => isOver);
    reserve.keep();
    expect(reserve.whyNoRoom(0)).toBeUndefined();
    reserve.lookAtQuota();
    reserve.release();
    expect(reserve.whyNoRoom(0)).toMatchObject({ name: 'StorageFull', message: expect.stringContaining('quota') });
    isOver = false;
    expect(reserve.whyNoRoom(0)).toBeDefined();
    reserve.keep();
    expect(reserve.whyNoRoom(0)).toBeUndefined();
  });
});
