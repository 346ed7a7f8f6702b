/** A listing whose filter has few hits, in a file with many runs. */
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../shared/adapters/local/sqlite-database.ts';
import { sqlitePorts } from '../../shared/adapters/local/sqlite-ports.ts';
import { systemClock } from '../../shared/adapters/node/system-clock.ts';
import type { StoredPorts } from '../../shared/ports/ports.ts';
import { sampleRun } from '../ports/samples.ts';

const tenant = 'tenant-a';

async function filled(runs: number): Promise<StoredPorts> {
  const ports = sqlitePorts({ database: openDatabase(':memory:'), clock: systemClock });
  const created = Array.from({ length: runs }, (_, index) =>
    ports.runs.create(
      sampleRun({
        tenant,
        metadata: { team: index === 0 ? 'blue' : 'red' },
        createdAt: new Date(Date.UTC(2026, 2, 1) + index).toISOString(),
      }),
    ),
  );
  await Promise.all(created);
  return ports;
}

describe('a listing by a tag that few runs have', () => {
  it('ends behind 2,000 questions with a cursor, which leads to the rest', async () => {
    const { listings } = await filled(2001);
    const query = { tenant, limit: 10, tag: 'team:blue' };
    const first = await listings.page(query);
    expect([first.runs.length, first.cursor === undefined]).toEqual([0, false]);
    const rest = await listings.page({ ...query, cursor: first.cursor });
    expect([rest.runs.map(({ metadata }) => metadata), rest.cursor]).toEqual([[{ team: 'blue' }], undefined]);
  });

  it('has its turn among others, who are served between its looks', async () => {
    const { listings } = await filled(200);
    let turns = 0;
    const ticking = setImmediate(function tick() {
      turns += 1;
      pending = setImmediate(tick);
    });
    let pending = ticking;
    await listings.page({ tenant, limit: 10, tag: 'team:green' });
    clearImmediate(pending);
    expect(turns).toBeGreaterThan(3);
  });

  it('by what stands in columns looks at many more at once', async () => {
    const { listings } = await filled(2001);
    expect(await listings.page({ tenant, limit: 10, status: 'failed' })).toEqual({ runs: [] });
  });
});
