/** What is removed by age, and that what was deleted is not in the files any more. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../shared/adapters/local/sqlite-database.ts';
import { sqlitePorts } from '../../shared/adapters/local/sqlite-ports.ts';
import { removeOld } from '../../shared/adapters/local/sqlite-retention.ts';
import { sampleRun } from '../ports/samples.ts';
import { fakeClock } from '../support/fake-clock.ts';

const dayMs = 24 * 60 * 60 * 1000;

function opened() {
  const clock = fakeClock();
  const database = openDatabase(':memory:');
  return { clock, database, ports: sqlitePorts({ database, clock }) };
}

describe('what is older than it is to be kept', () => {
  it('goes by its own day, for what became of times of schedules', async () => {
    const { clock, database, ports } = opened();
    const timing = { schedule: 'daily', cron: '0 6 * * *', timezone: 'UTC' };
    const at = (days: number) => new Date(clock.now().getTime() - days * dayMs).toISOString();
    for (const days of [11, 9]) await ports.agenda.keepTime({ ...timing, at: at(days), outcome: 'ran' });
    expect(removeOld({ database, clock }, {})).toMatchObject({ scheduledTimes: 0 });
    expect(removeOld({ database, clock }, { days: 10 })).toMatchObject({ scheduledTimes: 1 });
    expect(await ports.agenda.times('daily', at(0), 10)).toMatchObject([{ at: at(9) }]);
  });

  it('goes by the days since its end; what is open or younger stays', async () => {
    const { clock, database, ports } = opened();
    const [old, young, open] = [sampleRun(), sampleRun(), sampleRun()];
    for (const run of [old, young, open]) await ports.runs.create(run);
    await ports.runs.cancel(old.id, clock.now().toISOString());
    clock.advance(2 * dayMs);
    await ports.runs.cancel(young.id, clock.now().toISOString());
    clock.advance(9 * dayMs);
    expect(removeOld({ database, clock }, { days: 10 })).toMatchObject({ consultations: 1 });
    expect(await Promise.all([old, young, open].map(async ({ id }) => (await ports.runs.get(id))?.status))).toEqual([
      undefined,
      'cancelled',
      'open',
    ]);
    expect(removeOld({ database, clock }, { days: 10 })).toMatchObject({ consultations: 0 });
  });

  it('stays for good where no days are set, but for keys that are over', async () => {
    const { clock, database, ports } = opened();
    const run = sampleRun();
    await ports.runs.create(run, { key: 'once', digest: 'digest' });
    await ports.runs.cancel(run.id, clock.now().toISOString());
    await ports.secretUses.record({
      secret: 'A',
      version: '1',
      purpose: 'p',
      tenant: 't',
      consultationId: run.id,
      at: clock.now().toISOString(),
    });
    expect(removeOld({ database, clock }, {})).toMatchObject({ idempotencyKeys: 0 });
    clock.advance(400 * dayMs);
    expect(removeOld({ database, clock }, {})).toEqual({
      consultations: 0,
      idempotencyKeys: 1,
      requests: 0,
      secretUses: 0,
      scheduledTimes: 0,
      deadLetters: 0,
    });
    expect(await ports.runs.get(run.id)).toBeDefined();
    expect(removeOld({ database, clock }, { days: 30 })).toMatchObject({ consultations: 1, secretUses: 1 });
  });
});

describe('what belongs to a circle that says for how long', () => {
  it('goes by its own days, shorter or longer than those of the rest, with the uses of keys for it', async () => {
    const { clock, database, ports } = opened();
    const runs = ['brief', 'long', 'plain'].map((circle) => sampleRun({ circle }));
    for (const { id, ...run } of runs) {
      await ports.runs.create({ id, ...run });
      await ports.runs.cancel(id, clock.now().toISOString());
      const use = { secret: 'A', version: '1', purpose: 'p', tenant: 't', consultationId: id, at: clock.now().toISOString() };
      await ports.secretUses.record(use);
    }
    const retention = { days: 30, byCircle: { brief: 3, long: 300 } };
    const left = async () => Promise.all(runs.map(async ({ id }) => (await ports.runs.get(id)) !== undefined));
    clock.advance(4 * dayMs);
    expect(removeOld({ database, clock }, retention)).toMatchObject({ consultations: 1, secretUses: 1 });
    expect(await left()).toEqual([false, true, true]);
    clock.advance(30 * dayMs);
    expect(removeOld({ database, clock }, retention)).toMatchObject({ consultations: 1, secretUses: 1 });
    expect(await left()).toEqual([false, true, false]);
    clock.advance(300 * dayMs);
    expect(removeOld({ database, clock }, retention)).toMatchObject({ consultations: 1, secretUses: 1 });
  });

  it('goes by it too where the rest is kept for good', async () => {
    const { clock, database, ports } = opened();
    const runs = ['brief', 'plain'].map((circle) => sampleRun({ circle }));
    for (const run of runs) await ports.runs.create(run);
    for (const { id } of runs) await ports.runs.cancel(id, clock.now().toISOString());
    clock.advance(1000 * dayMs);
    expect(removeOld({ database, clock }, { byCircle: { brief: 3 } })).toMatchObject({ consultations: 1 });
    expect(removeOld({ database, clock }, { byCircle: { brief: 3 } })).toMatchObject({ consultations: 0 });
  });
});

describe('a consultation that was deleted', () => {
  it('is in none of the files any more', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'circle-'));
    const database = openDatabase(join(folder, 'circle.db'));
    const clock = fakeClock();
    const ports = sqlitePorts({ database, clock });
    const marked = sampleRun({ question: `${'Tell nobody of the merger. '.repeat(2000)}` });
    for (let other = 0; other < 20; other += 1) await ports.runs.create(sampleRun());
    await ports.runs.create(marked);
    await ports.runs.cancel(marked.id, clock.now().toISOString());
    const holds = () => readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes('nobody of the merger'));
    expect(holds()).not.toEqual([]);
    await ports.runs.remove(marked.id);
    expect(holds()).toEqual([]);
    database.close();
    expect(holds()).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});
