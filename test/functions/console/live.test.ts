/** A consultation as it unfolds, from events and looks in any order. */
import { describe, expect, it } from 'vitest';
import { afterEvent, afterFetch, seatsOf } from '../../../functions/console/text/live.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { Opinion } from '../../../shared/contract/opinion.ts';

const opinion = (expert: string, fields: Partial<Opinion> = {}): Opinion => ({
  expert,
  provider: 'scripted',
  model: 'm',
  family: 'f',
  status: 'answered',
  answer: 'Paris',
  latencyMs: 10,
  costUsd: 0.5,
  receivedAt: '2026-11-23T10:00:01.000Z',
  ...fields,
});

const asked: Consultation = {
  id: 'run-1',
  status: 'open',
  question: 'Which?',
  kind: 'short',
  circle: 'default',
  quorum: 2,
  verdict: null,
  opinions: [],
  pending: [{ expert: 'ada' }, { expert: 'bob', reason: 'busy' }],
  cost: { usd: 0, unknown: [] },
  timing: { createdAt: '2026-11-23T10:00:00.000Z', deadlineAt: '2026-11-23T10:01:00.000Z', endedAt: null, durationMs: null },
};
const ended: Consultation = { ...asked, status: 'decided', opinions: [opinion('ada'), opinion('bob')], pending: [] };
const adaLands = { type: 'opinion', id: 2, opinion: opinion('ada') } as const;

describe('a followed consultation', () => {
  it('moves an expert from waiting to answered, and counts its cost', () => {
    const first = afterEvent(undefined, { type: 'accepted', id: 1, consultation: asked });
    const then = afterEvent(first, adaLands);
    expect(then).toMatchObject({ opinions: [{ expert: 'ada' }], pending: [{ expert: 'bob' }], cost: { usd: 0.5, unknown: [] } });
    const last = afterEvent(then, { type: 'opinion', id: 3, opinion: opinion('bob', { costUsd: null }) });
    expect(last).toMatchObject({ pending: [], cost: { usd: 0.5, unknown: ['bob'] } });
  });

  it('says why an expert is asked again', () => {
    const error = { type: 'rate-limited', message: 'too many requests', retryable: true };
    const attempt = { consultationId: 'run-1', expert: 'ada', attempts: 1, error, at: '2026-11-23T10:00:01.000Z' };
    const then = afterEvent(asked, { type: 'attempt', id: 1, attempt });
    expect(then.pending).toEqual([
      { expert: 'ada', reason: 'too many requests' },
      { expert: 'bob', reason: 'busy' },
    ]);
  });

  it('takes in an opinion once, however often it hears of it', () => {
    const then = afterEvent(afterEvent(asked, adaLands), adaLands);
    expect(then.opinions).toHaveLength(1);
    expect(then.cost.usd).toBe(0.5);
  });

  it('seats no judge, whose word is told by the verdict', () => {
    const word = opinion('chair', { round: 3, choice: 'ada', answer: 'It alone adds up.' });
    const judged = afterEvent(afterEvent(asked, adaLands), { type: 'opinion', id: 5, opinion: word });
    const failed = afterEvent(judged, { type: 'opinion', id: 6, opinion: opinion('deputy', { round: 4, status: 'failed' }) });
    expect(failed.opinions.map(({ expert }) => expert)).toEqual(['ada']);
    expect(failed.pending).toEqual([{ expert: 'bob', reason: 'busy' }]);
  });

  it('keeps what has landed when an older look comes in, and takes the reasons of the look', () => {
    const landed = afterEvent(asked, adaLands);
    expect(afterFetch(landed, { ...asked, pending: [{ expert: 'ada' }, { expert: 'bob', reason: 'still busy' }] })).toMatchObject({
      opinions: [{ expert: 'ada' }],
      pending: [{ expert: 'bob', reason: 'still busy' }],
    });
  });

  it('does not open again what has ended', () => {
    expect(afterFetch(ended, asked)).toBe(ended);
    expect(afterFetch(asked, ended)).toBe(ended);
    expect(afterEvent(ended, { type: 'accepted', id: 1, consultation: asked })).toBe(ended);
    expect(afterEvent(asked, { type: 'verdict', id: 4, consultation: ended })).toBe(ended);
  });

  it('seats everybody in the order in which they were asked', () => {
    const seats = seatsOf(afterEvent(asked, { type: 'opinion', id: 2, opinion: opinion('bob') }), ['ada', 'bob']);
    expect(seats.map(({ expert, opinion: heard, reason }) => [expert, heard?.status, reason])).toEqual([
      ['ada', undefined, undefined],
      ['bob', 'answered', undefined],
    ]);
    expect(seatsOf(asked, []).map(({ expert, reason }) => [expert, reason])).toEqual([
      ['ada', undefined],
      ['bob', 'busy'],
    ]);
  });
});
