/** The files of a folder of this machine. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderFiles } from '../../shared/adapters/local/folder-files.ts';
import { deployedFilesContract, listOf } from './deployed-files-contract.ts';

deployedFilesContract('in a folder', async (written) => {
  const base = mkdtempSync(join(tmpdir(), 'circle-deployed-'));
  mkdirSync(join(base, 'templates'));
  for (const [path, text] of Object.entries(written)) writeFileSync(join(base, 'templates', path), text);
  return {
    files: folderFiles(base),
    source: { kind: 'folder', folder: './templates' },
    close: async () => rmSync(base, { recursive: true }),
  };
});

describe('a folder', () => {
  let base: string;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'circle-deployed-'));
  });
  afterEach(() => rmSync(base, { recursive: true }));
  const list = (folder = '.') => listOf(folderFiles(base), { kind: 'folder', folder });

  it('is looked into with the folders below it, and what is hidden is left out', async () => {
    for (const path of ['b.yaml', 'a/z.yaml', 'a/b/c.yaml', 'a.yaml', '.git/config', 'a/.env']) {
      mkdirSync(join(base, path, '..'), { recursive: true });
      writeFileSync(join(base, path), path);
    }
    expect((await list()).map(({ path }) => path)).toEqual(['a.yaml', 'a/b/c.yaml', 'a/z.yaml', 'b.yaml']);
  });

  it('names a link, and does not follow it', async () => {
    writeFileSync(join(base, 'a.yaml'), 'a');
    symlinkSync(base, join(base, 'round'));
    symlinkSync('/etc/hostname', join(base, 'out'));
    const fault = 'is a link, which is not followed';
    expect(await list()).toEqual([
      { path: 'a.yaml', bytes: 1 },
      { path: 'out', fault },
      { path: 'round', fault },
    ]);
    expect(await folderFiles(base).read({ kind: 'folder', folder: '.' }, 'out', 100)).toEqual({ fault: 'is no file any more' });
  });

  it('that is not there is refused, and the refusal says which', async () => {
    await expect(list('nowhere')).rejects.toMatchObject({
      name: 'InvalidInput',
      fields: [{ field: 'review.folder', message: expect.stringMatching(/^cannot be looked into: ENOENT.*nowhere/) }],
    });
  });
});
