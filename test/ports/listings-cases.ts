/** Listings: newest first, page by page, filtered; and runs past their deadline. */
import { expect, it } from 'vitest';
import { type Run, runRow } from '../../shared/contract/run.ts';
import type { RunQuery } from '../../shared/ports/listings.ts';
import type { StoredPorts } from '../../shared/ports/ports.ts';
import { sampleRun, sampleVerdict, unique } from './samples.ts';

const endedAt = '2026-03-01T10:00:30.000Z';

/** Minute `n` of an hour. */
function at(minute: number): string {
  return `2026-03-01T10:${String(minute).padStart(2, '0')}:00.000Z`;
}

export function listingsCases(open: () => StoredPorts): void {
  /** Creates one run a minute for a tenant of the test's own. */
  async function fill(...overrides: readonly Partial<Run>[]): Promise<{ tenant: string; ids: readonly string[] }> {
    const tenant = unique('tenant');
    const runs = overrides.map((one, index) => sampleRun({ tenant, createdAt: at(index), ...one }));
    await Promise.all(runs.map((run) => open().runs.create(run)));
    return { tenant, ids: runs.map(({ id }) => id) };
  }

  async function list(query: RunQuery): Promise<readonly string[]> {
    return (await open().listings.page(query)).runs.map(({ id }) => id);
  }

  it('lists rows of runs, newest first, with the beginning of each question', async () => {
    const question = `${'😀'.repeat(200)} is safe?`;
    const { tenant, ids } = await fill({}, {}, { metadata: { team: 'blue' }, question });
    const { runs, cursor } = await open().listings.page({ tenant, limit: 10 });
    expect(runs.map(({ id }) => id)).toEqual(ids.toReversed());
    const whole = await open().runs.get(ids[2] ?? '');
    expect(whole).toMatchObject({ ...runs[0], question });
    expect(runs[0]).toEqual(runRow.strip().parse({ ...whole, question: '😀'.repeat(150) }));
    expect(cursor).toBeUndefined();
  });

  it('lists nothing of other tenants', async () => {
    await fill({}, {});
    expect(await list({ tenant: unique('tenant'), limit: 10 })).toEqual([]);
  });

  it('turns every run over once, page by page', async () => {
    const { tenant, ids } = await fill({}, {}, {}, {}, {});
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await open().listings.page({ tenant, limit: 2, cursor });
      expect(page.runs.length).toBeGreaterThan(0);
      seen.push(...page.runs.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(ids.toReversed());
  });

  it('gives no cursor with the last page, though it is full', async () => {
    const { tenant } = await fill({}, {}, {}, {});
    const first = await open().listings.page({ tenant, limit: 2 });
    const last = await open().listings.page({ tenant, limit: 2, cursor: first.cursor });
    expect(last.runs).toHaveLength(2);
    expect(last.cursor).toBeUndefined();
  });

  it('pages through runs of one and the same moment', async () => {
    const { tenant, ids } = await fill({ createdAt: at(0) }, { createdAt: at(0) }, { createdAt: at(0) });
    const first = await open().listings.page({ tenant, limit: 2 });
    const rest = await open().listings.page({ tenant, limit: 2, cursor: first.cursor });
    expect([...first.runs, ...rest.runs].map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });

  it('fills a page of filtered runs from beyond the first ones read', async () => {
    const many = Array.from({ length: 120 }, (_, index) => ({
      circle: index % 50 === 0 ? 'rare' : 'common',
      createdAt: new Date(Date.parse(at(0)) + index).toISOString(),
    }));
    const { tenant, ids } = await fill(...many);
    const first = await open().listings.page({ tenant, limit: 2, circle: 'rare' });
    expect(first.runs.map(({ id }) => id)).toEqual([ids[100], ids[50]]);
    expect(await list({ tenant, limit: 2, circle: 'rare', cursor: first.cursor })).toEqual([ids[0]]);
  });

  it('shows a closed run as open', async () => {
    const { tenant, ids } = await fill({}, {}, {}, {});
    const [open0 = '', closed = '', decided = '', cancelled = ''] = ids;
    await open().runs.close(closed, () => 'deadline');
    await open().runs.close(decided, () => 'deadline');
    await open().verdicts.publish(decided, 'decided', sampleVerdict(), endedAt);
    await open().runs.cancel(cancelled, endedAt);
    expect(await list({ tenant, limit: 10, status: 'open' })).toEqual([closed, open0]);
    expect(await list({ tenant, limit: 10, status: 'decided' })).toEqual([decided]);
    expect(await list({ tenant, limit: 10, status: 'cancelled' })).toEqual([cancelled]);
    expect(await list({ tenant, limit: 10, status: 'failed' })).toEqual([]);
  });

  it('lists what was created after one moment and before another', async () => {
    const { tenant, ids } = await fill({}, {}, {}, {}, {});
    expect(await list({ tenant, limit: 10, after: at(1) })).toEqual([ids[4], ids[3], ids[2]]);
    expect(await list({ tenant, limit: 10, before: at(3) })).toEqual([ids[2], ids[1], ids[0]]);
    expect(await list({ tenant, limit: 10, after: at(0), before: at(3) })).toEqual([ids[2], ids[1]]);
    expect(await list({ tenant, limit: 10, after: at(3), before: at(1) })).toEqual([]);
  });

  it('lists by a tag, whose value may hold a colon', async () => {
    const { tenant, ids } = await fill(
      { metadata: { change: 'arn:1' } },
      { metadata: { change: 'arn:2' } },
      {},
      { metadata: { other: 'arn:1' } },
    );
    expect(await list({ tenant, limit: 10, tag: 'change:arn:1' })).toEqual([ids[0]]);
  });

  it('finds every run of a rare tag once, however many others lie between', async () => {
    const many = Array.from({ length: 130 }, (_, index) => ({
      metadata: { team: index % 60 === 0 ? 'blue' : 'red' },
      createdAt: new Date(Date.parse(at(0)) + index).toISOString(),
    }));
    const { tenant, ids } = await fill(...many);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await open().listings.page({ tenant, limit: 1, tag: 'team:blue', cursor });
      seen.push(...page.runs.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual([ids[120], ids[60], ids[0]]);
  });

  it('lists by circle, status and tag together', async () => {
    const metadata = { team: 'blue' };
    const { tenant, ids } = await fill({ metadata }, { metadata, circle: 'review' }, { circle: 'review' });
    expect(await list({ tenant, limit: 10, tag: 'team:blue', circle: 'review', status: 'open' })).toEqual([ids[1]]);
  });

  it.each(['!', 'bm9uc2Vuc2U', Buffer.from('{"id":1}').toString('base64url')])('refuses the cursor %s by name', async (cursor) => {
    const { tenant } = await fill({});
    await expect(open().listings.page({ tenant, limit: 10, cursor })).rejects.toMatchObject({
      name: 'InvalidInput',
      fields: [{ field: 'cursor' }],
    });
  });

  it("does not lead into another tenant's runs by its cursor", async () => {
    const { tenant } = await fill({}, {}, {});
    const other = await fill({}, {}, {});
    const { cursor } = await open().listings.page({ tenant, limit: 1 });
    const ids = await list({ tenant: other.tenant, limit: 10, cursor }).catch(() => []);
    expect(other.ids).toEqual(expect.arrayContaining([...ids]));
  });

  it('lists the open and closed runs past their deadline, and no others', async () => {
    // No other test has deadlines in this century's first years.
    const past = (second: number): Partial<Run> => ({ deadlineAt: `2001-01-01T00:00:0${second}.000Z` });
    const { ids } = await fill(past(1), past(2), past(3), past(4), past(5));
    const [open1 = '', closed2 = '', decided3 = '', failed4 = '', later5 = ''] = ids;
    await open().runs.close(closed2, () => 'deadline');
    await open().runs.close(decided3, () => 'deadline');
    await open().verdicts.publish(decided3, 'decided', sampleVerdict(), endedAt);
    await open().runs.fail(failed4, { type: 'Failed', message: 'failed' }, endedAt);
    const overdue = async (before: string, limit: number): Promise<readonly string[]> =>
      (await open().listings.overdue(before, limit)).map(({ id }) => id);
    expect((await overdue('2001-01-01T00:00:05.000Z', 10)).toSorted()).toEqual([open1, closed2].toSorted());
    expect((await overdue('2001-01-01T00:00:06.000Z', 10)).toSorted()).toEqual([open1, closed2, later5].toSorted());
    expect(await overdue('2001-01-01T00:00:06.000Z', 1)).toEqual([open1]);
    for (const id of [open1, closed2, later5]) await open().runs.fail(id, { type: 'Failed', message: 'over' }, endedAt);
    expect(await overdue('2001-01-01T00:00:06.000Z', 10)).toEqual([]);
  });
}
