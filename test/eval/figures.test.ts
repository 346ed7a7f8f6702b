import { describe, expect, it } from 'vitest';
import { aurc, auroc, brier, calibration, correlation, ece, gapClosed, lengthMatched, majority, median } from './figures.ts';

const outcomes = [
  { right: 1, confidence: 0.9 },
  { right: 0, confidence: 0.8 },
  { right: 1, confidence: 0.6 },
  { right: 0, confidence: 0.1 },
];

describe('calibration', () => {
  it('Brier is the mean squared distance of confidence and outcome', () => {
    // (0.01 + 0.64 + 0.16 + 0.01) / 4
    expect(brier(outcomes)).toBeCloseTo(0.205, 12);
  });

  it('ECE weighs the gap of each tenth by the outcomes in it', () => {
    // |1 - 0.9|, |0 - 0.8|, |1 - 0.6|, |0 - 0.1| in four bins of one
    expect(ece(outcomes)).toBeCloseTo(0.35, 12);
    // One bin: two of four right at 0.55.
    expect(ece([1, 1, 0, 0].map((right) => ({ right, confidence: 0.55 })))).toBeCloseTo(0.05, 12);
  });

  it('a confidence of 1 falls into the last tenth', () => {
    const sure = [
      { right: 1, confidence: 1 },
      { right: 0, confidence: 0.95 },
    ];
    expect(ece(sure)).toBeCloseTo(0.475, 12);
  });

  it('AURC is the mean error over all coverages, most confident first', () => {
    // errors 0/1, 1/2, 1/3, 2/4
    expect(aurc(outcomes)).toBeCloseTo((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4, 12);
  });

  it('AURC does not depend on the order of equal confidences', () => {
    const tied = [1, 0, 1, 0].map((right) => ({ right, confidence: 0.5 }));
    expect(aurc(tied)).toBeCloseTo(0.5, 12);
    expect(aurc(tied.toReversed())).toBe(aurc(tied));
  });

  it('AUROC counts the pairs in which the right one is more sure, ties half', () => {
    // right 0.9 and 0.6 against wrong 0.8 and 0.1: three of four pairs
    expect(calibration(outcomes).auroc).toBeCloseTo(0.75, 12);
    const tied = [
      { positive: 1, score: 0.5 },
      { positive: 0, score: 0.5 },
      { positive: 0, score: 0.2 },
    ];
    expect(auroc(tied)).toBeCloseTo(0.75, 12);
    expect(auroc([{ positive: 1, score: 0.5 }])).toBeNull();
  });
});

describe('majority', () => {
  const vote = (name: string, worth: number) => ({ class: name, worth });

  it('takes the largest class and its share of the votes', () => {
    expect(majority([vote('a', 1), vote('a', 1), vote('b', 0)])).toEqual({ credit: 1, share: 2 / 3 });
  });

  it('shares the credit of a tie', () => {
    expect(majority([vote('a', 1), vote('b', 0), vote('c', 0)]).credit).toBeCloseTo(1 / 3, 12);
  });

  it('earns nothing where nobody answered', () => {
    expect(majority([])).toEqual({ credit: 0, share: 0 });
  });
});

describe('free text', () => {
  it('the gap closed runs from the mean of the panel to its best answer', () => {
    expect(gapClosed(7, 6, 8)).toBe(0.5);
  });

  it('pairs count within a fifth of the shorter length and with different worth', () => {
    const answers = [
      { length: 100, worth: 1, preferred: 0.9 },
      { length: 120, worth: 2, preferred: 0.1 },
      { length: 121, worth: 3, preferred: 0.5 },
      { length: 110, worth: 1, preferred: 0.5 },
    ];
    // 100-120 lost; 100-121 too far; 100-110 same worth; 120-121 won; 120-110 lost; 121-110 tied
    expect(lengthMatched(answers)).toEqual({ won: 1.5, pairs: 4 });
  });
});

describe('small statistics', () => {
  it('the median of an even number of values is the mean of the middle two', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([3, 1, 2])).toBe(2);
  });

  it("Pearson's correlation is 1 on a line, and null where one side does not vary", () => {
    expect(correlation([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12);
    expect(correlation([1, 2, 3], [1, 3, 2])).toBeCloseTo(0.5, 12);
    expect(correlation([1, 1], [1, 2])).toBeNull();
  });
});
