import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { fisher, signTest, wilson } from '../../../shared/domain/report/intervals.ts';

describe('an interval of a share', () => {
  it("is Wilson's, to the digits of textbooks", () => {
    expect(wilson(8, 10)?.low).toBeCloseTo(0.49016, 5);
    expect(wilson(8, 10)?.high).toBeCloseTo(0.94332, 5);
    expect(wilson(0, 10)).toMatchObject({ low: 0, high: expect.closeTo(0.27753, 5) });
    expect(wilson(10, 10)).toMatchObject({ low: expect.closeTo(0.72247, 5), high: 1 });
    expect(wilson(0, 0)).toBeUndefined();
  });

  test.prop([fc.integer({ min: 1, max: 5000 }).chain((of) => fc.tuple(fc.integer({ min: 0, max: of }), fc.constant(of)))])(
    'holds the share, mirrors its opposite, and narrows with more of the same',
    ([count, of]) => {
      const { low, high } = wilson(count, of) ?? { low: 1, high: 0 };
      const opposite = wilson(of - count, of);
      const more = wilson(4 * count, 4 * of) ?? { low: 0, high: 1 };
      expect(low).toBeLessThanOrEqual(count / of);
      expect(high).toBeGreaterThanOrEqual(count / of);
      expect(opposite?.low).toBeCloseTo(1 - high, 9);
      expect(more.high - more.low).toBeLessThan(high - low);
    },
  );
});

describe('the sign test', () => {
  it('is exact', () => {
    expect(signTest(0, 0)).toBe(1);
    expect(signTest(1, 7)).toBeCloseTo(18 / 256, 12);
    expect(signTest(0, 6)).toBeCloseTo(2 / 64, 12);
  });

  test.prop([fc.nat(3000), fc.nat(3000)])('is a chance, and the same from both sides', (one, other) => {
    const chance = signTest(one, other);
    expect(chance).toBeGreaterThanOrEqual(0);
    expect(chance).toBeLessThanOrEqual(1);
    expect(signTest(other, one)).toBe(chance);
  });
});

/** Counts every way to choose the second group: too slow for large ones, and too simple to be wrong. */
function fisherByCounting(all: number, first: number, second: number, both: number): number {
  let [ways, extreme] = [0, 0];
  for (let chosen = 0; chosen < 2 ** all; chosen += 1) {
    const members = Array.from({ length: all }, (_, at) => ((chosen >> at) & 1) === 1);
    if (members.filter(Boolean).length !== second) continue;
    ways += 1;
    if (members.slice(0, first).filter(Boolean).length >= both) extreme += 1;
  }
  return extreme / ways;
}

describe("Fisher's test", () => {
  it('is that of the lady tasting tea', () => {
    expect(fisher({ all: 8, first: 4, second: 4, both: 3 })).toBeCloseTo(17 / 70, 12);
  });

  test.prop(
    [
      fc
        .integer({ min: 1, max: 9 })
        .chain((all) =>
          fc.record({ all: fc.constant(all), first: fc.integer({ min: 0, max: all }), second: fc.integer({ min: 0, max: all }) }),
        ),
      fc.nat(9),
    ],
    { numRuns: 40 },
  )('counts the ways to fall together', ({ all, first, second }, wanted) => {
    const both = Math.min(wanted, first, second);
    expect(fisher({ all, first, second, both })).toBeCloseTo(fisherByCounting(all, first, second, both), 9);
  });

  it('goes over to the series without a step', () => {
    const near = (all: number) => fisher({ all, first: 300, second: 300, both: 100 });
    expect(Math.abs(near(1001) - near(1000))).toBeLessThan(0.01);
    expect(fisher({ all: 100_000, first: 5000, second: 5000, both: 250 })).toBeCloseTo(0.51, 1);
  });
});
