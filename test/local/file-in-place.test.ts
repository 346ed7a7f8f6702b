/** A file that is taken away from under a running server: what is written to it would be gone with the process. */
import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../shared/adapters/local/sqlite-database.ts';
import { sqlitePorts } from '../../shared/adapters/local/sqlite-ports.ts';
import { systemClock } from '../../shared/adapters/node/system-clock.ts';
import { sampleRun } from '../ports/samples.ts';

let path: string;
let database: Database;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'circle-place-')), 'data', 'circle.db');
});
afterEach(() => database.close());

const aside = () => `${path}.aside`;
const takenAway = {
  'deleted with its folder': () => rmSync(dirname(path), { recursive: true }),
  deleted: () => rmSync(path),
  moved: () => renameSync(path, aside()),
  replaced: () => {
    copyFileSync(path, aside());
    renameSync(aside(), path);
  },
} as const;

describe('a database file', () => {
  it.each(Object.entries(takenAway))('that is %s takes nothing new, by name, and says so to whoever looks', async (_, takeAway) => {
    mkdirSync(dirname(path));
    database = openDatabase(path);
    const { runs } = sqlitePorts({ database, clock: systemClock });
    expect(database.whyNotWritable()).toBeUndefined();
    await runs.create(sampleRun());
    takeAway();
    await expect(runs.create(sampleRun({ id: 'another' }))).rejects.toMatchObject({
      name: 'StorageFailed',
      retryable: true,
      message: expect.stringContaining(path),
    });
    expect(database.whyNotWritable()).toContain(path);
  });

  it('that is put back takes new questions again', () => {
    mkdirSync(dirname(path));
    database = openDatabase(path);
    renameSync(path, aside());
    expect(database.whyNoRoom()).toBeDefined();
    renameSync(aside(), path);
    expect(database.whyNoRoom()).toBeUndefined();
  });
});
