/** Backups: made while the database is written, put back whole or not at all. */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { backUpStopped, openBackup, removeCopies, restoreBackup } from '../../infra/local/backup.ts';
import { type Database, openDatabase } from '../../shared/adapters/local/sqlite-database.ts';
import { sqlitePorts } from '../../shared/adapters/local/sqlite-ports.ts';
import { systemClock } from '../../shared/adapters/node/system-clock.ts';
import { sampleRun } from '../ports/samples.ts';
import { mountSmallDisk } from '../support/small-disk.ts';

let folder: string;
let database: Database | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'circle-'));
});
afterEach(() => {
  database?.close();
  database = undefined;
  rmSync(folder, { recursive: true });
});

const file = () => join(folder, 'circle.db');
const open = () => {
  database = openDatabase(file());
  return sqlitePorts({ database, clock: systemClock });
};
const close = () => {
  database?.close();
  database = undefined;
};
const runsIn = async () => (await open().listings.page({ tenant: 'tenant-a', limit: 100 })).runs.map(({ id }) => id).toSorted();

async function filled(count: number): Promise<readonly string[]> {
  const ports = open();
  const runs = Array.from({ length: count }, () => sampleRun({ tenant: 'tenant-a' }));
  for (const run of runs) await ports.runs.create(run);
  return runs.map(({ id }) => id).toSorted();
}

describe('a backup', () => {
  it('is whole though runs are created while it is made, and leaves no file behind', async () => {
    const ids = await filled(50);
    const backup = openBackup(database as Database, folder);
    const ports = sqlitePorts({ database: database as Database, clock: systemClock });
    for (let more = 0; more < 50; more += 1) await ports.runs.create(sampleRun({ tenant: 'tenant-a' }));
    const { bytes, content } = await backup;
    expect(readdirSync(folder).filter((name) => name.startsWith('copy-'))).toEqual([]);
    const copy = await buffer(content);
    expect(copy.length).toBe(bytes);
    close();
    writeFileSync(join(folder, 'taken.db'), copy);
    restoreBackup(folder, join(folder, 'taken.db'));
    expect(await runsIn()).toEqual(expect.arrayContaining([...ids]));
  });

  it('takes no file away that has the name of another one', async () => {
    await filled(1);
    close();
    writeFileSync(join(folder, 'b.db.partial'), 'mine');
    backUpStopped(folder, join(folder, 'b.db'));
    expect(readFileSync(join(folder, 'b.db.partial'), 'utf8')).toBe('mine');
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual(['b.db.partial']);
  });

  it('that is refused since a server runs leaves no copy beside its database', async () => {
    await filled(1);
    close();
    backUpStopped(folder, join(folder, 'b.db'));
    open();
    expect(() => restoreBackup(folder, join(folder, 'b.db'))).toThrow(expect.objectContaining({ name: 'DataInUse' }));
    expect(readdirSync(folder).filter((name) => name.includes('new'))).toEqual([]);
  });

  it('of a stopped server is made from the file itself, for its owner alone; a running one is left alone', async () => {
    await filled(3);
    expect(() => backUpStopped(folder, join(folder, 'b.db'))).toThrow(expect.objectContaining({ name: 'DataInUse' }));
    close();
    backUpStopped(folder, join(folder, 'b.db'));
    expect(statSync(join(folder, 'b.db')).size).toBeGreaterThan(0);
    expect(readdirSync(folder)).not.toContain('b.db.partial');
  });

  it('that a process died over is removed by the next start', () => {
    writeFileSync(join(folder, 'copy-0123.db'), 'half');
    removeCopies(folder);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a restoration', () => {
  function backup(): string {
    const target = join(folder, 'backup.db');
    close();
    backUpStopped(folder, target);
    return target;
  }

  it('brings back what there was, and keeps what it replaces', async () => {
    const before = await filled(3);
    const taken = backup();
    const after = await filled(2);
    close();
    const kept = restoreBackup(folder, taken);
    expect(await runsIn()).toEqual(before);
    close();
    copyFileSync(String(kept), file());
    expect(await runsIn()).toEqual([...before, ...after].toSorted());
  });

  it('works where nothing is, and where what is there is damaged', async () => {
    const before = await filled(3);
    const taken = backup();
    rmSync(file());
    expect(restoreBackup(folder, taken)).toBeUndefined();
    expect(await runsIn()).toEqual(before);
    close();
    writeFileSync(file(), 'no database at all\n'.repeat(500));
    expect(readFileSync(String(restoreBackup(folder, taken)), 'utf8')).toContain('no database');
    expect(await runsIn()).toEqual(before);
  });

  it('is not mixed with the log of a database that somebody has taken away', async () => {
    const before = await filled(3);
    const taken = backup();
    await filled(20);
    // As a server leaves its folder that is killed: the log holds what the file does not.
    const log = readFileSync(`${file()}-wal`);
    close();
    rmSync(file());
    writeFileSync(`${file()}-wal`, log);
    const kept = restoreBackup(folder, taken);
    expect(await runsIn()).toEqual(before);
    expect(readFileSync(`${kept}-wal`)).toEqual(log);
  });

  it.each(['full', 'read-only'] as const)('onto a disk that is %s is named, and leaves everything as it was', async (state) => {
    const disk = mountSmallDisk(1);
    onTestFinished(() => disk.remove());
    // Only an administrator can mount one.
    if (!disk.isMounted) return;
    await filled(100);
    const taken = backup();
    openDatabase(join(disk.folder, 'circle.db')).close();
    if (state === 'full') disk.fill();
    else disk.freeze();
    const held = () => readdirSync(disk.folder).map((name) => [name, readFileSync(join(disk.folder, name)).length]);
    const before = held();
    const words = state === 'full' ? 'the disk is full (ENOSPC)' : 'the disk is read-only (EROFS)';
    expect(() => restoreBackup(disk.folder, taken)).toThrow(
      expect.objectContaining({
        name: state === 'full' ? 'StorageFull' : 'StorageFailed',
        retryable: true,
        message: expect.stringMatching(new RegExp(`what was there is unchanged: .*${words.replace(/[()]/g, '.')}`)),
      }),
    );
    expect(held()).toEqual(before);
  });

  it('reads a backup from a disk that is read-only', async () => {
    const disk = mountSmallDisk(4);
    onTestFinished(() => disk.remove());
    if (!disk.isMounted) return;
    const before = await filled(3);
    copyFileSync(backup(), join(disk.folder, 'taken.db'));
    disk.freeze();
    restoreBackup(folder, join(disk.folder, 'taken.db'));
    expect(await runsIn()).toEqual(before);
  });

  it('is refused while a server runs', async () => {
    await filled(1);
    const taken = backup();
    open();
    expect(() => restoreBackup(folder, taken)).toThrow(expect.objectContaining({ name: 'DataInUse' }));
  });

  it.each<[string, (taken: string) => void, RegExp]>([
    ['is not there', (taken) => rmSync(taken), /there is no such file/],
    ['is no database', (taken) => writeFileSync(taken, 'text'.repeat(500)), /not a database/],
    ['was cut off', (taken) => truncateSync(taken, 20_000), /damaged|malformed/],
    [
      'is the database of something else',
      (taken) => {
        rmSync(taken);
        const other = openDatabase(taken);
        other.sql('DROP TABLE opinions').run();
        other.close();
      },
      /something else/,
    ],
    [
      'comes from a later version',
      (taken) => {
        const later = openDatabase(taken);
        later.sql('PRAGMA user_version = 999').run();
        later.close();
      },
      /a later version \(999/,
    ],
  ])('is refused for a file that %s, and changes nothing', async (_, spoil, reason) => {
    const before = await filled(30);
    const taken = backup();
    spoil(taken);
    expect(() => restoreBackup(folder, taken)).toThrow(reason);
    expect(await runsIn()).toEqual(before);
  });
});
