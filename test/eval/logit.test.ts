import { describe, expect, it } from 'vitest';
import { logitOutcomes } from './logit.ts';
import type { Item } from './panels.ts';

const experts = ['ada', 'bob', 'cyd'];

function item(at: number, gold: string | null, ...answers: readonly (string | null)[]): Item {
  const opinions = experts.map((expert, place) => ({ expert, family: null, answer: answers[place] ?? null }));
  return { line: { id: `${at}`, question: null, kind: 'choice', options: ['A', 'B', 'C'], opinions }, gold, worth: new Map() };
}

describe('a logit fit', () => {
  const adaIsRight = Array.from({ length: 200 }, (_, at) => item(at, 'ABC'[at % 3] ?? null, 'ABC'[at % 3] ?? null, 'A', 'A'));

  it('decides by equal voices before it has learnt', () => {
    const [outcome] = logitOutcomes(experts, [], [item(1, 'A', 'B', 'A', 'A')]) ?? [];
    // Two voices of 2 / sqrt(3) against one, and a third option without any.
    const [two, one] = [Math.exp(4 / Math.sqrt(3)), Math.exp(2 / Math.sqrt(3))];
    expect(outcome).toEqual({ right: 1, confidence: expect.closeTo(two / (two + one + 1), 12) });
  });

  it('follows the one who was right against two who always say the same', () => {
    const [outcome] = logitOutcomes(experts, adaIsRight, [item(1, 'B', 'B', 'A', 'A')]) ?? [];
    expect(outcome?.right).toBe(1);
    expect(outcome?.confidence).toBeGreaterThan(0.9);
  });

  it('counts a question that nobody answers, or whose right answer is no option, as it is', () => {
    const outcomes = logitOutcomes(experts, [], [item(1, 'C', null, null, null), item(2, 'Z', 'A', 'A', 'A')]) ?? [];
    expect(outcomes.map(({ right }) => right)).toEqual([0, 0]);
    expect(outcomes[0]?.confidence).toBeCloseTo(1 / 3, 12);
  });

  it('says nothing where a right answer is not given', () => {
    expect(logitOutcomes(experts, adaIsRight, [item(1, null, 'A', 'A', 'A')])).toBeUndefined();
  });
});
