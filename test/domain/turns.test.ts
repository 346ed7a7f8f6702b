/** How the time is shared out between those who are asked one after another. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastTurnMs, turnMs } from '../../shared/domain/turns.ts';

const judges = fc.uniqueArray(fc.constantFrom('ada', 'bob', 'cyd', 'dan', 'eve'), { maxLength: 5 });

describe('the turn of an expert', () => {
  it.each<[string, Parameters<typeof turnMs>, number]>([
    ['an expert has all of the time', [{}, { expert: 'ada' }, 60_000], 60_000],
    ['an expert whose seat may be taken leaves a quarter', [{ spare: ['bob'] }, { expert: 'ada' }, 60_000], 45_000],
    ['the last candidate has all that is left', [{ spare: ['bob'], replaced: [taken('bob')] }, { expert: 'bob' }, 15_000], 15_000],
    ['the only judge has all that is left', [{ deliberation: { judge: ['ada'] } }, { expert: 'ada', round: 3 }, 40_000], 40_000],
    ['the first of two judges has a half', [{ deliberation: { judge: ['ada', 'bob'] } }, { expert: 'ada', round: 3 }, 40_000], 20_000],
    [
      'a judge leaves a share to the writer',
      [{ deliberation: { judge: ['ada'], synthesis: 'cyd' } }, { expert: 'ada', round: 3 }, 40_000],
      20_000,
    ],
    [
      'a debate leaves one to a judge and one to the writer',
      [{ deliberation: { debate: true, judge: ['ada', 'bob'], synthesis: 'cyd' } }, { expert: 'dan', round: 2 }, 30_000],
      10_000,
    ],
    [
      'a ranking leaves one to the writer',
      [{ deliberation: { ranking: true, synthesis: 'cyd' } }, { expert: 'dan', round: 9 }, 30_000],
      15_000,
    ],
    ['the writer has all that is left', [{ deliberation: { synthesis: 'cyd' } }, { expert: 'cyd', round: 10 }, 9_000], 9_000],
    [
      'nobody is given less than it takes to begin',
      [{ deliberation: { judge: ['ada', 'bob'] } }, { expert: 'ada', round: 3 }, 3_000],
      leastTurnMs,
    ],
    ['nobody is given more than there is', [{ deliberation: { judge: ['ada', 'bob'] } }, { expert: 'ada', round: 3 }, 900], 900],
  ])('%s', (_, given, ms) => {
    expect(turnMs(...given)).toBe(ms);
  });

  it('leaves every judge and the writer an equal share, whoever before them hangs', () =>
    fc.assert(
      fc.property(judges, fc.integer({ min: 60_000, max: 870_000 }), (names, allMs) => {
        const run = { deliberation: { judge: names, synthesis: 'writer' } };
        const turns = [...names.map((expert, at) => ({ expert, round: 3 + at })), { expert: 'writer', round: 10 }];
        let leftMs = allMs;
        for (const turn of turns) {
          const ms = turnMs(run, turn, leftMs);
          expect(ms).toBeCloseTo(allMs / turns.length, 6);
          leftMs -= ms;
        }
        expect(leftMs).toBeCloseTo(0, 6);
      }),
    ));
});

function taken(by: string) {
  return { seat: 'ada', by, reason: 'timeout', at: '2026-03-01T10:00:00.000Z', sent: true };
}
