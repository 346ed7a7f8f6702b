/** A file that is taken away from under a running server: what is written to it would be gone with the process. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
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
  'cut where it stands': () => truncateSync(path),
  'written over by a smaller one': () => writeFileSync(path, readFileSync(path).subarray(0, 4096)),
} as const;

describe('a database file', () => {
  it.each(Object.entries(takenAway))('that is %s takes nothing new, by name, and says so to whoever looks', async (_, takeAway) => {
    mkdirSync(dirname(path));
    database = openDatabase(path);
    const { runs } = sqlitePorts({ database, clock: systemClock });
    expect(database.whyNotWritable()).toBeUndefined();
    for (let index = 0; index < 20; index += 1) await runs.create(sampleRun({ id: `run-${index}`, question: 'q'.repeat(9000) }));
    // What was written is in the file itself, and not in its log alone.
    database.clearLog();
    expect(database.whyNoRoom()).toBeUndefined();
    takeAway();
    await expect(runs.create(sampleRun({ id: 'another' }))).rejects.toMatchObject({
      name: 'StorageFailed',
      retryable: true,
      message: expect.stringContaining(path),
    });
    expect(database.whyNotWritable()).toContain(path);
  });

  it('in which a page is broken takes nothing new from then on, and is named with what helps', async () => {
    mkdirSync(dirname(path));
    const written = openDatabase(path);
    const { runs } = sqlitePorts({ database: written, clock: systemClock });
    for (let index = 0; index < 20; index += 1) await runs.create(sampleRun({ id: `run-${index}`, question: 'q'.repeat(9000) }));
    written.close();
    const bytes = readFileSync(path);
    // What a start reads of it stays.
    const whole = Math.floor(bytes.length / 8192) * 4096;
    writeFileSync(path, Buffer.concat([bytes.subarray(0, whole), Buffer.alloc(bytes.length - whole, 0x5a)]));
    database = openDatabase(path);
    const broken = sqlitePorts({ database, clock: systemClock });
    const readAll = async () => {
      for (let index = 0; index < 20; index += 1) await broken.runs.get(`run-${index}`);
    };
    await expect(readAll()).rejects.toMatchObject({ name: 'DataDamaged', retryable: false });
    await expect(broken.runs.create(sampleRun({ id: 'another' }))).rejects.toMatchObject({
      message: expect.stringContaining('circle restore'),
    });
    expect(database.whyNotWritable()).toContain('circle restore');
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
