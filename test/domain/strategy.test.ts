import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Strategy } from '../../shared/contract/question.ts';
import { strategy as strategySchema } from '../../shared/contract/question.ts';
import type { Judgement } from '../../shared/contract/strategy.ts';
import { askingOrder } from '../../shared/domain/asking-order.ts';
import { replayStages } from '../../shared/domain/replay.ts';
import { nextStep, type Plannable, planStages, type StagedStrategy } from '../../shared/domain/strategy.ts';

const names = (count: number) => Array.from({ length: count }, (_, index) => `expert-${index}`);
const plannable: fc.Arbitrary<Plannable> = fc.integer({ min: 1, max: 9 }).chain((count) =>
  fc.record({
    experts: fc.constant(names(count)),
    quorum: fc.integer({ min: 1, max: count }),
    settles: fc.boolean(),
    order: fc.shuffledSubarray(Array.from({ length: count }, (_, place) => place)),
  }),
);
const escalate = fc.tuple(fc.shuffledSubarray(names(9), { minLength: 2 }), fc.integer({ min: 1, max: 8 })).map(
  ([list, cut]): StagedStrategy => ({
    escalate: [list.slice(0, Math.min(cut, list.length - 1)), list.slice(Math.min(cut, list.length - 1))],
  }),
);
const staged: fc.Arbitrary<StagedStrategy> = fc.oneof(
  fc.constant('settled' as const),
  fc.double({ min: 0.5, max: 1, noNaN: true }).map((sure) => ({ sure })),
  escalate,
);

describe('a plan', () => {
  it('asks every seat in exactly one stage, and no stage asks nobody', () => {
    fc.assert(
      fc.property(fc.oneof(staged, fc.constant('all' as const)), plannable, (strategy: Strategy, given) => {
        const plan = planStages(strategy, given);
        expect(plan.flat().toSorted((a, b) => a - b)).toEqual(given.experts.map((_, place) => place));
        expect(plan.every((stage) => stage.length > 0)).toBe(true);
      }),
    );
  });

  it.each<[Strategy, readonly (readonly number[])[]]>([
    ['all', [[0, 1, 2, 3, 4]]],
    ['settled', [[4, 3, 2], [1], [0]]],
    [{ sure: 0.9 }, [[4, 3], [2], [1], [0]]],
    [{ escalate: [['expert-3', 'expert-0'], ['expert-1']] }, [[3, 0], [1], [2, 4]]],
    [{ escalate: [['expert-3', 'somebody'], ['nobody'], ['expert-1', 'expert-0', 'expert-2', 'expert-4']] }, [[3], [1, 0, 2, 4]]],
  ])('%j of five is %j', (strategy, plan) => {
    expect(planStages(strategy, { experts: names(5), quorum: 1, settles: true, order: [4, 3, 2, 1, 0] })).toEqual(plan);
  });

  it('asks everybody at once where nothing settles before everybody is heard', () => {
    expect(planStages('settled', { experts: names(3), quorum: 1, settles: false, order: [2, 1, 0] })).toEqual([[0, 1, 2]]);
  });
});

describe('the step after a stage', () => {
  const judgement: Judgement = { pick: 'ada', decided: true, confidence: 0.8, answers: 1, settled: false };
  const heard = { kind: 'choice', quorum: 2, answered: 2, judgement } as const;
  const pair: StagedStrategy = { escalate: [['ada', 'bob'], ['cyd']] };

  it.each<[string, StagedStrategy, Partial<Parameters<typeof nextStep>[1]>, ReturnType<typeof nextStep>]>([
    ['experts of whom nobody answered', pair, { answered: 0, judgement: undefined }, { ask: 'failed' }],
    ['answers below the quorum', pair, { answered: 1 }, { ask: 'quorum' }],
    ['answers that nobody could judge', pair, { judgement: undefined }, { ask: 'unjudged' }],
    ['agreement', pair, {}, { stop: 'agreed' }],
    ['a split', pair, { judgement: { ...judgement, answers: 2 } }, { ask: 'split' }],
    ['no decision', pair, { judgement: { ...judgement, decided: false } }, { ask: 'split' }],
    ['little confidence', { ...pair, below: 0.9 }, {}, { ask: 'unsure' }],
    ['no confidence', { ...pair, below: 0.1 }, { judgement: { ...judgement, confidence: null } }, { ask: 'unsure' }],
    ['a kind that is asked of all', { ...pair, kinds: ['choice'] }, {}, { ask: 'kind' }],
    [
      'a kind that is asked of all, though the outcome is settled',
      { ...pair, kinds: ['choice'] },
      { judgement: { ...judgement, settled: true } },
      { ask: 'kind' },
    ],
    [
      'a settled outcome of little confidence',
      { ...pair, below: 0.9 },
      { judgement: { ...judgement, settled: true } },
      { stop: 'settled' },
    ],
    ['a settled outcome that is not sure', { sure: 0.9 }, { judgement: { ...judgement, settled: true } }, { stop: 'settled' }],
    ['another kind, settled', { ...pair, kinds: ['text'] }, { judgement: { ...judgement, settled: true } }, { stop: 'settled' }],
    ['another kind', { ...pair, kinds: ['text'] }, {}, { stop: 'agreed' }],
    ['a settled outcome', 'settled', { judgement: { ...judgement, settled: true } }, { stop: 'settled' }],
    ['an open outcome', 'settled', {}, { ask: 'open' }],
    ['enough confidence', { sure: 0.8 }, {}, { stop: 'sure' }],
    ['too little confidence', { sure: 0.81 }, {}, { ask: 'unsure' }],
    ['one sure answer', { sure: 0.8 }, { quorum: 1, answered: 1 }, { ask: 'unsure' }],
    ['a sure dead heat', { sure: 0.8 }, { judgement: { ...judgement, decided: false } }, { ask: 'unsure' }],
  ])('%s', (_, strategy, given, step) => expect(nextStep(strategy, { ...heard, ...given })).toEqual(step));
});

/** A panel with the answers of its seats, `undefined` for one that failed. */
const panel = fc.array(fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }), { minLength: 1, maxLength: 8 }).chain((answers) =>
  fc.record({
    answers: fc.constant(answers),
    quorum: fc.integer({ min: 1, max: answers.length }),
    seconds: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: answers.length, maxLength: answers.length }),
    order: fc.shuffledSubarray(
      answers.map((_, place) => place),
      { minLength: answers.length, maxLength: answers.length },
    ),
  }),
);

/** Counts, and nothing else: whoever leads by more than those who are left is settled. */
function byCount(answers: readonly (string | undefined)[]) {
  return (asked: readonly number[]): Judgement => {
    const given = asked.flatMap((place) => answers[place] ?? []);
    const [leading = [], second = []] = [...Map.groupBy(given, (answer) => answer).values()].toSorted((a, b) => b.length - a.length);
    const decided = leading.length > second.length;
    const left = answers.length - asked.length;
    return {
      pick: decided ? (leading[0] ?? null) : null,
      decided,
      confidence: leading.length / asked.length,
      answers: new Set(given).size,
      settled: decided && (leading.length > 1 || left === 0) && leading.length > second.length + left,
    };
  };
}

describe('a replay', () => {
  const replay = (strategy: StagedStrategy, given: typeof panel extends fc.Arbitrary<infer One> ? One : never, hedgeSeconds?: number) => {
    const { answers, quorum, seconds, order } = given;
    const plan = planStages(strategy, { experts: names(answers.length), quorum, settles: true, order });
    const seats = answers.map((answer, place) => ({ answered: answer !== undefined, seconds: seconds[place] ?? 0, usd: 1 }));
    return { plan, ...replayStages(strategy, plan, { kind: 'choice', quorum, seats, hedgeSeconds, judge: byCount(answers) }) };
  };

  it('of `settled` decides what everybody together decides', () => {
    fc.assert(
      fc.property(panel, (given) => {
        const everybody = byCount(given.answers)(given.answers.map((_, place) => place));
        expect(replay('settled', given).judgement?.pick).toBe(everybody.pick);
      }),
      { numRuns: 1000 },
    );
  });

  it('asks the first stages of the plan, pays for those whom it asks, and waits for each stage in turn', () => {
    fc.assert(
      fc.property(staged, panel, (strategy, given) => {
        const { plan, stages, asked, usd, seconds, stopped } = replay(strategy, given);
        expect(stages.map(({ places }) => places)).toEqual(plan.slice(0, stages.length));
        expect(usd).toBe(asked.length);
        const slowest = stages.map(({ places }) => Math.max(...places.map((place) => given.seconds[place] ?? 0)));
        expect(seconds).toBe(slowest.reduce((sum, one) => sum + one, 0));
        expect(stopped === 'everybody').toBe(stages.length === plan.length);
      }),
    );
  });

  it('begins each stage within the hedge, and is never slower with one where it asks as many', () => {
    fc.assert(
      fc.property(staged, panel, fc.integer({ min: 1, max: 30 }), (strategy, given, hedge) => {
        const [plain, hedged] = [replay(strategy, given), replay(strategy, given, hedge)];
        const begun = hedged.stages.map(({ seconds }) => seconds);
        expect(begun.every((seconds, at) => at === 0 || seconds - (begun[at - 1] ?? 0) <= hedge)).toBe(true);
        if (hedged.asked.length === plain.asked.length) expect(hedged.seconds).toBeLessThanOrEqual(plain.seconds);
      }),
    );
  });

  it('waits for nobody whose time was over when those who are in suffice', () => {
    const seats = ['a', 'b', 'a'].map((_, place) => ({ answered: true, seconds: place === 1 ? 900 : 2, usd: 1 }));
    const judge = (heard: readonly number[]) => byCount(['a', 'b', 'a'])(heard);
    const played = { kind: 'text', quorum: 2, seats, judge } as const;
    const plan = [[0, 1], [2]];
    expect(replayStages({ sure: 0.9 }, plan, { ...played, hedgeSeconds: 5 })).toMatchObject({ seconds: 7, asked: [0, 1, 2] });
    expect(replayStages({ sure: 0.9 }, [[0, 2, 1], [3]], { ...played, hedgeSeconds: 5 })).toMatchObject({ seconds: 5, asked: [0, 2, 1] });
    expect(replayStages({ sure: 0.9 }, plan, played)).toMatchObject({ seconds: 902 });
  });

  it('knows no price where one of those whom it asked has none', () => {
    const seats = [1, null].map((usd) => ({ answered: true, seconds: 1, usd }));
    const played = { kind: 'choice', quorum: 1, seats, judge: byCount(['a', 'b']) } as const;
    expect(replayStages({ escalate: [['x'], ['y']] }, [[0], [1]], played)).toMatchObject({ usd: 1, stopped: 'agreed' });
    expect(replayStages({ escalate: [['x'], ['y']] }, [[0, 1]], played)).toMatchObject({ usd: null, stopped: 'everybody' });
  });
});

describe('the order of asking', () => {
  it.each([
    [
      'is that of the seats where nothing was learnt',
      [
        { skill: undefined, usd: 3 },
        { skill: undefined, usd: 1 },
      ],
      [0, 1],
    ],
    [
      'begins with the best where a price is not known',
      [
        { skill: 0.6, usd: 1 },
        { skill: 0.9, usd: undefined },
      ],
      [1, 0],
    ],
    [
      'begins with the most evidence for the money',
      [
        { skill: 0.9, usd: 10 },
        { skill: 0.8, usd: 1 },
      ],
      [1, 0],
    ],
    [
      'begins with what costs nothing, the better first',
      [
        { skill: 0.9, usd: 1 },
        { skill: 0.6, usd: 0 },
        { skill: 0.7, usd: 0 },
      ],
      [2, 1, 0],
    ],
    [
      'takes who is not known for the mean',
      [
        { skill: undefined, usd: 1 },
        { skill: 0.6, usd: 1 },
        { skill: 0.9, usd: 1 },
      ],
      [2, 0, 1],
    ],
  ])('%s', (_, seats, order) => expect(askingOrder(seats)).toEqual(order));
});

describe('a strategy', () => {
  it.each([['all'], ['settled'], [{ sure: 0.9 }], [{ escalate: [['a', 'b'], ['c']], below: 0.7, kinds: ['text'] }]])(
    'may be %j',
    (given) => {
      expect(strategySchema.parse(given)).toEqual(given);
    },
  );

  it.each([
    ['some'],
    [{ sure: 0.4 }],
    [{ sure: 0.9, escalate: [['a'], ['b']] }],
    [{ escalate: [['a', 'b']] }],
    [{ escalate: [['a'], ['a']] }],
  ])('may not be %j', (given) => expect(strategySchema.safeParse(given).success).toBe(false));
});
