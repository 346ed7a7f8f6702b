import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { type Database, openDatabase } from '../../shared/adapters/local/sqlite-database.ts';
import { sqlitePorts } from '../../shared/adapters/local/sqlite-ports.ts';
import { type QueueWorker, sqliteQueue } from '../../shared/adapters/local/sqlite-queue.ts';
import { systemClock } from '../../shared/adapters/node/system-clock.ts';
import { sampleRun } from '../ports/samples.ts';

function numbers(): { readonly database: Database; add(value: number): void; all(): readonly number[] } {
  const database = openDatabase(':memory:');
  database.sql('CREATE TABLE numbers (value INTEGER UNIQUE)').run();
  return {
    database,
    add: (value) => void database.sql('INSERT INTO numbers VALUES (?)').run(value),
    all: () =>
      database
        .sql('SELECT value FROM numbers ORDER BY value')
        .all()
        .map((row) => Number(row['value'])),
  };
}

/** From here on no commit succeeds: what is written breaks a promise that is looked at in the end. */
function breakCommits(database: Database): void {
  database.sql('PRAGMA foreign_keys = ON').run();
  database.sql('CREATE TABLE parents (id INTEGER PRIMARY KEY)').run();
  database.sql('CREATE TABLE children (parent INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED)').run();
}
const orphan = (database: Database) => database.write(() => database.sql('INSERT INTO children VALUES (7)').run());

describe('what is written in one turn of the event loop', () => {
  it('is committed together, and each writer goes on behind that', async () => {
    const { database, add, all } = numbers();
    const done: number[] = [];
    const writes = [1, 2, 3].map((value) => database.write(() => add(value)).then(() => done.push(value)));
    await Promise.resolve();
    expect(done).toEqual([]);
    expect(database.settled()).toBeInstanceOf(Promise);
    await Promise.all(writes);
    expect([done, all(), database.settled()]).toEqual([[1, 2, 3], [1, 2, 3], undefined]);
  });

  it('is undone part by part: an error takes back nothing of another writer', async () => {
    const { database, add, all } = numbers();
    const first = database.write(() => add(1));
    const second = database.write(() => {
      add(2);
      add(1);
    });
    const third = database.write(() => add(3));
    await expect(second).rejects.toThrow(/UNIQUE/);
    await Promise.all([first, third]);
    expect(all()).toEqual([1, 3]);
  });

  it('is undone whole where the commit fails, and every writer hears of it', async () => {
    const { database, add, all } = numbers();
    breakCommits(database);
    const undone = vi.fn();
    database.onUndone(undone);
    const writes = [database.write(() => add(1)), orphan(database), database.write(() => add(2))];
    const outcomes = await Promise.allSettled(writes);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect([all(), undone.mock.calls.length]).toEqual([[], 1]);
    await database.write(() => add(4));
    expect(all()).toEqual([4]);
  });

  it('is no part of a transaction or a statement that comes between', async () => {
    const { database, add, all } = numbers();
    const before = database.write(() => add(1));
    expect(() =>
      database.transaction(() => {
        add(2);
        throw new Error('no');
      }),
    ).toThrow('no');
    const between = database.write(() => add(3));
    add(4);
    await Promise.all([before, between]);
    expect(all()).toEqual([1, 3, 4]);
  });

  it('ends no process where nobody waits for it, nor where the file is closed before its turn is over', async () => {
    const { database, add } = numbers();
    void database.write(() => add(1));
    database.close();
    await nextTurn();
    await expect(database.write(() => add(2))).rejects.toThrow(/finalized|open/);
  });
});

describe('a run that is held in memory', () => {
  it('is shown to nobody before its change is committed, and as it was where that fails', async () => {
    const database = openDatabase(':memory:');
    const { runs } = sqlitePorts({ database, clock: systemClock });
    const run = sampleRun();
    await runs.create(run);
    breakCommits(database);
    const sent = runs.markSent(run.id).catch(() => 'lost');
    const broken = orphan(database).catch(() => 'lost');
    expect(await runs.state(run.id)).toMatchObject({ sent: false });
    expect(await Promise.all([sent, broken])).toEqual(['lost', 'lost']);
    await runs.markSent(run.id);
    expect(await runs.state(run.id)).toMatchObject({ sent: true });
  });

  it('is forgotten by every part of the store at once', async () => {
    const database = openDatabase(':memory:');
    const { runs } = sqlitePorts({ database, clock: systemClock });
    const run = sampleRun();
    await runs.create(run);
    await runs.cancel(run.id, new Date().toISOString());
    await runs.remove(run.id);
    expect(await runs.get(run.id)).toBeUndefined();
  });
});

describe('a message', () => {
  const message = { consultationId: 'run-1', expert: 'ada', tenant: 'default', deadlineAt: '2026-01-01T00:00:00.000Z' };
  const worker = (places: number) => ({ reserve: vi.fn(() => places), take: vi.fn(), wake: vi.fn() }) satisfies QueueWorker;
  const opened = (places: number) => {
    const database = openDatabase(':memory:');
    const queue = sqliteQueue({ database, clock: systemClock });
    const served = worker(places);
    queue.serve('openai', served);
    return { database, queue, served };
  };

  it('goes straight into a free place, is held from the moment in which it is kept, and comes back after a restart', async () => {
    const { queue, served } = opened(1);
    await queue.send('openai', [message, { ...message, expert: 'bob' }]);
    expect(served.take).toHaveBeenCalledWith(
      [expect.objectContaining({ receives: 1, last: false, body: expect.stringContaining('ada') })],
      0,
    );
    expect(queue.receive('openai', 10)).toMatchObject([{ body: expect.stringContaining('bob') }]);
    queue.releaseAll();
    expect(queue.receive('openai', 10)).toHaveLength(2);
  });

  it('that is in the queue already leaves its place empty', async () => {
    const { queue, served } = opened(5);
    await queue.send('openai', [message]);
    await queue.send('openai', [message]);
    expect(served.take).toHaveBeenLastCalledWith([], 5);
  });

  it('waits its turn behind what lies in the queue', async () => {
    const { queue, served } = opened(5);
    queue.sendRaw('openai', 'an earlier one');
    await queue.send('openai', [message]);
    expect(served.reserve).not.toHaveBeenCalled();
    expect(queue.receive('openai', 10)).toHaveLength(2);
  });

  it('that cannot be kept is given to nobody, and its place is free again', async () => {
    const { database, queue, served } = opened(5);
    breakCommits(database);
    const broken = orphan(database).catch(() => undefined);
    await expect(queue.send('openai', [message])).rejects.toThrow();
    await broken;
    expect(served.take.mock.calls).toEqual([[[], 5]]);
  });
});
