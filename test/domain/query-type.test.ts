import { describe, expect, it } from 'vitest';
import { circle } from '../../shared/contract/circle.ts';
import type { NewConsultation } from '../../shared/contract/question.ts';
import { queryTypesFile } from '../../shared/contract/selection.ts';
import { seatConsultation } from '../../shared/domain/seating.ts';
import { testKnowledge } from '../support/test-knowledge.ts';

const shared = testKnowledge();
const knowledge = testKnowledge({
  circles: {
    ...shared.circles,
    code: circle.parse({ seats: { choose: 2, from: ['ada', 'bob', 'cyd'] }, quorum: 1 }),
    saving: { experts: ['ada', 'bob'], strategy: 'settled' },
  },
  personas: { ...shared.personas, reviewer: 'You review.\n' },
  queryTypes: queryTypesFile.parse({
    types: { code_review: { persona: 'reviewer', circle: 'code' }, research: { circle: 'nowhere' } },
    priorities: { low: { strategy: 'settled' }, critical: { strategy: 'all', overCircle: true } },
  }),
});
const seat = (body: Partial<NewConsultation>, unavailable: readonly string[] = []) =>
  seatConsultation({ question: 'Why?', ...body }, knowledge, new Set(unavailable));
const names = (body: Partial<NewConsultation>, unavailable: readonly string[] = []) =>
  seat(body, unavailable).seats.map(({ expert }) => expert);

describe('the type of a question', () => {
  it('asks its circle where the request names neither a circle nor experts', () => {
    expect(seat({ queryType: 'code_review' }).circle).toBe('code');
    expect(seat({ queryType: 'code_review', circle: 'plain' }).circle).toBe('plain');
    expect(seat({ queryType: 'code_review', experts: ['ada'] }).circle).toBe('default');
  });

  it('asks the default where too few of its circle can be asked for a verdict, and never turns to the demo for that', () => {
    expect(seat({ queryType: 'code_review' }, ['ada', 'bob']).circle).toBe('code');
    expect(() => seat({ queryType: 'code_review', circle: 'code' }, ['ada', 'bob', 'cyd'])).toThrow(/no expert of circle "code"/);
    const dear = { ...knowledge, circles: { ...knowledge.circles, code: { experts: ['ada', 'bob'], choose: 2, quorum: 2 } } };
    const asked = seatConsultation({ question: 'Why?', queryType: 'code_review' }, dear, new Set(['ada']));
    expect(asked).toMatchObject({ circle: 'default', demo: false });
  });

  it('asks the default where its circle is not declared, or it has none', () => {
    expect(seat({ queryType: 'research' }).circle).toBe('default');
    expect(seat({ queryType: 'general' }).circle).toBe('default');
  });

  it('gives its persona to experts without one of their own', () => {
    const personas = (body: Partial<NewConsultation>) => seat(body).seats.map(({ expert, persona }) => [expert, persona]);
    expect(personas({ queryType: 'code_review', circle: 'plain' })).toEqual([
      ['ada', 'architect'],
      ['bob', 'reviewer'],
      ['cyd', 'reviewer'],
      ['dot', 'reviewer'],
    ]);
    expect(personas({ circle: 'strict' })).toEqual([
      ['ada', 'architect'],
      ['bob', undefined],
    ]);
  });

  it('gives a person none', () => {
    expect(seat({ queryType: 'code_review', circle: 'human' }).seats.map(({ persona }) => persona)).toEqual(['architect', undefined]);
  });
});

describe('the priority of a question', () => {
  const strategy = (body: Partial<NewConsultation>) => seat(body).asking.strategy ?? 'all';
  it('says whom to ask first where neither request nor circle does', () => {
    expect(strategy({ circle: 'strict', priority: 'low' })).toBe('settled');
    expect(strategy({ circle: 'strict', priority: 'low', strategy: 'all' })).toBe('all');
    expect(strategy({ circle: 'strict', priority: 'high' })).toBe('all');
  });

  it('goes before the circle only where it says so, and never before the request', () => {
    expect(strategy({ circle: 'saving' })).toBe('settled');
    expect(strategy({ circle: 'saving', priority: 'critical' })).toBe('all');
    expect(strategy({ circle: 'saving', priority: 'critical', strategy: { sure: 0.9 } })).toEqual({ sure: 0.9 });
  });
});

describe('a circle with more candidates than seats', () => {
  it('seats as many as it chooses, and tells how', () => {
    const { seats, selection, quorum } = seat({ circle: 'code' });
    expect(seats.map(({ expert }) => expert)).toEqual(selection?.candidates.filter(({ seated }) => seated).map(({ expert }) => expert));
    expect(seats).toHaveLength(2);
    expect(quorum).toBe(1);
  });

  it('passes over who cannot be asked, and says so', () => {
    expect(names({ circle: 'code' }, ['ada', 'bob'])).toEqual(['cyd']);
    expect(seat({ circle: 'code' }, ['ada']).selection?.candidates[0]).toEqual({ expert: 'ada', seated: false, points: null });
    expect(() => names({ circle: 'code' }, ['ada', 'bob', 'cyd'])).toThrow(/no expert of circle "code" can be asked now/);
  });

  it('chooses nobody where the request names its experts', () => {
    const { seats, selection } = seat({ circle: 'code', experts: ['cyd', 'ada', 'bob'] });
    expect([seats.length, selection]).toEqual([3, undefined]);
  });

  it.each([
    [{ experts: ['a'], seats: { choose: 1, from: ['a'] } }, /cannot stand beside `experts`/],
    [{ quorum: 1 }, /`seats` in its place/],
    [{ seats: { choose: 3, from: ['a', 'b'] } }, /number of candidates/],
    [{ seats: { choose: 0, from: ['a'] } }, /1/],
  ])('is refused as %j', (declared, says) => {
    const { error } = circle.safeParse(declared);
    expect(JSON.stringify(error?.issues)).toMatch(says);
  });
});
