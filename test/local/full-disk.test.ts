import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runQueue } from '../../infra/local/queue-runner.ts';
import { type Database, openDatabase } from '../../shared/adapters/local/sqlite-database.ts';
import { sqliteQueue } from '../../shared/adapters/local/sqlite-queue.ts';
import { systemClock } from '../../shared/adapters/node/system-clock.ts';
import { recordedLog } from '../support/recorded-log.ts';

/** SQLite's own limit of pages stands for the disk's: it gives the same result code. */
function limit(database: Database, room: 'full' | 'free'): void {
  const pages = Number(database.sql('PRAGMA page_count').get()?.['page_count']);
  database.sql(`PRAGMA max_page_count = ${room === 'full' ? pages : 1_000_000}`).get();
}

const big = 'x'.repeat(50_000);

describe('a full disk', () => {
  it('is named, in one statement and in a transaction, and hides behind no complaint of the rollback', () => {
    const database = openDatabase(':memory:');
    limit(database, 'full');
    const insert = () => database.sql('INSERT INTO secretUses VALUES (?, ?)').run('now', big);
    for (const write of [insert, () => database.transaction(insert)]) {
      expect(write).toThrow(expect.objectContaining({ name: 'StorageFull', retryable: true, message: expect.stringContaining('is full') }));
    }
    limit(database, 'free');
    expect(() => database.transaction(insert)).not.toThrow();
  });

  it('ends no worker: its messages come back once there is room', async () => {
    const database = openDatabase(':memory:');
    const queue = sqliteQueue({ database, clock: systemClock });
    queue.sendRaw('openai', big);
    const log = recordedLog();
    const handled: number[] = [];
    const failures = { left: 3 };
    const original = queue.giveBack;
    // The store cannot even note that the message is to come back.
    queue.giveBack = (...args) => {
      failures.left -= 1;
      if (failures.left >= 0) throw new Error('the disk is full');
      original(...args);
    };
    const runner = runQueue(
      queue,
      {
        queue: 'openai',
        name: 'worker',
        concurrency: 1,
        handle: async ({ receives }) => {
          handled.push(receives);
          if (receives === 1) throw new Error('the disk is full');
        },
      },
      { clock: systemClock, log },
    );
    await expect.poll(() => handled, { timeout: 10_000 }).toEqual([1, 2]);
    await expect.poll(() => queue.nextVisibleAt('openai'), { timeout: 5_000 }).toBeUndefined();
    runner.stop();
  });
});

describe('a data folder that cannot be used', () => {
  it.each([
    ['foreign', 'no database at all\n'.repeat(500), 'DataDamaged'],
    ['cut off', `SQLite format 3\0${'\0'.repeat(40)}`, 'DataDamaged'],
  ])('is named with its path: %s', (_, content, name) => {
    const path = join(mkdtempSync(join(tmpdir(), 'circle-data-')), 'circle.db');
    writeFileSync(path, content);
    expect(() => openDatabase(path)).toThrow(expect.objectContaining({ name, message: expect.stringContaining(path) }));
  });

  it('is named where the folder is missing', () => {
    expect(() => openDatabase('/proc/nothing/circle.db')).toThrow(expect.objectContaining({ name: 'StorageFailed' }));
  });
});
