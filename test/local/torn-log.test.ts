/** A power cut leaves any beginning of the log behind: what is read then is whole, and a beginning of what was written. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../shared/adapters/local/sqlite-database.ts';
import { sqlitePorts } from '../../shared/adapters/local/sqlite-ports.ts';
import { systemClock } from '../../shared/adapters/node/system-clock.ts';
import { sampleOpinion, sampleRun } from '../ports/samples.ts';

let folder: string;
const ids: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'circle-torn-'));
  const database = openDatabase(join(folder, 'circle.db'));
  const ports = sqlitePorts({ database, clock: systemClock });
  for (let place = 0; place < 60; place += 1) {
    const run = sampleRun();
    ids.push(run.id);
    await ports.runs.create(run);
    await ports.opinions.record(run.id, sampleOpinion('expert-0'));
  }
  for (const name of ['circle.db', 'circle.db-wal']) copyFileSync(join(folder, name), join(folder, `cut-${name}`));
  database.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

it('loses the end at most, and leaves no run half written, wherever the log is cut', async () => {
  const { size } = statSync(join(folder, 'cut-circle.db-wal'));
  expect(readFileSync(join(folder, 'cut-circle.db-wal')).length).toBe(size);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: size }), async (length) => {
      const place = mkdtempSync(join(folder, 'at-'));
      for (const name of ['circle.db', 'circle.db-wal']) copyFileSync(join(folder, `cut-${name}`), join(place, name));
      truncateSync(join(place, 'circle.db-wal'), length);
      const database = openDatabase(join(place, 'circle.db'));
      const ports = sqlitePorts({ database, clock: systemClock });
      const found = await Promise.all(ids.map(async (id) => (await ports.runs.get(id))?.answered));
      const kept = found.filter((answered) => answered !== undefined);
      expect(
        found.slice(kept.length).every((answered) => answered === undefined),
        'a beginning of what was written',
      ).toBe(true);
      expect(
        kept.slice(0, -1).every((answered) => answered === 1),
        'each one whole, but for the last',
      ).toBe(true);
      expect(database.sql('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
      if (length === size) expect(kept).toHaveLength(ids.length);
      database.close();
      rmSync(place, { recursive: true });
    }),
    { numRuns: 100, examples: [[size], [0]] },
  );
}, 60_000);
