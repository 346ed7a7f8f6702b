import { describe, expect, it } from 'vitest';
import type { AttemptNote } from '../../shared/contract/opinion.ts';
import { limitsInWords } from '../../shared/domain/limits-in-words.ts';
import { sampleOpinion, sampleRun } from '../ports/samples.ts';

const worst = [1, 2, 3].map(() => ({ calls: 1, tokens: 1000, usd: 0.01 }));
const call = { calls: 1, tokens: 110, usd: 0.001 };
const opinions = ['expert-0', 'expert-1'].map((expert) => sampleOpinion(expert, { charged: call }));
const run = sampleRun({
  limits: { calls: 12, tokens: 20_000, usd: 0.2, worst },
  arrivals: ['expert-0', 'expert-1'],
  charges: { 'expert-0': call, 'expert-1': call },
});
const note: AttemptNote = { consultationId: run.id, expert: 'expert-2', attempts: 1, at: run.createdAt, underWay: true };

describe('what was used of the limits', () => {
  it('is the call that is under way at its worst, and not all that its expert was granted', () => {
    const told = limitsInWords(run, opinions, [{ ...note, charged: { calls: 1, tokens: 1000, usd: 0.01 } }], false);
    expect(told?.used).toEqual({ calls: 3, tokens: 1220, usd: 0.012 });
  });

  it('is nothing of an expert that was never called: a call is noted before it is made', () => {
    expect(limitsInWords(run, opinions, [], false)?.used).toEqual({ calls: 2, tokens: 220, usd: 0.002 });
  });

  it('is what was heard, where a note is older than that', () => {
    const stale = { ...note, expert: 'expert-0', charged: { calls: 5, tokens: 5000, usd: 0.1 } };
    expect(limitsInWords(run, opinions, [stale], false)?.used).toEqual({ calls: 2, tokens: 220, usd: 0.002 });
  });
});
