/** Numbers, addresses and rows as the console says them. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { consultationAddress, historyAddress, readRoute } from '../../../functions/console/text/address.ts';
import { sayCount, sayDuration, sayShare, sayTokens, sayUsd } from '../../../functions/console/text/format.ts';
import { durationOf, queryOf, type Row, rowsToShow } from '../../../functions/console/text/history-rows.ts';
import { seriesOf } from '../../../functions/console/text/series.ts';
import { trackRecords } from '../../../functions/console/text/track-record.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';

describe('numbers', () => {
  it.each([
    [0, '$0'],
    [1.239, '$1.24'],
    [0.0047, '$0.0047'],
    [0.00002, '< $0.0001'],
    [null, 'not known'],
  ])('%s US dollars are "%s"', (usd, said) => expect(sayUsd(usd)).toBe(said));

  it.each([
    [0, '0 ms'],
    [999.4, '999 ms'],
    [1000, '1.0 s'],
    [59_940, '59.9 s'],
    [59_960, '1 min 00 s'],
    [3_600_000, '1 h 00 min'],
    [null, 'not known'],
  ])('%s milliseconds are "%s"', (milliseconds, said) => expect(sayDuration(milliseconds)).toBe(said));

  it('that are not known are never zero', () => {
    expect(sayShare(null)).toBe('not measurable');
    expect(sayShare(0)).toBe('0.00');
    expect(sayTokens({ inputTokens: null, outputTokens: 1200 })).toBe('? in, 1,200 out');
    expect(sayTokens(undefined)).toBe('not reported');
    expect([sayCount(1, 'family', 'families'), sayCount(2, 'family', 'families')]).toEqual(['1 family', '2 families']);
  });
});

describe('addresses', () => {
  it('lead to the pages', () => {
    expect(readRoute('')).toEqual({ page: 'ask', again: undefined });
    expect(readRoute('#/?again=run-1')).toEqual({ page: 'ask', again: 'run-1' });
    expect(readRoute(consultationAddress('run-1'))).toEqual({ page: 'consultation', id: 'run-1' });
    expect(readRoute('#/experts')).toEqual({ page: 'experts' });
    for (const hash of ['#/nowhere', '#/consultations/../x', '#/consultations/a b', '#/experts/1'])
      expect(readRoute(hash)).toEqual({ page: 'nowhere' });
  });

  const word = fc.string({ maxLength: 12 });
  test.prop([fc.record({ words: word, status: word, circle: word, tag: word, from: word, to: word })])(
    'of a filtered history hold the filter',
    (filter) => {
      fc.pre(Object.values(filter).every((text) => text.isWellFormed()));
      expect(readRoute(historyAddress(filter))).toEqual({ page: 'history', filter });
    },
  );
});

const row = (fields: Partial<Row>): Row => ({
  id: 'run-1',
  status: 'decided',
  question: 'What is it?',
  circle: 'default',
  createdAt: '2026-11-23T10:00:00.000Z',
  endedAt: '2026-11-23T10:00:02.000Z',
  durationMs: 2000,
  costUsd: 1,
  ...fields,
});

describe('the rows of the history', () => {
  const rows = [
    row({ id: 'run-1', question: 'How tall is the tower?', costUsd: 3 }),
    row({
      id: 'run-2',
      question: 'How deep is the lake?',
      createdAt: '2026-11-23T11:00:00.000Z',
      endedAt: null,
      durationMs: null,
      costUsd: 1,
    }),
  ];
  const ids = (...choice: Parameters<typeof rowsToShow>) => rowsToShow(...choice).map(({ id }) => id);

  it('hold all of the words, in any order and case', () => {
    expect(ids(rows, 'TOWER how', 'asked', false)).toEqual(['run-1']);
    expect(ids(rows, 'run-2', 'asked', false)).toEqual(['run-2']);
    expect(ids(rows, 'tower lake', 'asked', false)).toEqual([]);
  });

  it('go by age, cost or time, either way', () => {
    expect(ids(rows, '', 'asked', false)).toEqual(['run-2', 'run-1']);
    expect(ids(rows, '', 'cost', false)).toEqual(['run-1', 'run-2']);
    expect(ids(rows, '', 'time', true)).toEqual(['run-2', 'run-1']);
    expect(rows.map(durationOf)).toEqual([2000, undefined]);
  });

  it('are asked for by whole days and known words only', () => {
    const none = { words: 'x', status: '', circle: '', tag: '', from: '', to: '' };
    expect(queryOf(none, null)).toEqual({ limit: 50 });
    expect(queryOf({ ...none, status: 'decided', circle: 'pair', tag: 'a:b' }, 'next')).toEqual({
      limit: 50,
      cursor: 'next',
      status: 'decided',
      circle: 'pair',
      tag: 'a:b',
    });
    expect(queryOf({ ...none, status: 'closed', from: 'yesterday' }, null)).toEqual({ limit: 50 });
    const { after = '', before = '' } = queryOf({ ...none, from: '2026-11-23', to: '2026-11-23' }, null);
    expect(Date.parse(before) - Date.parse(after)).toBe(24 * 3_600_000);
  });
});

describe('the record of an expert', () => {
  const heard = (latencyMs: number, status: string, costUsd?: number | null) => ({
    ...{ expert: 'ada', provider: 'scripted', model: 'm', family: 'f', receivedAt: '2026-11-23T10:00:01.000Z' },
    ...{ latencyMs, status, costUsd },
  });
  const run = (createdAt: string, opinion: object, dissent: readonly object[] = []) =>
    ({ timing: { createdAt }, opinions: [opinion], verdict: { dissent } }) as unknown as Consultation;
  const records = trackRecords([
    run('2026-11-23T12:00:00.000Z', heard(300, 'late', null)),
    run('2026-11-23T10:00:00.000Z', heard(100, 'answered', 0.25), [{ expert: 'ada' }]),
    run('2026-11-23T11:00:00.000Z', heard(9000, 'failed')),
  ]);

  it('counts answers, dissent and cost, and takes the median of answers alone', () => {
    expect(records).toMatchObject([
      { expert: 'ada', asked: 3, answered: 2, dissented: 1, medianMs: 200, slowestMs: 300, costUsd: 0.25, unknownCosts: 1 },
    ]);
  });

  it('is plotted from the oldest consultation on, with a gap where nothing is known', () => {
    expect(seriesOf(records, 3, 'latency')).toEqual({ turns: [0, 1, 2], experts: [{ name: 'ada', values: [0.1, null, 0.3] }] });
    expect(seriesOf(records, 3, 'cost').experts).toEqual([{ name: 'ada', values: [0.25, null, null] }]);
  });
});
