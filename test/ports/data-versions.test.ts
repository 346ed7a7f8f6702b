/** Data files of other versions: an earlier one is brought up to date beside a copy of it, a later one is refused. */
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { copyPath } from '../../shared/adapters/local/sqlite-copy-before.ts';
import { openDatabase } from '../../shared/adapters/local/sqlite-database.ts';
import { sqlitePorts } from '../../shared/adapters/local/sqlite-ports.ts';
import { systemClock } from '../../shared/adapters/node/system-clock.ts';
import { sampleRun } from './samples.ts';

describe('opening a data file', () => {
  it('brings a data file of an earlier version up to date, keeps a copy of it, and refuses one of a later version', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'circle-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'circle.db');
    const earlier = openDatabase(path);
    const kept = sampleRun();
    await sqlitePorts({ database: earlier, clock: systemClock }).runs.create(kept);
    earlier.sql('ALTER TABLE runs DROP COLUMN arrivals').run();
    for (const table of ['reliability', 'generations', 'learnt', 'feedback', 'deliveries', 'formerFeedback', 'requests'])
      earlier.sql(`DROP TABLE ${table}`).run();
    earlier.sql('ALTER TABLE runs DROP COLUMN journal').run();
    earlier.sql('ALTER TABLE opinions RENAME TO rounds').run();
    earlier
      .sql(
        'CREATE TABLE opinions (consultationId TEXT NOT NULL, expert TEXT NOT NULL, opinion TEXT NOT NULL, PRIMARY KEY (consultationId, expert))',
      )
      .run();
    earlier.sql('DROP TABLE rounds').run();
    for (const column of ['held', 'interruptions']) earlier.sql(`ALTER TABLE messages DROP COLUMN ${column}`).run();
    earlier.sql('PRAGMA user_version = 1').run();
    earlier.close();

    const now = openDatabase(path);
    const key = { tenant: 'tenant-a', circle: 'default', kind: 'short' } as const;
    expect(await sqlitePorts({ database: now, clock: systemClock }).reliability.learn(key, 'run-1', {})).toBe(true);
    const copy = copyPath(path, 1);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    const before = new DatabaseSync(copy, { readOnly: true });
    expect(before.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 });
    expect(before.prepare('SELECT id FROM runs').all()).toEqual([{ id: kept.id }]);
    before.close();
    now.sql('PRAGMA user_version = 99').run();
    now.close();

    expect(() => openDatabase(path)).toThrow(
      expect.objectContaining({ name: 'DataVersion', message: expect.stringContaining('later version (99') }),
    );
    expect(existsSync(copyPath(path, 99))).toBe(false);
  });

  it.each([
    ['normal', 1],
    ['full', 2],
  ] as const)('waits for the disk as it is told to: %s', (sync, level) => {
    const database = openDatabase(':memory:', sync);
    expect(database.sql('PRAGMA synchronous').get()).toEqual({ synchronous: level });
    database.close();
  });

  it('copies nothing where nothing is to be changed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'circle-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'circle.db');
    for (let time = 0; time < 2; time += 1) openDatabase(path).close();
    expect(readdirSync(folder).filter((name) => name.endsWith('.bak'))).toEqual([]);
  });
});
