/** Data files of other versions: an earlier one is brought up to date beside a copy of it, a later one is refused. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { copyPath } from '../../shared/adapters/local/sqlite-copy-before.ts';
import { openDatabase } from '../../shared/adapters/local/sqlite-database.ts';
import { sqlitePorts } from '../../shared/adapters/local/sqlite-ports.ts';
import { loseAwaited } from '../../shared/adapters/local/sqlite-requests.ts';
import { schemaSteps } from '../../shared/adapters/local/sqlite-schema.ts';
import { systemClock } from '../../shared/adapters/node/system-clock.ts';
import type { Run } from '../../shared/contract/run.ts';
import { earlierFile, shapeOf } from '../support/earlier-file.ts';
import { sampleRun } from './samples.ts';

describe('opening a data file', () => {
  it('brings a data file of an earlier version up to date, keeps a copy of it, and refuses one of a later version', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'circle-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'circle.db');
    const earlier = earlierFile(path, 1);
    const kept = sampleRun();
    insertFirst(earlier, kept);
    earlier.close();

    const now = openDatabase(path);
    const key = { tenant: 'tenant-a', circle: 'default', kind: 'short' } as const;
    const stored = sqlitePorts({ database: now, clock: systemClock });
    expect(await stored.reliability.learn(key, 'run-1', {})).toBe(true);
    expect(await stored.runs.get(kept.id)).toMatchObject({ id: kept.id, question: kept.question, seats: kept.seats, status: 'open' });
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

  it.each(schemaSteps.map((_, step) => step + 1))('makes one shape of a file of version %i', (version) => {
    const folder = mkdtempSync(join(tmpdir(), 'circle-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [path, fresh] = [join(folder, 'earlier.db'), join(folder, 'fresh.db')];
    earlierFile(path, version).close();
    for (const file of [path, fresh]) openDatabase(file).close();
    const [brought, made] = [path, fresh].map((file) => {
      const database = new DatabaseSync(file, { readOnly: true });
      onTestFinished(() => database.close());
      return shapeOf(database);
    });
    expect(brought).toEqual(made);
  });

  it('keeps the requests of an earlier file that a repeat may join, and those that were awaited are lost', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'circle-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'circle.db');
    const earlier = earlierFile(path, 9);
    const until = new Date(Date.now() + 60_000).toISOString();
    for (const [consultationId, state] of Object.entries({ first: 'awaited', second: 'delivered' })) {
      const request = { consultationId, holder: state, state, at: until, until, v: 1 };
      earlier
        .prepare('INSERT INTO requests (fingerprint, consultationId, holder, request, expiresAt) VALUES (?, ?, ?, ?, ?)')
        .run('f', consultationId, state, JSON.stringify(request), Date.parse(until));
    }
    earlier.close();
    const now = openDatabase(path);
    onTestFinished(() => now.close());
    loseAwaited(now);
    const { requests } = sqlitePorts({ database: now, clock: systemClock });
    expect(await requests.list('f', ['lost'])).toMatchObject([{ consultationId: 'first', state: 'lost' }]);
    expect(await requests.list('f', ['delivered'])).toMatchObject([{ consultationId: 'second', state: 'delivered' }]);
  });

  it('takes the steps that files have behind them as they were: what has changed is a step of its own', () => {
    const digest = createHash('sha256').update(JSON.stringify(schemaSteps)).digest('hex').slice(0, 12);
    expect({ steps: schemaSteps.length, digest }).toEqual({ steps: 13, digest: '538504f97486' });
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

/** A run as the first version kept it: its counts in columns, and no journal. */
function insertFirst(database: DatabaseSync, { id, tenant, circle, createdAt, deadlineAt, ...rest }: Run): void {
  const {
    status,
    answered,
    failed,
    costUsd,
    sent,
    arrivals: _arrivals,
    experts: _experts,
    settles: _settles,
    notified: _notified,
    ...accepted
  } = rest;
  database
    .prepare(
      `INSERT INTO runs (id, tenant, status, circle, createdAt, deadlineAt, answered, failed, costUsd, sent, accepted)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(id, tenant, status, circle, createdAt, deadlineAt, answered, failed, costUsd, sent ? 1 : 0, JSON.stringify(accepted));
}
