import { describe, expect, it } from 'vitest';
import type { Kind } from '../../shared/contract/question.ts';
import { whyUndecided } from '../../shared/domain/why-undecided.ts';

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
});
