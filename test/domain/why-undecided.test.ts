import { describe, expect, it } from 'vitest';
import type { Kind } from '../../shared/contract/question.ts';
import { whyUndecided } from '../../shared/domain/why-undecided.ts';

const unkept = { asked: 0.95, kept: false, otherwise: true, outcomes: 72.5, least: 0.8, coverage: 0.6 };

function reasonOf(kind: Kind, shares: readonly number[], answered = 3, read_as?: Kind) {
  const clusters = shares.map((share, at) => ({ experts: [`expert-${at}`], share }));
  return whyUndecided({ kind, answered, quorum: 2 }, { clusters, pick: null, ...(read_as && { read_as }) });
}

describe('a verdict that decides nothing', () => {
  it.each<[string, Parameters<typeof reasonOf>, string, RegExp]>([
    ['below the quorum', ['choice', [1], 1], 'few', /^1 of the 2 answers/],
    ['of answers that nobody can read', ['short', [0]], 'unread', /no answer could be read/],
    ['of two that weigh the same', ['choice', [0.5, 0.5]], 'tie', /50 % each/],
    ['of two at 0.77 to 0.23', ['choice', [0.23, 0.77]], 'alone', /77 %.*neither known skill nor outcomes/],
    ['of texts', ['text', [0.4, 0.3, 0.3]], 'split', /no conclusion has the majority/],
    ['of what turned out to be short', ['auto', [0.6, 0.4], 3, 'short'], 'alone', /60 %/],
    ['of an order', ['ranking', [1]], 'tie', /no option comes first/],
  ])('%s says why', (_, given, reason, why) => {
    const said = reasonOf(...given);
    expect(said.reason).toBe(reason);
    expect(said.why).toMatch(why);
  });

  it('says that a promise keeps it back, where it would be decided without', () => {
    const clusters = [
      { experts: ['ada', 'bob'], share: 0.7 },
      { experts: ['cyd'], share: 0.3 },
    ];
    const said = (promise: typeof unkept) => whyUndecided({ kind: 'choice', answered: 3, quorum: 2 }, { clusters, pick: 'ada', promise });
    expect(said(unkept)).toEqual({
      reason: 'promise',
      why: 'the promise of 95 % right takes 80 % of the weight behind one answer, by 72 verdicts of this circle whose right answer is known',
    });
    const { least: _, ...nothing } = unkept;
    expect(said(nothing as typeof unkept).why).toMatch(/^the promise of 95 % right cannot be kept by 72 verdicts/);
    expect(said({ ...unkept, otherwise: false }).reason).toBe('alone');
  });
});
