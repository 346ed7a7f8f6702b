import { describe, expect, it } from 'vitest';
import { policyOf } from '../../functions/cli/policy.ts';
import { deliberation, strategy } from '../../shared/contract/question.ts';

describe('the flag --strategy', () => {
  it.each([
    ['all', 'all'],
    ['settled', 'settled'],
    ['sure=0.9', { sure: 0.9 }],
    ['ada,bob/cyd', { escalate: [['ada', 'bob'], ['cyd']] }],
    ['ada / bob, cyd / dot', { escalate: [['ada'], ['bob', 'cyd'], ['dot']] }],
  ])('"%s" is a strategy in one word', (flag, meant) => {
    expect(policyOf({ strategy: flag })).toEqual({ strategy: meant });
    expect(strategy.parse(meant)).toEqual(meant);
  });

  it.each(['some', 'sure=very', 'ada/'])('"%s" is left to the schema, which refuses it', (flag) => {
    expect(strategy.safeParse(policyOf({ strategy: flag })['strategy']).success).toBe(false);
  });
});

describe('the flags of a deliberation', () => {
  it.each<[object, unknown]>([
    [{ debate: true }, { debate: true }],
    [{ judge: 'chair, deputy' }, { judge: ['chair', 'deputy'] }],
    [
      { debate: false, judge: false },
      { debate: false, judge: [] },
    ],
  ])('%j say what is done where the answers differ', (flags, meant) => {
    expect(policyOf(flags)).toEqual({ deliberation: meant });
    expect(deliberation.parse(meant)).toEqual(meant);
  });
});
