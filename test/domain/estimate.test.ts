import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Estimate } from '../../shared/contract/estimate.ts';
import type { NewConsultation } from '../../shared/contract/question.ts';
import { acceptConsultation } from '../../shared/domain/accept.ts';
import { estimateRun, type PastFigures } from '../../shared/domain/estimate.ts';
import { sayEstimate } from '../../shared/domain/estimate-words.ts';
import { readingOf } from '../../shared/domain/reading-of.ts';
import { planStages } from '../../shared/domain/strategy.ts';
import { InvalidInput } from '../../shared/errors.ts';
import { testKnowledge } from '../support/test-knowledge.ts';

const unknown: PastFigures = { consultations: 0, experts: {}, asked: undefined };
const knowledge = testKnowledge();

/** The estimate of a question, its seats asked in their order. */
function estimateOf(body: Omit<NewConsultation, 'question'>, past = unknown): Estimate {
  const run = acceptConsultation(
    { question: 'Why?', ...body },
    { id: 'run-1', tenant: 'default', now: new Date(0) },
    knowledge,
    new Set(),
    undefined,
  );
  const plan = planStages(run.strategy ?? 'all', { ...run, order: [] });
  return estimateRun(run, plan, readingOf(run, run.seats, knowledge), past, knowledge);
}

const experts = ['ada', 'bob', 'cyd', 'dot', 'eve'];
const past = fc.record({
  consultations: fc.integer({ min: 0, max: 10 }),
  experts: fc.dictionary(
    fc.constantFrom(...experts),
    fc.record({
      seconds: fc.double({ min: 0, max: 2000, noNaN: true }),
      outputTokens: fc.option(fc.double({ min: 0, max: 50_000, noNaN: true }), { nil: undefined }),
    }),
  ),
  asked: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
});
const body = fc.record(
  {
    experts: fc.shuffledSubarray(experts, { minLength: 1 }),
    quorum: fc.constant(1),
    options: fc.constant<string[]>(['yes', 'no']),
    strategy: fc.constantFrom<NonNullable<NewConsultation['strategy']>>('all', 'settled', { sure: 0.9 }, { escalate: [['ada'], ['bob']] }),
    limits: fc.record(
      { calls: fc.integer({ min: 1, max: 9 }), usd: fc.double({ min: 0.05, max: 2, noNaN: true }) },
      { requiredKeys: ['calls'] },
    ),
    deadlineSeconds: fc.integer({ min: 1, max: 800 }),
  },
  { requiredKeys: ['experts', 'quorum', 'options'] },
);

function expectBounds(told: Estimate, { limits = {}, deadlineSeconds = 60 }: Omit<NewConsultation, 'question'>): void {
  const figures = [told, ...told.experts].flatMap(({ calls, tokens, usd, seconds }) => [calls, tokens, usd, seconds]);
  for (const { likely, worst } of figures) if (worst !== null) expect(likely ?? 0).toBeLessThanOrEqual(worst + 1e-9);
  const { calls = Number.POSITIVE_INFINITY, usd = Number.POSITIVE_INFINITY } = limits;
  expect(told.calls.worst).toBeLessThanOrEqual(calls);
  expect(told.usd.worst ?? 0).toBeLessThanOrEqual(usd + 1e-9);
  expect(told.seconds.worst).toBeLessThanOrEqual(deadlineSeconds);
}

describe('an estimate', () => {
  it('counts a debate that may be held in the worst case, and in nothing that is likely', () => {
    const estimated = (debate: boolean) => estimateOf({ experts: ['ada', 'bob'], quorum: 1, deliberation: { debate } });
    const [never, maybe] = [estimated(false), estimated(true)];
    expect(maybe.calls).toEqual({ likely: never.calls.likely, worst: 2 * never.calls.worst });
    expect(maybe.tokens.likely).toBe(never.tokens.likely);
    expect(maybe.tokens.worst).toBeGreaterThan(2 * never.tokens.worst);
    expect(maybe.usd.likely).toBe(never.usd.likely);
    expect(maybe.basis.assumed).toContain('no debate is held; the worst counts one');
  });

  it('counts a ranking beside a debate in the worst case', () => {
    const estimated = (deliberation: object) => estimateOf({ experts: ['ada', 'bob', 'cyd'], quorum: 1, deliberation });
    const [never, both] = [estimated({}), estimated({ debate: true, ranking: true })];
    expect(both.calls).toEqual({ likely: never.calls.likely, worst: 3 * never.calls.worst });
    expect(both.basis.assumed).toContain('nobody ranks the answers of others; the worst counts one ranking');
  });

  it('counts all judges that may be asked in the worst case, and in nothing that is likely', () => {
    const estimated = (judge: string[]) => estimateOf({ experts: ['ada', 'bob'], quorum: 1, deliberation: { judge } });
    const [never, maybe] = [estimated([]), estimated(['cyd', 'dot'])];
    expect(maybe.calls).toEqual({ likely: never.calls.likely, worst: 2 * never.calls.worst });
    expect(maybe.seconds).toEqual(never.seconds);
    expect(maybe.usd.likely).toBe(never.usd.likely);
    expect(maybe.experts.slice(2)).toMatchObject([
      { expert: 'cyd', role: 'judge', stage: 2, chance: 0 },
      { expert: 'dot', role: 'judge', stage: 2, chance: 0 },
    ]);
    expect(maybe.basis.unpriced).toContain('cyd');
    expect(maybe.basis.assumed).toContain('no judge is asked; the worst counts all of them');
  });

  it('never has more likely than it can be, in the whole and for each expert, and stays within the limits', () => {
    fc.assert(
      fc.property(body, past, (asked, known) => {
        const told = estimateOrRefusal(asked, known);
        if (told === undefined) return;
        expectBounds(told, asked);
      }),
    );
  });

  it('adds up the calls, tokens and dollars of everybody who is asked at once', () => {
    const told = estimateOf({ experts: ['ada', 'bob'] });
    expect(told).toMatchObject({ calls: { likely: 2, worst: 6 }, basis: { calls: 'certain', consultations: 0, unpriced: [] } });
    const [ada, bob] = told.experts;
    expect(told.tokens.likely).toBe((ada?.tokens.likely ?? 0) + (bob?.tokens.likely ?? 0));
    expect(told.usd.likely).toBeCloseTo((ada?.usd.likely ?? 0) + (bob?.usd.likely ?? 0), 8);
    expect(told.basis.assumed[0]).toMatch(/^ada, bob: 500 tokens an answer/);
  });

  it('has no dollars where a price is not known, and names whose', () => {
    const told = estimateOf({ experts: ['ada', 'cyd'] });
    expect(told).toMatchObject({ usd: { likely: null, worst: null }, basis: { unpriced: ['cyd'] } });
    expect(sayEstimate(told)).toMatch(/^a cost that is not known, no known limit; 2 calls, at most 6/);
  });

  it('leaves out whom no limit has room for, and then knows the dollars', () => {
    const told = estimateOf({ experts: ['ada', 'cyd'], quorum: 1, limits: { usd: 0.5 } });
    expect(told.experts.map(({ chance }) => chance)).toEqual([1, 0]);
    expect(told.usd.worst).toBeLessThanOrEqual(0.5);
    expect(told.calls.likely).toBe(1);
  });

  it('counts a later stage by what its strategy has asked before, else by half', () => {
    const strategy = {
      escalate: [
        ['ada', 'bob'],
        ['dot', 'nova'],
      ],
    };
    const asked = { experts: ['ada', 'bob', 'dot', 'nova'], strategy };
    expect(estimateOf(asked)).toMatchObject({ calls: { likely: 3 }, basis: { calls: 'assumed' } });
    expect(estimateOf(asked, { ...unknown, asked: 0.75, consultations: 4 })).toMatchObject({
      calls: { likely: 3 },
      basis: { calls: 'stored' },
    });
    expect(estimateOf(asked, { ...unknown, asked: 0.5, consultations: 4 })).toMatchObject({ calls: { likely: 2 } });
  });

  it('takes the seconds and tokens of an expert from what it has taken before', () => {
    const [before] = estimateOf({ experts: ['ada'] }).experts;
    const told = estimateOf({ experts: ['ada'] }, { ...unknown, experts: { ada: { seconds: 3, outputTokens: 100 } } });
    expect(told).toMatchObject({
      seconds: { likely: 3 },
      experts: [{ basis: 'stored' }],
      basis: { assumed: [expect.stringContaining('worst')] },
    });
    expect(told.tokens.likely).toBe((before?.tokens.likely ?? 0) - 400);
  });

  it('waits for a person as long as there is time', () => {
    expect(estimateOf({ experts: ['ada', 'eve'], quorum: 2, deadlineSeconds: 600 }).seconds.likely).toBe(600);
  });
});

function estimateOrRefusal(asked: Omit<NewConsultation, 'question'>, known: PastFigures): Estimate | undefined {
  try {
    return estimateOf(asked, known);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return undefined;
  }
}
