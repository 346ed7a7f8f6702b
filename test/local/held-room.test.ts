/** What can still be done on a disk that others fill to the last block again and again, on a small file system of its own. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../shared/adapters/local/sqlite-database.ts';
import { removeOld } from '../../shared/adapters/local/sqlite-retention.ts';
import { randomFrom } from '../eval/random.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { mountSmallDisk } from '../support/small-disk.ts';

const seeds = [1, 2, 3, 4];
const steps = 60;
const disk = mountSmallDisk(64);
afterEach(() => disk.empty());
afterAll(() => disk.remove());

const secretOf = (place: number) => `nobody may find ${place} again`;
const pathOf = (name: string) => join(disk.folder, `${name}.db`);

function keep(database: Database, place: number, bytes: number): void {
  const text = `${secretOf(place)} ${'x'.repeat(bytes)}`;
  database.transaction(() => database.sql('INSERT INTO questions VALUES (?, ?)').run(`q${place}`, text));
}

/** What deleting a consultation comes to. */
function forget(database: Database, place: number): void {
  database.transaction(() => database.sql('DELETE FROM questions WHERE consultationId = ?').run(`q${place}`));
  database.clearLog();
}

/** The file itself overwrites what is deleted. */
function isInLog(path: string, text: string): boolean {
  const log = `${path}-wal`;
  return existsSync(log) && readFileSync(log).includes(text);
}

describe('a disk that others fill again and again', { timeout: 120_000 }, () => {
  it.runIf(disk.isMounted).each(seeds)(
    'takes every deletion, and keeps nothing of it in the log, whatever came before: seed %i (needs root)',
    (seed) => {
      const chance = randomFrom(`full disk ${seed}`);
      const path = pathOf(`seed-${seed}`);
      let database = openDatabase(path);
      const kept = new Set<number>();
      let newest = 0;
      const add = () => {
        keep(database, newest, Math.floor(chance() * 100_000));
        kept.add(newest);
        newest += 1;
      };
      while (newest < 100) add();
      database.keepReserve();
      for (let step = 0; step < steps && kept.size > 0; step += 1) {
        disk.fill();
        const what = chance();
        if (what < 0.4) {
          const place = [...kept][Math.floor(chance() * kept.size)] as number;
          forget(database, place);
          kept.delete(place);
          expect(isInLog(path, secretOf(place))).toBe(false);
        } else if (what < 0.9) {
          try {
            add();
          } catch (error) {
            expect(error).toMatchObject({ name: 'StorageFull' });
          }
        } else {
          database.close();
          database = openDatabase(path);
        }
        expect(database.whyNoRoom(), 'deleting makes no room for new questions').toMatchObject({ name: 'StorageFull' });
      }
      disk.free();
      expect(database.whyNoRoom()).toBeUndefined();
      while (newest < 400) add();
      database.close();
      // Left open, it would give its room back in the middle of the next course.
      database = openDatabase(path);
      expect(database.sql('SELECT count(*) AS rows FROM questions').get()).toEqual({ rows: kept.size });
      database.close();
    },
  );

  it.runIf(disk.isMounted)('lets retention remove what is old (needs root)', () => {
    const database = openDatabase(pathOf('retention'));
    const clock = fakeClock('2026-03-01T00:00:00.000Z');
    for (let place = 0; place < 3000; place += 1) {
      database
        .sql('INSERT INTO idempotency VALUES (?, ?, ?, ?)')
        .run(`key ${place}`, 'digest'.repeat(100), `q${place}`, clock.now().getTime() - 1);
    }
    database.keepReserve();
    disk.fill();
    expect(removeOld({ database, clock }, { days: 1 })).toMatchObject({ idempotencyKeys: 3000 });
    database.close();
  });
});
