import { describe, expect, it } from 'vitest';
import type { Run } from '../../shared/contract/run.ts';
import type { Judgement } from '../../shared/contract/strategy.ts';
import { groupsOf, replayables, replaysInWords, strategyInWords } from '../../shared/domain/strategy-words.ts';
import { sayReplay, sayStrategy } from '../../shared/domain/words.ts';
import { sampleOpinion, sampleRun } from '../ports/samples.ts';
import { weighingOf } from '../support/samples.ts';
import { testKnowledge } from '../support/test-knowledge.ts';

const prices = testKnowledge();
const at = '2026-03-01T10:00:00.000Z';
const answer = (expert: string, seconds: number, costUsd: number | null = 0.1) =>
  sampleOpinion(expert, { latencyMs: seconds * 1000, costUsd, usage: { inputTokens: 100, outputTokens: 10 } });

function stagedRun(overrides: Partial<Run> = {}): Run {
  return sampleRun({
    strategy: { escalate: [['expert-0', 'expert-1'], ['expert-2']] },
    stages: { plan: [[0, 1], [2]], begun: [{ at, reason: 'first' }], sent: 1 },
    arrivals: ['expert-1', 'expert-0'],
    answered: 2,
    status: 'closed',
    endedBy: 'settled',
    ...overrides,
  });
}

describe('what a verdict says of its stages', () => {
  const two = [answer('expert-0', 1), answer('expert-1', 2)];

  it('is nothing where everybody was asked at once', () => {
    expect(strategyInWords(sampleRun(), weighingOf([['expert-0']]), two, prices)).toBeUndefined();
  });

  it('is who was asked and who was not, why, and what that saved by the tokens of the others', () => {
    const seats = sampleRun().seats.map((seat) => ({ ...seat, inputUsdPerMillion: 10, outputUsdPerMillion: 100 }));
    const shown = strategyInWords(stagedRun({ seats }), weighingOf([['expert-0', 'expert-1']]), two, prices);
    expect(shown).toEqual({
      name: 'escalate',
      stages: [{ experts: ['expert-0', 'expert-1'], at, reason: 'first' }],
      stopped: 'agreed',
      notAsked: ['expert-2'],
      saved: { calls: 1, usd: 0.002 },
    });
    expect(shown && sayStrategy(shown)).toBe('escalate: expert-0, expert-1; not asked: expert-2, since they agreed, about $0.0020 saved');
  });

  it.each<[string, Partial<Run>, number | null, string]>([
    ['the rest could not change a split', { endedBy: 'settled' }, null, 'settled'],
    ['the deadline passed', { endedBy: 'deadline' }, null, 'deadline'],
    ['the quorum was in', { endedBy: 'quorum' }, null, 'quorum'],
    ['the confidence sufficed', { strategy: { sure: 0.8 } }, 0.9, 'sure'],
    ['it was settled below the bound', { strategy: { sure: 0.8 } }, 0.7, 'settled'],
    [
      'nobody was left',
      {
        stages: {
          plan: [[0, 1], [2]],
          begun: [
            { at, reason: 'first' },
            { at, reason: 'split' },
          ],
          sent: 2,
        },
      },
      null,
      'everybody',
    ],
  ])('says that %s', (_, overrides, confidence, stopped) => {
    const weighing = weighingOf([['expert-0'], ['expert-1']], { confidence });
    expect(strategyInWords(stagedRun(overrides), weighing, two, prices)).toMatchObject({ stopped });
  });

  it('does not know what was saved where a price is not known', () => {
    const seats = sampleRun().seats.map((seat) => ({ ...seat, provider: 'openai' as const, preset: 'openai', model: 'unlisted' }));
    expect(strategyInWords(stagedRun({ seats }), weighingOf([['expert-0']]), two, prices)?.saved).toEqual({ calls: 1, usd: null });
  });
});

describe('the replays of a run in which everybody was asked', () => {
  const run = sampleRun({ answered: 3, replayed: { escalate: [['expert-2'], ['expert-0', 'expert-1']] } });
  const weighing = weighingOf([['expert-0', 'expert-1'], ['expert-2']]);
  const said = (pick: string, overrides: Partial<Judgement> = {}): Judgement => ({
    ...{ pick, decided: true, confidence: 0.95, answers: 1, settled: false },
    ...overrides,
  });
  const opinions = [answer('expert-0', 1), answer('expert-1', 2), answer('expert-2', 4, null)];

  it('judge each group once, and tell whom each would have asked, at what price, how long, and whether it would say the same', () => {
    const replays = replayables(run, {}, prices);
    expect(groupsOf(run, replays)).toEqual([['expert-0', 'expert-1'], ['expert-0', 'expert-1', 'expert-2'], ['expert-2']]);
    const judged = [said('expert-0', { settled: true }), said('expert-1', { answers: 2, settled: true }), said('expert-2')];

    const shown = replaysInWords(run, weighing, opinions, replays, judged);

    expect(shown).toEqual([
      { strategy: 'settled', asked: ['expert-0', 'expert-1'], stopped: 'settled', same: true, usd: 0.2, seconds: 2 },
      { strategy: 'sure', asked: ['expert-0', 'expert-1'], stopped: 'settled', same: true, usd: 0.2, seconds: 2 },
      { strategy: 'escalate', asked: ['expert-2'], stopped: 'agreed', same: false, usd: null, seconds: 4 },
    ]);
    expect(shown.map((one) => sayReplay(one, 3))).toEqual([
      'settled would have asked 2 of 3 for $0.2000, and come to the same answer',
      'sure would have asked 2 of 3 for $0.2000, and come to the same answer',
      'escalate would have asked 1 of 3, and not come to this answer',
    ]);
  });

  it('leave out what would have asked somebody who was not heard in time', () => {
    const replays = replayables(run, {}, prices);
    const late = [answer('expert-0', 1), { ...answer('expert-1', 2), status: 'late' as const }];
    const judged = groupsOf(run, replays).map(() => said('expert-0'));
    expect(replaysInWords(run, weighing, late, replays, judged)).toEqual([]);
  });

  it('begin with the best whom the money buys, and are none where there is nobody to spare', () => {
    const [settled] = replayables(run, { 'expert-0': 0.6, 'expert-1': 0.7, 'expert-2': 0.9 }, prices);
    expect(settled?.plan).toEqual([[2, 1], [0]]);
    expect(replayables(sampleRun({ seats: run.seats.slice(0, 2) }), {}, prices)).toEqual([]);
    expect(replayables(stagedRun(), {}, prices)).toEqual([]);
  });
});
