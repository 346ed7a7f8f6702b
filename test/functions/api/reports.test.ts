/** GET /v1/reports/consultations: from runs and feedback to figures. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { longestName, type ReportPage, reportPage } from '../../../shared/contract/report.ts';
import { keyHolder } from '../../../shared/domain/principal.ts';
import { mergeSums } from '../../../shared/domain/report/add.ts';
import { reportOf } from '../../../shared/domain/report/figures.ts';
import { NotFound, Unavailable } from '../../../shared/errors.ts';
import { publishVerdict } from '../../../shared/steps/finish-run.ts';
import { reportPage as readPage } from '../../../shared/steps/report-page.ts';
import { openApi, type TestApi } from '../../support/api.ts';
import { openPorts } from '../../support/ports.ts';
import { accept, answered, unanswered } from '../../support/samples.ts';
import { testKnowledge } from '../../support/test-knowledge.ts';

let api: TestApi;
beforeEach(() => {
  api = openApi();
});

async function report(query = ''): Promise<ReportPage> {
  const answer = await api.send('GET', `/v1/reports/consultations${query}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return reportPage.parse(answer.body);
}

type Said = readonly [ada: string | undefined, bob: string | undefined, cyd: string | undefined];

/** Ends a consultation with these answers, and says what was right. */
async function decide(id: string, said: Said, feedback?: object, body: Parameters<typeof accept>[1] = {}): Promise<void> {
  await accept(api.ports, body, id);
  for (const [seat, expert] of ['ada', 'bob', 'cyd'].entries()) {
    const words = said[seat];
    const opinion =
      words === undefined
        ? unanswered(expert)
        : answered(expert, words, { vote: words, latencyMs: 1000 * (seat + 1), costUsd: 0.01 * (seat + 1) });
    await api.ports.opinions.record(id, opinion);
  }
  await api.ports.runs.close(id, () => 'all');
  await publishVerdict(id, await api.ports.consensus.weigh(id), api.ports);
  if (feedback) expect((await api.send('POST', `/v1/consultations/${id}/feedback`, { body: feedback })).status).toBe(200);
  api.ports.clock.advance(1000);
}

/** Cancels so many consultations one after another, and names them in this order. */
async function cancelMany(count: number): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, (_, at) => `run-${at}`);
  for (const id of ids) {
    await accept(api.ports, {}, id);
    await api.ports.runs.cancel(id, '2026-03-01T10:00:09.000Z');
    api.ports.clock.advance(1000);
  }
  return ids;
}

const figures = async (query = '') => (await report(query)).report.circles[0]?.all;
const alternative = async (name: string) => (await figures())?.alternatives.find((one) => one.name === name);

describe('a report', () => {
  it('is empty before anything has been asked', async () => {
    expect(await report()).toEqual({
      read: 0,
      open: 0,
      demo: 0,
      unreadable: 0,
      sums: [],
      report: { least: 20, circles: [] },
      cursor: null,
    });
  });

  it('says how often circle and seats were right, where the right answer is known', async () => {
    await decide('run-1', ['yes', 'yes', 'no'], { answer: 'yes' });
    await decide('run-2', ['yes', 'yes', 'no'], { answer: 'no' });
    await decide('run-3', ['no', 'no', 'no'], { answer: 'yes' });
    await decide('run-4', ['yes', 'yes', undefined], { answer: 'yes' });
    await decide('run-5', ['yes', 'no', 'no']);

    const all = await figures();
    expect(all).toMatchObject({
      verdicts: 5,
      knownRight: { count: 2, of: 4, few: true },
      nobody: { count: 1, of: 4 },
      judgedRight: { count: 2, of: 4 },
      bestSeat: 'ada',
      // Two right answers for three questions of three calls, and one of two calls and one that failed and was billed.
      usdPerRightAnswer: 0.23,
    });
    const right = Object.fromEntries((all?.alternatives ?? []).map((one) => [one.name, [one.right.count, one.right.of]]));
    // Who had no answer was not right.
    expect(right).toMatchObject({ 'seat ada': [2, 4], 'seat bob': [2, 4], 'seat cyd': [1, 4], everybody: [2, 4] });
    expect(all?.alternatives.find(({ name }) => name === 'seat cyd')).toMatchObject({ corrected: 1, spoilt: 2, pValue: 1 });
    expect(all?.pairs.find(({ experts }) => experts.join() === 'ada,bob')).toMatchObject({ questions: 4, bothWrong: 2, sameWrong: 2 });
  });

  it('replays smaller circles and strategies with what they would have cost and taken', async () => {
    await decide('run-1', ['yes', 'yes', 'no'], { answer: 'yes' });
    await decide('run-2', ['yes', 'no', 'no'], { answer: 'yes' });

    expect(await alternative('without cyd')).toMatchObject({
      right: { count: 1, of: 2 },
      circleRight: { count: 1 },
      decided: { count: 1 },
      callsShare: 2 / 3,
      usdShare: 0.5,
      seconds: 2,
      circleSeconds: 3,
    });
    expect(await alternative('without ada')).toMatchObject({ right: { count: 0, of: 2 }, spoilt: 1 });
    expect(await alternative('panel ada bob')).toMatchObject({ right: { count: 1, of: 2 } });
    // Two agree at once in the first question; the second one takes everybody.
    expect(await alternative('strategy settled')).toMatchObject({ right: { count: 1 }, same: { count: 2 }, callsPerQuestion: 2.5 });
  });

  it('leaves out what needs an expert who was not heard in time', async () => {
    await accept(api.ports, {}, 'run-1');
    await api.ports.opinions.record('run-1', answered('ada', 'yes', { vote: 'yes' }));
    await api.ports.opinions.record('run-1', answered('bob', 'yes', { vote: 'yes' }));
    await api.ports.runs.close('run-1', () => 'settled');
    await publishVerdict('run-1', await api.ports.consensus.weigh('run-1'), api.ports);
    await api.ports.opinions.record('run-1', answered('cyd', 'no', { vote: 'no' }));
    await api.send('POST', '/v1/consultations/run-1/feedback', { body: { answer: 'yes' } });

    const names = (await figures())?.alternatives.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['seat ada', 'seat bob', 'without cyd', 'panel ada bob', 'strategy settled']));
    for (const late of ['seat cyd', 'everybody', 'without ada', 'panel ada cyd']) expect(names).not.toContain(late);
    expect((await figures())?.seats.find(({ expert }) => expert === 'cyd')).toMatchObject({
      answered: { count: 0, of: 1 },
      meanSeconds: expect.any(Number),
    });
  });

  it("judges the circle's answer by what is said of it, and compares nobody by that", async () => {
    await decide('run-1', ['yes', 'yes', 'no'], { right: true });
    await decide('run-2', ['yes', 'yes', 'no'], { right: false });
    expect(await figures()).toMatchObject({
      judgedRight: { count: 1, of: 2 },
      knownRight: { of: 0 },
      bestSeat: null,
      alternatives: [],
      pairs: [],
    });
  });

  it('is right about nothing where nothing was decided, and says the same of a strategy that decides nothing', async () => {
    await decide('run-1', ['yes', 'no', undefined], { answer: 'yes' });
    expect(await figures()).toMatchObject({ ended: { noConsensus: 1 }, knownRight: { count: 0, of: 1 }, judgedRight: { of: 0 } });
    const settled = (await figures())?.staged.find(({ strategy }) => strategy === 'settled');
    expect(settled).toMatchObject({ verdicts: 1, same: { count: 1 } });
  });

  it('takes what a question has taught away before the question is replayed', async () => {
    const judge = vi.spyOn(api.ports.consensus, 'judge');
    await decide('run-1', ['yes', 'yes', 'no'], { answer: 'no' });
    await decide('run-2', ['yes', 'yes', 'yes'], { answer: 'yes' });
    judge.mockClear();
    await report();

    const known = Object.fromEntries(judge.mock.calls.map(([id, , options]) => [id, options?.known?.experts['ada']]));
    // As if the outcome of the first were not known: by agreement ada was right in both.
    expect(known).toEqual({ 'run-1': { right: 2, asked: 2 }, 'run-2': { right: 1, asked: 2 } });
  });

  it('asks the core nothing where no right answer is known, nor for a circle that does not learn what its answer means', async () => {
    const { circles } = testKnowledge();
    api = openApi({
      ports: openPorts(testKnowledge({ circles: { ...circles, default: { experts: ['ada', 'bob', 'cyd'], learning: 'off' } } })),
    });
    const [weigh, judge] = [vi.spyOn(api.ports.consensus, 'weigh'), vi.spyOn(api.ports.consensus, 'judge')];
    await decide('run-1', ['yes', 'yes', 'no']);
    for (const spy of [weigh, judge]) spy.mockClear();
    expect(await figures()).toMatchObject({ verdicts: 1, unanimous: { count: 0, of: 1 } });
    expect(judge).not.toHaveBeenCalled();

    await decide('run-2', ['yes', 'yes', 'no'], { answer: 'no' });
    for (const spy of [weigh, judge]) spy.mockClear();
    expect(await figures()).toMatchObject({ knownRight: { count: 0, of: 1 } });
    expect(weigh).not.toHaveBeenCalled();
    expect(judge.mock.calls.map(([, , options]) => options?.known)).toEqual([undefined, undefined]);
  });

  it('names stages of however many experts within the contract, and apart from those that begin alike', async () => {
    const { circles } = testKnowledge();
    const absent = Array.from({ length: 48 }, (_, at) => `expert-with-a-rather-long-name-for-a-seat-${at}`);
    const waiting = (last: readonly string[][]) => ({
      experts: ['ada', 'bob', 'cyd'],
      replay: { escalate: [['ada'], ['bob', 'cyd', ...absent], ...last] },
    });
    const named: string[] = [];
    for (const last of [[['dot']], [['eve']], []]) {
      api = openApi({ ports: openPorts(testKnowledge({ circles: { ...circles, default: waiting(last) } })) });
      await decide('run-1', ['yes', 'yes', 'no'], { answer: 'yes' });
      named.push(...((await figures())?.alternatives ?? []).map(({ name }) => name).filter((name) => name.startsWith('strategy escalate')));
    }
    expect(named.map(({ length }) => length)).toEqual([longestName, longestName, longestName]);
    expect(new Set(named).size).toBe(3);
  });

  it('keeps circles and kinds apart, and can be asked for one of them', async () => {
    await decide('run-1', ['yes', 'yes', 'no'], { answer: 'yes' });
    await decide('run-2', ['seven', 'seven', 'eight'], { answer: 'eight' }, { kind: 'short', options: undefined });
    await decide('run-3', ['yes', 'yes', 'yes'], { answer: 'yes' }, { circle: 'plain' });

    const { report: whole } = await report();
    expect(whole.circles.map(({ circle, kinds }) => [circle, kinds.map(({ kind }) => kind)])).toEqual([
      ['default', ['choice', 'short']],
      ['plain', ['choice']],
    ]);
    expect((await figures('?circle=default&kind=short'))?.knownRight).toMatchObject({ count: 0, of: 1 });
    expect((await report('?kind=text')).sums).toEqual([]);
    expect((await report(`?after=${encodeURIComponent(new Date(api.ports.clock.now().getTime()).toISOString())}`)).read).toBe(0);
  });

  it('counts what is open, and leaves out what was made up for a first try', async () => {
    await accept(api.ports, {}, 'run-1');
    await accept(api.ports, { circle: 'demo' }, 'run-2');
    await api.ports.runs.cancel('run-2', '2026-03-01T10:00:09.000Z');
    await accept(api.ports, {}, 'run-3');
    await api.ports.runs.cancel('run-3', '2026-03-01T10:00:09.000Z');
    expect(await report()).toMatchObject({ read: 3, open: 1, demo: 1, sums: [{ circle: 'default', ended: { cancelled: 1 } }] });
  });
});

describe('pages of a report', () => {
  it('add up to the report of all', async () => {
    for (let at = 0; at < 23; at += 1)
      await decide(`run-${at}`, ['yes', at % 2 === 0 ? 'yes' : 'no', 'no'], { answer: at % 3 === 0 ? 'yes' : 'no' });
    const whole = await report();
    const pages: ReportPage[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await report(`?limit=5${cursor === '' ? '' : `&cursor=${cursor}`}`);
      pages.push(page);
      ({ cursor } = page);
    }
    expect(pages.map(({ read }) => read)).toEqual([5, 5, 5, 5, 3]);
    expect(mergeSums(pages.flatMap(({ sums }) => sums))).toEqual(whole.sums);
    expect(reportOf(pages.flatMap(({ sums }) => sums))).toEqual(whole.report);
  });

  it('end early where they take long, and go on from there', async () => {
    await cancelMany(45);
    const { get } = api.ports.runs;
    vi.spyOn(api.ports.runs, 'get').mockImplementation(async (id) => {
      api.ports.clock.advance(300);
      return get(id);
    });
    const first = await report('?limit=500');
    const second = await report(`?limit=500&cursor=${first.cursor}`);
    const third = await report(`?limit=500&cursor=${second.cursor}`);
    expect([first.read, second.read, third.read, third.cursor]).toEqual([20, 20, 5, null]);
  });

  it('end after a few consultations where each of them takes long, and leave none out', async () => {
    const ids = await cancelMany(11);
    const { get } = api.ports.runs;
    const seen: string[] = [];
    vi.spyOn(api.ports.runs, 'get').mockImplementation(async (id) => {
      seen.push(id);
      api.ports.clock.advance(1300);
      // What is accepted while a page is read is newer than all of it.
      if (seen.length === 1) await accept(api.ports, {}, 'run-new');
      return get(id);
    });
    const reads: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await report(`?limit=500${cursor === '' ? '' : `&cursor=${cursor}`}`);
      reads.push(page.read);
      ({ cursor } = page);
    }
    expect(reads).toEqual([4, 4, 3]);
    expect(seen).toEqual(ids.toReversed());
  });

  it('end where they are once nobody waits any more', async () => {
    await cancelMany(11);
    const gone = new AbortController();
    const get = vi.spyOn(api.ports.runs, 'get');
    get.mockImplementation(async () => {
      gone.abort();
      return undefined;
    });
    await readPage({ tenant: keyHolder.tenant, limit: 500, signal: gone.signal }, api.ports);
    expect(get).toHaveBeenCalledTimes(4);
  });

  it('survive what is deleted meanwhile, before it is read or while it is', async () => {
    await decide('run-1', ['yes', 'yes', 'no'], { answer: 'yes' });
    vi.spyOn(api.ports.runs, 'get').mockResolvedValueOnce(undefined);
    expect(await report()).toMatchObject({ read: 1, unreadable: 0, sums: [] });

    const found = await api.ports.runs.get('run-1');
    vi.spyOn(api.ports.runs, 'get').mockResolvedValueOnce(found).mockResolvedValueOnce(undefined);
    vi.spyOn(api.ports.opinions, 'read').mockRejectedValueOnce(new NotFound('the text of ada'));
    expect(await report()).toMatchObject({ read: 1, unreadable: 0, sums: [] });
  });

  it.each<[string, () => unknown]>([
    ['the core cannot be asked', () => vi.spyOn(api.ports.consensus, 'judge').mockRejectedValueOnce(new Unavailable('the core'))],
    ['words of it are missing', () => vi.spyOn(api.ports.opinions, 'read').mockRejectedValueOnce(new NotFound('the text of ada'))],
    ['what is known of its circle cannot be read', () => vi.spyOn(api.ports.reliability, 'read').mockRejectedValueOnce(new Error('?'))],
  ])('count a consultation that cannot be reported since %s, and report the others', async (_, fail) => {
    for (const id of ['run-1', 'run-2', 'run-3']) await decide(id, ['yes', 'yes', 'no'], { answer: 'yes' });
    fail();
    const page = await report();
    expect(page).toMatchObject({ read: 3, sums: [{ ended: { decided: 3 - page.unreadable } }] });
    expect(page.unreadable).toBeGreaterThan(0);
    expect(page.unreadable).toBeLessThan(3);
    expect(await report()).toMatchObject({ unreadable: 0, sums: [{ ended: { decided: 3 } }] });
  });

  it('say where consultations cannot be listed', async () => {
    vi.spyOn(api.ports.listings, 'page').mockRejectedValueOnce(new Unavailable('the store'));
    expect((await api.send('GET', '/v1/reports/consultations')).status).toBe(503);
  });

  it.each(['?limit=0', '?limit=501', '?kind=essay', '?circle=Not%20a%20name', '?after=yesterday', '?what=ever', '?cursor=nonsense'])(
    'refuse %s',
    async (query) => expect((await api.send('GET', `/v1/reports/consultations${query}`)).status).toBe(400),
  );
});
