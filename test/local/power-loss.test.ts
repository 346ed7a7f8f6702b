/** A loss of power takes nothing back that was answered for where the disk is waited for, and breaks no file where it is not. */
import { expect, it } from 'vitest';
import { PowerDisk } from '../power/journal.ts';
import { losePower } from '../power/lose-power.ts';

const change = (kind: 'write' | 'sync' | 'truncate' | 'unlink', data = '', file = 'a') => ({
  kind,
  file,
  offset: 0,
  data: Buffer.from(data),
});

it('is a disk that keeps what was waited for, and any part of the rest', () => {
  const disk = new PowerDisk();
  for (const one of [change('write', 'kept'), change('sync'), change('write', 'lost')]) disk.take(one);
  expect(
    disk
      .lose(() => 0.99)
      .get('a')
      ?.toString(),
  ).toBe('kept');
  expect(
    disk
      .lose(() => 0.5)
      .get('a')
      ?.toString(),
  ).toBe('kept');
  expect(
    disk
      .lose(() => 0)
      .get('a')
      ?.toString(),
  ).toMatch(/^(?:kept|lost)$/);
});

it.skipIf(process.platform !== 'linux')(
  'loses nothing that was answered for, at 40 points of a server at work (needs Linux)',
  { timeout: 240_000 },
  async () => {
    const report = await losePower({ points: 40, consultations: 16, seed: 'tests', serveEach: 20, sync: 'full' });
    expect(report.lost).toEqual([]);
    expect(report.answers).toBeGreaterThan(100);
    expect(report.waits).toBeGreaterThan(20);
  },
);
