/** Feedback of the time when there was one piece a consultation. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openDatabase } from '../../shared/adapters/local/sqlite-database.ts';
import { sqlitePorts } from '../../shared/adapters/local/sqlite-ports.ts';
import { systemClock } from '../../shared/adapters/node/system-clock.ts';
import { earlierFile } from '../support/earlier-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'circle-earlier-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('is read, and kept when it is corrected', async () => {
  const path = join(folder, 'circle.db');
  const earlier = earlierFile(path, 4);
  const old = { consultationId: 'run-1', right: true, about: 'ada', receivedAt: '2026-03-02T09:00:00.000Z' };
  earlier.prepare('INSERT INTO feedback (consultationId, feedback, learnt) VALUES (?, ?, ?)').run('run-1', JSON.stringify(old), '{}');
  earlier.close();

  const now = openDatabase(path);
  const store = sqlitePorts({ database: now, clock: systemClock });
  expect(await store.feedback.list('run-1')).toEqual([old]);
  const corrected = { ...old, right: false, by: 'Ada' };
  await store.feedback.save({ tenant: 'tenant-a', circle: 'default', kind: 'short' }, corrected, {});
  expect(await store.feedback.list('run-1')).toEqual([old, corrected]);
  now.close();
});
