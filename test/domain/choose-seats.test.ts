import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Priority, QueryType } from '../../shared/contract/question.ts';
import { type Candidate, chooseSeats, seatedOf, type Wanted } from '../../shared/domain/choose-seats.ts';

const candidate = (expert: string, given: Partial<Candidate> = {}): Candidate => ({
  expert,
  family: expert,
  tier: 'secondary',
  types: [],
  usd: 0.01,
  skill: undefined,
  available: true,
  ...given,
});
const wanted = (choose: number, given: Partial<Wanted> = {}): Wanted => ({ choose, type: undefined, priority: undefined, ...given });
const chosen = (candidates: readonly Candidate[], want: Wanted) => seatedOf(chooseSeats(candidates, want));

const types: readonly QueryType[] = ['technical', 'research', 'code_review'];
const priorities: readonly (Priority | undefined)[] = [undefined, 'low', 'medium', 'high', 'critical'];
const anyCandidate = fc.record({
  family: fc.constantFrom('x', 'y', 'z'),
  tier: fc.constantFrom('primary', 'secondary', 'specialized', 'support'),
  types: fc.subarray([...types]),
  usd: fc.option(fc.constantFrom(0, 0.001, 0.01, 0.1), { nil: undefined }),
  skill: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
  available: fc.boolean(),
});
const panels = fc
  .array(anyCandidate, { minLength: 1, maxLength: 8 })
  .map((all) => all.map((one, at): Candidate => ({ ...one, expert: `e${at}` }) as Candidate));
const wants = fc.record({
  choose: fc.integer({ min: 1, max: 8 }),
  type: fc.constantFrom(undefined, ...types),
  priority: fc.constantFrom(...priorities),
});

describe('the seats of a circle that chooses', () => {
  it('are as many as it chooses, or as can be asked, and nobody else sits', () => {
    fc.assert(
      fc.property(panels, wants, (candidates, want) => {
        const present = candidates.filter(({ available }) => available).map(({ expert }) => expert);
        const seated = chosen(candidates, want);
        expect(seated).toHaveLength(Math.min(want.choose, present.length));
        expect(seated.every((expert) => present.includes(expert))).toBe(true);
      }),
    );
  });

  it('are told with every term, whose sum the points are', () => {
    fc.assert(
      fc.property(panels, wants, (candidates, want) => {
        const selection = chooseSeats(candidates, want);
        expect(selection.candidates.map(({ expert }) => expert)).toEqual(candidates.map(({ expert }) => expert));
        for (const { points, terms } of selection.candidates) {
          if (points === null) expect(terms).toBeUndefined();
          else
            expect(points).toBeCloseTo(
              Object.values(terms ?? {}).reduce((sum, one) => sum + one, 0),
              6,
            );
        }
      }),
    );
  });

  it('do not depend on the place in the file where no two have the same points', () => {
    const uneven = [
      candidate('a', { tier: 'primary' }),
      candidate('b', { usd: 0.1 }),
      candidate('c', { types: ['research'] }),
      candidate('d'),
    ];
    const want = wanted(2, { type: 'research' });
    expect(new Set(chosen(uneven, want))).toEqual(new Set(chosen(uneven.toReversed(), want)));
  });

  it('are the first of equals', () => {
    expect(chosen([candidate('a'), candidate('b'), candidate('c')], wanted(2))).toEqual(['a', 'b']);
  });

  it.each([
    ['a higher tier', { tier: 'support' }, { tier: 'specialized' }],
    ['a specialized expert under a secondary one', { tier: 'specialized' }, { tier: 'secondary' }],
    ['a primary expert', { tier: 'secondary' }, { tier: 'primary' }],
    ['the lower price', { usd: 0.1 }, { usd: 0.01 }],
    ['the greater skill', { skill: 0.5 }, { skill: 0.8 }],
  ] as const)('prefer %s', (_, worse, better) => {
    expect(chosen([candidate('a', worse), candidate('b', better)], wanted(1))).toEqual(['b']);
  });

  it('take a price that nobody knows for the dearest', () => {
    const three = [candidate('unknown', { usd: undefined }), candidate('dear', { usd: 0.1 }), candidate('cheap')];
    const prices = chooseSeats(three, wanted(1)).candidates.map(({ terms }) => terms?.price);
    expect(prices).toEqual([-10, -10, -1]);
  });

  it('prefer who is for the type that is asked, and only then', () => {
    const two = [candidate('a'), candidate('b', { types: ['research'] })];
    expect(chosen(two, wanted(1, { type: 'research' }))).toEqual(['b']);
    expect(chosen(two, wanted(1, { type: 'technical' }))).toEqual(['a']);
  });

  it('look at the price twice where little hangs on it, and not at all where much does', () => {
    const two = [candidate('dear', { usd: 0.1, skill: 0.7 }), candidate('cheap', { usd: 0.001, skill: 0.57 })];
    expect(chosen(two, wanted(1))).toEqual(['dear']);
    expect(chosen(two, wanted(1, { priority: 'low' }))).toEqual(['cheap']);
    const cheaper = [candidate('cheap', { usd: 0.001 }), candidate('dear', { usd: 0.1, skill: undefined, types: ['research'] })];
    expect(chosen(cheaper, wanted(1, { priority: 'critical', type: 'research' }))).toEqual(['dear']);
  });

  it('take a free expert at low priority and a primary one at critical', () => {
    const three = [
      candidate('plain'),
      candidate('free', { usd: 0, tier: 'specialized' }),
      candidate('primary', { tier: 'primary', usd: 0.5 }),
    ];
    const terms = (priority: Priority) =>
      Object.fromEntries(chooseSeats(three, wanted(1, { priority })).candidates.map((one) => [one.expert, one.terms?.priority]));
    expect(terms('low')).toEqual({ plain: 0, free: 15, primary: 0 });
    expect(terms('critical')).toEqual({ plain: 0, free: 0, primary: 20 });
  });

  it('leave a second one of a family out where another is nearly as good', () => {
    const three = [
      candidate('a', { family: 'x', skill: 0.8 }),
      candidate('b', { family: 'x', skill: 0.79 }),
      candidate('c', { skill: 0.7 }),
    ];
    expect(chosen(three, wanted(2))).toEqual(['a', 'c']);
    const apart = three.map((one) => ({ ...one, family: one.expert }));
    expect(chosen(apart, wanted(2))).toEqual(['a', 'b']);
  });

  it('count skill only where it is known of all who can be asked', () => {
    const two = [candidate('a'), candidate('b', { skill: 0.99 })];
    expect(chosen(two, wanted(1))).toEqual(['a']);
  });
});
