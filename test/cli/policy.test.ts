import { describe, expect, it } from 'vitest';
import { parseFlags } from '../../functions/cli/parse-flags.ts';
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

  it.each(['some', 'ada/'])('"%s" is left to the schema, which refuses it', (flag) => {
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

describe('a flag that is written wrongly', () => {
  it.each([
    [{ deadline: 'abc' }, '--deadline: must be a number, not "abc"'],
    [{ budget: '$5' }, '--budget: must be a number, not "$5"'],
    [{ promise: 'Infinity' }, '--promise: must be a number, not "Infinity"'],
    [{ minimum: ' ' }, '--minimum: must be a number, not " "'],
    [{ limits: 'calls=a' }, '--limits calls: must be a number, not "a"'],
    [{ limits: 'calls' }, '--limits calls: must be a number, not ""'],
    [{ strategy: 'sure=very' }, '--strategy sure: must be a number, not "very"'],
  ])('%j is named as it was written: a number', (flags, sentence) => {
    expect(() => policyOf(flags)).toThrow(sentence);
  });

  it.each([
    [{ deadline: '0.5' }, '--deadline: '],
    [{ budget: '-1' }, '--budget: '],
    [{ limits: 'calls=0' }, '--limits calls: '],
    [{ limits: 'lines=4' }, '--limits lines: '],
    [{ queryType: 'sports' }, '--query-type: '],
    [{ judge: 'no name!' }, '--judge 0: '],
    [{ synthesis: 'no name!' }, '--synthesis: '],
    [{ experts: 'ada,no name!' }, '--experts 1: '],
    [{ circle: 'no name!' }, '--circle: '],
  ])('%j is named as it was written: what the schema refuses', (flags, beginning) => {
    expect(() => parseFlags({ question: 'Why?', ...policyOf(flags) })).toThrow(
      expect.objectContaining({ message: expect.stringMatching(new RegExp(`^${beginning}`)) }),
    );
  });

  it('leaves what no flag has set its own name', () => {
    expect(() => parseFlags({ question: '' })).toThrow(/^question: /);
  });
});
