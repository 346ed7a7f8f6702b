/** Feedback of the time when there was one piece a consultation. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openDatabase } from '../../shared/adapters/local/sqlite-database.ts';
import { sqlitePorts } from '../../shared/adapters/local/sqlite-ports.ts';
import { systemClock } from '../../shared/adapters/node/system-clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'circle-earlier-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('is read, and kept when it is corrected', async () => {
  const path = join(folder, 'circle.db');
  const earlier = openDatabase(path);
  const old = { consultationId: 'run-1', right: true, about: 'ada', receivedAt: '2026-03-02T09:00:00.000Z' };
  earlier.sql('INSERT INTO feedback (consultationId, feedback, learnt) VALUES (?, ?, ?)').run('run-1', JSON.stringify(old), '{}');
  earlier.sql('DROP TABLE formerFeedback').run();
  earlier.sql('ALTER TABLE runs DROP COLUMN journal').run();
  earlier.sql('ALTER TABLE opinions RENAME TO rounds').run();
  earlier
    .sql(
      'CREATE TABLE opinions (consultationId TEXT NOT NULL, expert TEXT NOT NULL, opinion TEXT NOT NULL, PRIMARY KEY (consultationId, expert))',
    )
    .run();
  earlier.sql('DROP TABLE rounds').run();
  for (const column of ['held', 'interruptions']) earlier.sql(`ALTER TABLE messages DROP COLUMN ${column}`).run();
  earlier.sql('PRAGMA user_version = 4').run();
  earlier.close();

  const now = openDatabase(path);
  const store = sqlitePorts({ database: now, clock: systemClock });
  expect(await store.feedback.list('run-1')).toEqual([old]);
  const corrected = { ...old, right: false, by: 'Ada' };
  await store.feedback.save({ tenant: 'tenant-a', circle: 'default', kind: 'short' }, corrected, {});
  expect(await store.feedback.list('run-1')).toEqual([old, corrected]);
  now.close();
});
