import { describe, expect, it } from 'vitest';
import type { Circle } from '../../shared/contract/circle.ts';
import type { NewConsultation } from '../../shared/contract/question.ts';
import { quorumOf } from '../../shared/domain/quorum-of-circle.ts';
import { seatConsultation } from '../../shared/domain/seating.ts';
import { testKnowledge } from '../support/test-knowledge.ts';

const stages = { escalate: [['ada', 'bob'], ['cyd']] };

function seat(body: Partial<NewConsultation>, circle: Partial<Circle> = {}) {
  const circles = { default: { experts: ['ada', 'bob', 'cyd'], ...circle }, people: { experts: ['eve'], strategy: 'settled' as const } };
  return seatConsultation({ question: 'Why?', ...body }, testKnowledge({ circles }), new Set());
}

describe('the strategy of a consultation', () => {
  it('is that of the caller, else of the circle, and none where everybody is asked at once', () => {
    expect(seat({}).asking).toEqual({});
    expect(seat({}, { strategy: stages, hedgeSeconds: 5, order: ['cyd'] }).asking).toEqual({
      strategy: stages,
      hedgeSeconds: 5,
      order: ['cyd'],
    });
    expect(seat({ strategy: { sure: 0.8 }, hedgeSeconds: 1 }, { strategy: stages, hedgeSeconds: 5 }).asking).toEqual({
      strategy: { sure: 0.8 },
      hedgeSeconds: 1,
    });
  });

  it('is replayed beside a consultation in which everybody is asked after all', () => {
    expect(seat({ strategy: 'all' }, { strategy: stages }).asking).toEqual({ replayed: stages });
    expect(seat({}, { replay: stages, quorum: 2 }).asking).toEqual({ replayed: stages, statedQuorum: true });
  });

  it('keeps whether anybody has said how many answers it takes, in stages too', () => {
    const stated = (...of: Parameters<typeof seat>) => seat(...of).asking.statedQuorum;
    expect(stated({ quorum: 2 }, { strategy: stages })).toBe(true);
    expect(stated({}, { strategy: 'settled', quorum: 2 })).toBe(true);
    expect(stated({ strategy: stages }, { quorum: 2 })).toBe(true);
    expect(stated({}, { strategy: stages })).toBeUndefined();
    // Experts by name are asked by no circle: its quorum does not bind the caller's own strategy.
    expect(stated({ strategy: stages, experts: ['ada', 'bob', 'cyd'] }, { quorum: 2 })).toBeUndefined();
  });

  it('is needed where a request says when the next stage is asked', () => {
    expect(() => seat({ hedgeSeconds: 5 })).toThrow('hedgeSeconds: has no effect, since everybody is asked at once');
    expect(() => seat({ hedgeSeconds: 5, strategy: 'all' }, { strategy: stages })).toThrow('hedgeSeconds');
    expect(seat({ hedgeSeconds: 5 }, { strategy: stages }).asking.hedgeSeconds).toBe(5);
    expect(seat({}, { hedgeSeconds: 5 }).asking).toEqual({});
  });

  it('asks people at once, for whom no alarm could ring', () => {
    expect(seat({ circle: 'people' }).asking).not.toHaveProperty('strategy');
  });

  it('may not name whom the consultation does not ask', () => {
    expect(() => seat({ strategy: { escalate: [['ada'], ['dot']] } })).toThrow('strategy: names dot');
    expect(seat({ strategy: { escalate: [['ada'], ['dot']] }, experts: ['ada', 'dot'] }).asking.strategy).toBeDefined();
  });
});

describe('the quorum of a strategy', () => {
  it.each<[string, Partial<Circle>, number]>([
    ['a majority of everybody', {}, 2],
    ['a majority where the answer must not change', { experts: ['a', 'b', 'c', 'd', 'e'], strategy: 'settled' }, 3],
    ['two who can agree', { experts: ['a', 'b', 'c', 'd', 'e'], strategy: { sure: 0.9 } }, 2],
    ['the one whom there is', { experts: ['a'], strategy: { sure: 0.9 } }, 1],
    ['the first stage', { experts: ['a', 'b', 'c'], strategy: { escalate: [['a'], ['b', 'c']] } }, 1],
    ['those of the first stage who are there', { experts: ['b', 'c'], strategy: { escalate: [['a'], ['b', 'c']] } }, 2],
    ['what is declared', { quorum: 3, strategy: { sure: 0.9 } }, 3],
  ])('is %s', (_, circle, quorum) => expect(quorumOf({ experts: ['a', 'b', 'c'], ...circle })).toBe(quorum));

  it('holds against a caller’s strategy where the circle declares it, and is told where that lowers what it would have taken', () => {
    const five = { experts: ['ada', 'bob', 'cyd', 'dot', 'nova'] };
    expect(seat({ strategy: { sure: 0.9 } }, { ...five, quorum: 4 })).toMatchObject({ quorum: 4, declaredQuorum: undefined });
    expect(seat({ strategy: { sure: 0.9 } }, five)).toMatchObject({ quorum: 2, declaredQuorum: 3 });
    expect(seat({ strategy: stages, experts: ['ada', 'bob', 'cyd'] }, { quorum: 3 })).toMatchObject({
      quorum: 2,
      declaredQuorum: undefined,
    });
  });
});
