/** The square of similarities, from a verdict. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { extremes, matrixOf } from '../../../functions/console/text/matrix.ts';

const clusters = [
  { experts: ['cyd', 'ada'], share: 0.6 },
  { experts: ['bob'], share: 0.4 },
];

describe('the matrix of a verdict', () => {
  it('puts the experts of a cluster together, the leading ones first, and each score in both of its places', () => {
    const matrix = matrixOf({ pairs: { experts: ['ada', 'bob', 'cyd'], scores: [0.1, 0.9, 0.2] }, clusters });
    expect(matrix).toEqual({
      experts: ['ada', 'cyd', 'bob'],
      rows: [
        [null, 0.9, 0.1],
        [0.9, null, 0.2],
        [0.1, 0.2, null],
      ],
      measured: true,
    });
  });

  it('tells who shares a cluster, and that nothing was measured, for a verdict without scores', () => {
    expect(matrixOf({ clusters })).toMatchObject({
      experts: ['cyd', 'ada', 'bob'],
      rows: [
        [null, 1, 0],
        [1, null, 0],
        [0, 0, null],
      ],
      measured: false,
    });
  });

  it('is not there with fewer than two answers', () => {
    expect(matrixOf({ clusters: [{ experts: ['ada'], share: 1 }] })).toBeUndefined();
    expect(matrixOf({ clusters: [] })).toBeUndefined();
  });

  it('names the pairs most and least alike', () => {
    const matrix = matrixOf({ pairs: { experts: ['ada', 'bob', 'cyd'], scores: [0.1, 0.9, 0.2] }, clusters });
    expect(matrix && extremes(matrix)).toEqual({
      most: { one: 'ada', other: 'cyd', score: 0.9 },
      least: { one: 'ada', other: 'bob', score: 0.1 },
    });
  });

  const panels = fc.integer({ min: 2, max: 12 }).chain((count) =>
    fc.record({
      experts: fc.constant(Array.from({ length: count }, (_, at) => `expert-${at}`)),
      scores: fc.array(fc.float({ min: 0, max: 1, noNaN: true }), {
        minLength: (count * (count - 1)) / 2,
        maxLength: (count * (count - 1)) / 2,
      }),
    }),
  );

  test.prop([panels])('is symmetric, and holds each score twice', (pairs) => {
    const matrix = matrixOf({ pairs, clusters: [] });
    const rows = matrix?.rows ?? [];
    for (const [i, row] of rows.entries()) for (const [j, score] of row.entries()) expect(score).toBe(rows[j]?.[i]);
    const shown = rows.flat().filter((score) => score !== null);
    const rising = (scores: readonly number[]) => scores.toSorted((one, other) => one - other);
    expect(rising(shown)).toEqual(rising([...pairs.scores, ...pairs.scores]));
  });
});
