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
/** The file as an earlier server has left it. */
let before: Buffer;
/** At least as large as what is there. */
const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(Math.max(4096, readFileSync(path).length - bytes.length + 4096))]);
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
  'written over by a backup of this moment': () => {
    database.copyTo(aside());
    writeFileSync(path, padded(readFileSync(aside())));
  },
  'written over by itself as it was before this start': () => writeFileSync(path, padded(before)),
  'written over by a larger database of another server': () => {
    const other = openDatabase(aside());
    other.close();
    writeFileSync(path, padded(readFileSync(aside())));
  },
  'written over by something else': () => writeFileSync(path, Buffer.alloc(readFileSync(path).length + 4096, 0x5a)),
} as const;

describe('a database file', () => {
  it.each(Object.entries(takenAway))('that is %s takes nothing new, by name, and says so to whoever looks', async (_, takeAway) => {
    mkdirSync(dirname(path));
    openDatabase(path).close();
    before = readFileSync(path);
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

  it('is its own whatever this server does with it: writes, checkpoints, deletions, copies and starts', async () => {
    mkdirSync(dirname(path));
    for (let start = 0; start < 3; start += 1) {
      database = openDatabase(path);
      const { runs } = sqlitePorts({ database, clock: systemClock });
      for (let index = 0; index < 10; index += 1) {
        const run = sampleRun({ question: 'q'.repeat(9000) });
        await runs.create(run);
        expect(database.whyNoRoom()).toBeUndefined();
        await runs.cancel(run.id, '2026-03-01T10:00:30.000Z');
        await runs.remove(run.id);
        if (index % 3 === 0) database.clearLog();
        expect(database.whyNoRoom()).toBeUndefined();
      }
      database.copyTo(`${aside()}-${start}`);
      expect(database.whyNoRoom()).toBeUndefined();
      database.close();
    }
    database = openDatabase(path);
    expect(database.whyNotWritable()).toBeUndefined();
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
