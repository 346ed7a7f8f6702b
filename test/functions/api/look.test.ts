/** Looking at consultations, listing and cancelling them. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Unavailable } from '../../../shared/errors.ts';
import { sampleVerdict } from '../../ports/samples.ts';
import { openApi, type TestApi } from '../../support/api.ts';
import { accept, answered } from '../../support/samples.ts';

let api: TestApi;
beforeEach(() => {
  api = openApi();
});

const get = (path: string, headers: Readonly<Record<string, string>> = {}) => api.send('GET', path, { headers });

async function decide(id: string): Promise<void> {
  const { clock } = api.ports;
  clock.advance(Date.parse('2026-03-01T10:00:09.000Z') - clock.now().getTime());
  await api.ports.runs.close(id, () => 'quorum');
  await api.ports.verdicts.publish(id, 'decided', sampleVerdict(), clock.now().toISOString());
}

describe('GET /v1/consultations/{id}', () => {
  const path = '/v1/consultations/run-1';

  it('shows an open consultation, and when to look again', async () => {
    await accept(api.ports);
    await api.ports.opinions.record('run-1', answered('ada', 'yes'));

    const answer = await get(path);

    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'open', verdict: null, opinions: [{ expert: 'ada' }], pending: [{ expert: 'bob' }, { expert: 'cyd' }] },
    });
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
  });

  it('shows an ended one with its verdict, and no more waiting', async () => {
    await accept(api.ports);
    await decide('run-1');
    const answer = await get(path);
    expect(answer).toMatchObject({ status: 200, body: { status: 'decided', verdict: { answer: 'yes' }, timing: { durationMs: 9000 } } });
    expect(answer.headers.has('retry-after')).toBe(false);
  });

  it('says in no bytes that nothing has changed, and says so no longer when something has', async () => {
    await accept(api.ports);
    const etag = String((await get(path)).headers.get('etag'));

    const same = await get(path, { 'if-none-match': etag });
    expect(same).toMatchObject({ status: 304, body: undefined });
    expect(same.headers.get('etag')).toBe(etag);

    await api.ports.opinions.record('run-1', answered('ada', 'yes'));
    expect(await get(path, { 'if-none-match': etag })).toMatchObject({ status: 200 });
  });

  it('knows no other ids', async () => {
    expect(await get('/v1/consultations/nobody')).toMatchObject({
      status: 404,
      body: { type: '/problems/not-found', detail: 'consultation nobody does not exist' },
    });
    expect(await get('/v1/consultations/a%20b')).toMatchObject({ status: 400, body: { errors: [{ field: 'id' }] } });
  });

  it('says that the store is away', async () => {
    vi.spyOn(api.ports.runs, 'get').mockRejectedValue(new Unavailable('the store'));
    expect(await get(path)).toMatchObject({ status: 503, body: { retryable: true } });
  });
});

describe('GET /v1/consultations', () => {
  interface Page {
    readonly consultations: readonly { readonly id: string }[];
    readonly cursor: string | null;
  }
  async function page(query: string): Promise<Page> {
    const answer = await get(`/v1/consultations${query}`);
    expect(answer.status).toBe(200);
    return answer.body as Page;
  }
  const ids = async (query: string) => (await page(query)).consultations.map(({ id }) => id);

  beforeEach(async () => {
    // One run every half second from 10:00:00 on.
    for (const [id, circle, team] of [
      ['one', 'default', 'blue'],
      ['two', 'plain', 'red'],
      ['three', 'default', 'red'],
    ] as const) {
      await accept(api.ports, { circle, metadata: { team } }, id);
      api.ports.clock.advance(500);
    }
    await decide('one');
  });

  it('lists the newest first, as a summary', async () => {
    const { consultations, cursor } = await page('');
    expect(consultations.map(({ id }) => id)).toEqual(['three', 'two', 'one']);
    expect(cursor).toBeNull();
    expect(consultations[2]).toEqual({
      id: 'one',
      status: 'decided',
      question: 'Is 7 a prime number?',
      circle: 'default',
      createdAt: '2026-03-01T10:00:00.000Z',
      endedAt: '2026-03-01T10:00:09.000Z',
      durationMs: 9000,
      costUsd: 0,
    });
  });

  it('goes through the pages by their cursors, each run once', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const next: Page = await page(`?limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...next.consultations.map(({ id }) => id));
      cursor = next.cursor;
    }
    expect(seen).toEqual(['three', 'two', 'one']);
  });

  it.each([
    ['?status=decided', ['one']],
    ['?status=open', ['three', 'two']],
    ['?circle=plain', ['two']],
    ['?tag=team:red', ['three', 'two']],
    ['?tag=team:red&circle=default', ['three']],
    ['?after=2026-03-01T10:00:00.500Z', ['three']],
    ['?before=2026-03-01T10:00:00.500Z', ['one']],
    ['?after=2026-03-01T10:00:00Z', ['three', 'two']],
    ['?before=2026-03-01T10:00:01Z', ['two', 'one']],
    ['?after=2026-03-01T11:00:00%2B01:00', ['three', 'two']],
  ])('filters by %s', async (query, expected) => {
    expect(await ids(query)).toEqual(expected);
  });

  it('shows a run whose verdict is being made as open', async () => {
    await api.ports.runs.close('two', () => 'deadline');
    expect(await ids('?status=open')).toEqual(['three', 'two']);
  });

  it.each([
    ['?limit=0', 'limit'],
    ['?limit=101', 'limit'],
    ['?limit=some', 'limit'],
    ['?limit=', 'limit'],
    ['?limit=0x10', 'limit'],
    ['?limit=1e1', 'limit'],
    ['?limit=-1', 'limit'],
    ['?status=closed', 'status'],
    ['?circle=NO', 'circle'],
    ['?after=yesterday', 'after'],
    ['?tag=team', 'tag'],
    ['?cursor=nonsense', 'cursor'],
    ['?colour=red', 'colour'],
  ])('refuses %s and names the field', async (query, field) => {
    expect(await get(`/v1/consultations${query}`)).toMatchObject({ status: 400, body: { errors: [{ field }] } });
  });
});

describe('DELETE /v1/consultations/{id}', () => {
  const cancel = (id = 'run-1') => api.send('DELETE', `/v1/consultations/${id}`);

  it('cancels an open consultation and stops its workflow', async () => {
    await accept(api.ports);
    expect(await cancel()).toMatchObject({ status: 200, body: { id: 'run-1', status: 'cancelled' } });
    expect(api.ports.workflow.stopped).toEqual(['run-1']);
    expect(api.ports.events).toMatchObject([{ type: 'ConsultationCancelled' }]);
  });

  it('is the same when it is repeated', async () => {
    await accept(api.ports);
    await cancel();
    expect(await cancel()).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect(api.ports.events).toHaveLength(2);
    expect(api.ports.events[1]).toEqual(api.ports.events[0]);
  });

  it('stops the workflow when it is repeated after that had failed', async () => {
    await accept(api.ports);
    vi.spyOn(api.ports.workflow, 'stop').mockRejectedValueOnce(new Unavailable('the workflow'));
    expect(await cancel()).toMatchObject({ status: 503 });
    expect(await cancel()).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect(api.ports.workflow.stopped).toEqual(['run-1']);
    expect(api.ports.events).toMatchObject([{ type: 'ConsultationCancelled' }]);
  });

  it.each(['weighed', 'decided'])('comes too late for one that is %s', async (state) => {
    await accept(api.ports);
    if (state === 'weighed') await api.ports.runs.close('run-1', () => 'quorum');
    else await decide('run-1');
    expect(await cancel()).toMatchObject({ status: 409, body: { type: '/problems/conflict' } });
  });

  it('knows no other ids', async () => {
    expect(await cancel('nobody')).toMatchObject({ status: 404 });
  });
});

describe('DELETE /v1/consultations/{id}?purge=true', () => {
  const purge = (id = 'run-1') => api.send('DELETE', `/v1/consultations/${id}?purge=true`);

  it('deletes a consultation that has ended, for good', async () => {
    await accept(api.ports);
    await decide('run-1');
    expect(await purge()).toMatchObject({ status: 204, body: undefined });
    expect(await get('/v1/consultations/run-1')).toMatchObject({ status: 404 });
    expect(await get('/v1/consultations')).toMatchObject({ body: { consultations: [] } });
    expect(await purge()).toMatchObject({ status: 404 });
  });

  it('leaves one that is open alone, and cancels nothing', async () => {
    await accept(api.ports);
    expect(await purge()).toMatchObject({ status: 409, body: { detail: expect.stringContaining('cancel it first') } });
    expect(await get('/v1/consultations/run-1')).toMatchObject({ body: { status: 'open' } });
  });

  it.each(['', 'yes', '1'])('takes no other word for it: %j', async (word) => {
    await accept(api.ports);
    expect(await api.send('DELETE', `/v1/consultations/run-1?purge=${word}`)).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'purge' }] },
    });
  });
});
