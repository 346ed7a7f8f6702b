/** Hard limits on the real functions: whatever experts do, no more is used than the circle allows, and who was left out is named. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LimitName, Limits, ShownLimits } from '../../shared/contract/limits.ts';
import type { Opinion } from '../../shared/contract/opinion.ts';
import { limitsSet } from '../../shared/domain/limits.ts';
import type { StagedStrategy } from '../../shared/domain/strategy.ts';
import { InvalidInput } from '../../shared/errors.ts';
import { type JudgeFate, judgePolicy } from '../support/fake-judge.ts';
import { type FanOut, type Fate, fanOut } from '../support/fan-out.ts';

/** Stages that part the experts at a cut; one expert cannot be parted. */
const staged = (count: number) => {
  const usual = fc.constantFrom<StagedStrategy>('settled', { sure: 0.9 });
  if (count < 2) return usual;
  const cut = fc.integer({ min: 1, max: count - 1 });
  return fc.oneof(
    usual,
    cut.map((at): StagedStrategy => ({ escalate: [names(count).slice(0, at), names(count).slice(at)] })),
  );
};

const names = (count: number) => Array.from({ length: count }, (_, index) => `expert-${index}`);
const maxOutputTokens = 1000;
const price = { inputUsdPerMillion: 10, outputUsdPerMillion: 30 };

const expert = fc.record({
  fate: fc.constantFrom<Fate>('yes', 'yes', 'no', 'busy', 'refused', 'timeout', 'bug'),
  declared: fc.constantFrom(
    { ...price, maxOutputTokens },
    { inputUsdPerMillion: 0, outputUsdPerMillion: 0, maxOutputTokens },
    { inputUsdPerMillion: 1, outputUsdPerMillion: 2, maxOutputTokens: 300 },
    { model: 'no list knows it', maxOutputTokens },
  ),
  part: fc.double({ min: 0, max: 1, noNaN: true }),
  /** In a debate. */
  again: fc.constantFrom<Fate>('yes', 'no', 'busy', 'timeout'),
});

const judge = fc.record({
  fate: fc.constantFrom<JudgeFate>('yes', 'no', 'none', 'nonsense', 'busy', 'timeout', 'refused', 'bug'),
  declared: fc.constant(judgePolicy),
  part: fc.double({ min: 0, max: 1, noNaN: true }),
});

const course = fc.array(expert, { minLength: 1, maxLength: 6 }).chain((experts) =>
  fc.record({
    experts: fc.constant(experts),
    quorum: fc.integer({ min: 1, max: experts.length }),
    strategy: fc.option(staged(experts.length), { nil: undefined }),
    debates: fc.boolean(),
    ranks: fc.boolean(),
    judges: fc.option(fc.array(judge, { minLength: 1, maxLength: 3 }), { nil: undefined }),
    limits: fc
      .record(
        {
          calls: fc.integer({ min: 1, max: 12 }),
          // A judge reads all answers, and may take a hundred times as many as an expert.
          tokens: fc.oneof(fc.integer({ min: 500, max: 15_000 }), fc.integer({ min: 15_000, max: 120_000 })),
          usd: fc.oneof(fc.double({ min: 0.001, max: 0.2, noNaN: true }), fc.double({ min: 0.2, max: 1, noNaN: true })),
        },
        { requiredKeys: [] },
      )
      .filter((limits) => Object.keys(limits).length > 0),
    happenings: fc.array(fc.constantFrom('step', 'deliver', 'redeliver', 'deadline', 'kill', 'sweep'), { maxLength: 15 }),
  }),
);

/** What one expert does, and what its calls use and cost. */
interface Drawn {
  readonly fate: Fate | JudgeFate;
  readonly declared: object;
  readonly part: number;
}

/** Up to all that a call may read and write. */
function usageOf({ part, declared }: Drawn) {
  const { maxOutputTokens: most = 0 } = declared as { maxOutputTokens?: number };
  return { inputTokens: Math.floor(part * 300), outputTokens: Math.floor(part * most) };
}

/** What a call is billed: what fails unbilled has used nothing, and of a time-out nobody knows. */
function billed(expert: Drawn): Record<LimitName, number> {
  if (['refused', 'bug', 'timeout'].includes(expert.fate)) return { calls: 1, tokens: 0, usd: 0 };
  const { inputTokens, outputTokens } = usageOf(expert);
  const { inputUsdPerMillion = 0, outputUsdPerMillion = 0 } = expert.declared as Partial<typeof price>;
  const usd = (inputTokens * inputUsdPerMillion + outputTokens * outputUsdPerMillion) / 1e6;
  return { calls: 1, tokens: inputTokens + outputTokens, usd };
}

/** Who was not called for a limit is named by the verdict; whoever was called before keeps the reason of that call. */
function expectNamed(opinions: readonly Opinion[], told: ShownLimits | undefined): void {
  const over = opinions.filter(({ charged }) => charged?.over !== undefined).map(({ expert: name }) => name);
  for (const { error, charged } of opinions) if (error?.type === 'over-limit') expect(charged?.over).toBeDefined();
  const named = told?.ended.filter(({ what }) => what === 'call').flatMap(({ experts }) => experts);
  if (named) expect(named.toSorted()).toEqual(over.toSorted());
}

/** No more was used than is allowed, and whoever was not called is named. */
async function expectHeld(circle: FanOut, limits: Limits, expertOf: (name: string) => Drawn): Promise<void> {
  const calls = circle.calls().map((name) => billed(expertOf(name)));
  const told = (await circle.verdict())?.limits;
  for (const name of limitsSet(limits)) {
    const limit = limits[name] ?? 0;
    expect(calls.reduce((sum, call) => sum + call[name], 0)).toBeLessThanOrEqual(limit + 1e-9);
    expect(told?.used[name] ?? 0).toBeLessThanOrEqual(limit + 1e-8);
  }
  const unpriced = circle.calls().filter((name) => 'model' in expertOf(name).declared);
  if (limits.usd !== undefined) expect(unpriced).toEqual([]);
  const { opinions } = await circle.ports.opinions.read('run-1');
  expectNamed(opinions, told);
}

describe('the limits of a consultation', () => {
  it('hold whatever its experts do, and name who was not called', () =>
    fc.assert(
      fc.asyncProperty(course, async ({ experts, quorum, strategy, debates, ranks, judges, limits, happenings }) => {
        const expertOf = (name: string) => (name.startsWith('judge-') ? judges : experts)?.[Number(name.split('-')[1])] as Drawn;
        const started = fanOut({
          fates: experts.map(({ fate }) => fate),
          declared: experts.map(({ declared }) => declared),
          usage: (name) => usageOf(expertOf(name)),
          ...(debates && { debate: experts.map(({ again }) => again) }),
          ...(ranks && { ranking: experts.map(({ again }) => again) }),
          judges: judges?.map(({ fate }) => fate),
          ...{ quorum, strategy, limits },
        });
        const circle = await started.catch((error: unknown) => {
          if (!(error instanceof InvalidInput)) throw error;
          expect(error.fields[0]?.field).toMatch(/^limits\.(calls|tokens|usd)$/);
        });
        if (!circle) return;
        for (const happening of happenings) await circle.happen(happening);
        await circle.settle({ patience: true });

        await expectHeld(circle, limits, expertOf);
      }),
      { numRuns: 300 },
    ));
});

/** Asks until nobody is at work any more. */
async function askAll(plan: Parameters<typeof fanOut>[0]) {
  const circle = await fanOut(plan);
  await circle.settle({ patience: false });
  return circle;
}

const priced = { ...price, maxOutputTokens };

describe('a call beyond a limit', () => {
  it('is not made: its expert is missing with the reason, and the others decide', async () => {
    const circle = await askAll({ fates: ['yes', 'yes', 'no'], quorum: 2, limits: { calls: 2 } });
    expect(circle.calls()).toEqual(['expert-0', 'expert-1']);
    expect(await circle.verdict()).toMatchObject({
      answer: 'yes',
      missing: [{ expert: 'expert-2', status: 'failed', error: { type: 'over-limit', retryable: false } }],
      limits: { calls: 2, used: { calls: 2 }, ended: [{ by: 'calls', what: 'call', experts: ['expert-2'] }] },
    });
  });

  it('is not repeated either, though it would help', async () => {
    const circle = await askAll({ fates: ['yes', 'busy'], quorum: 1, limits: { calls: 2 } });
    expect(circle.calls()).toEqual(['expert-0', 'expert-1']);
    const { opinions } = await circle.ports.opinions.read('run-1');
    expect(opinions.map(({ error }) => error?.type)).toEqual([undefined, 'rate-limited']);
    expect((await circle.verdict())?.limits).toMatchObject({ ended: [{ by: 'calls', what: 'call', experts: ['expert-1'] }] });
  });

  it('is repeated where there is room', async () => {
    const circle = await askAll({ fates: ['yes', 'busy'], quorum: 2, limits: { calls: 4 } });
    expect(circle.calls()).toHaveLength(3);
    expect(await circle.verdict()).toMatchObject({ answer: 'yes', missing: [], limits: { used: { calls: 3 }, ended: [] } });
  });

  it('is that of an expert whose price nobody knows, where dollars are limited', async () => {
    const declared = [priced, { model: 'no list knows it' }, priced];
    const circle = await askAll({ fates: ['yes', 'yes', 'yes'], declared, quorum: 2, limits: { usd: 1 } });
    expect(circle.calls().toSorted()).toEqual(['expert-0', 'expert-2']);
    expect((await circle.verdict())?.missing).toMatchObject([{ expert: 'expert-1', error: { message: /price is not known/ } }]);
  });

  it('makes no quorum impossible: a dear expert is passed over where two cheap ones are needed', async () => {
    const cheap = { inputUsdPerMillion: 1, outputUsdPerMillion: 1, maxOutputTokens };
    const plan = { fates: ['yes', 'yes', 'yes'] as const, declared: [priced, cheap, cheap], limits: { usd: 0.036 } };
    expect((await askAll({ ...plan, quorum: 2 })).calls()).toEqual(['expert-1', 'expert-2']);
    expect((await askAll({ ...plan, quorum: 1 })).calls()).toEqual(['expert-0']);
  });
});

describe('a stage beyond a limit', () => {
  const plan = { fates: ['yes', 'no', 'yes'] as const, quorum: 2, strategy: { escalate: [names(2), ['expert-2']] } };

  it('is not opened, and the verdict says which limit kept it shut', async () => {
    const circle = await askAll({ ...plan, limits: { calls: 2, tokens: 1_000_000 } });
    expect((await circle.run()).stages?.begun).toHaveLength(1);
    expect(await circle.verdict()).toMatchObject({
      coverage: { asked: 2, answered: 2 },
      missing: [],
      strategy: { stopped: 'limit', notAsked: ['expert-2'] },
      limits: { used: { calls: 2 }, ended: [{ by: 'calls', what: 'stage', experts: ['expert-2'] }] },
    });
  });

  it('is opened where the stage before has left enough of what it was granted', async () => {
    const declared = [priced, priced, priced];
    // Three calls at their worst do not fit; two that have answered have used little.
    const circle = await askAll({ ...plan, declared, limits: { usd: 0.08 } });
    expect(circle.calls()).toHaveLength(3);
    expect(await circle.verdict()).toMatchObject({ answer: 'yes', strategy: { stopped: 'everybody' }, limits: { ended: [] } });
  });

  it('is nothing that a limit has ended, where the strategy had enough', async () => {
    const circle = await askAll({ ...plan, fates: ['yes', 'yes', 'no'], limits: { calls: 2 } });
    expect(await circle.verdict()).toMatchObject({ answer: 'yes', strategy: { stopped: 'agreed' }, limits: { ended: [] } });
  });

  it('leaves a run without a quorum that ends at once, and not at its deadline', async () => {
    const circle = await askAll({ ...plan, fates: ['yes', 'refused', 'yes'], limits: { calls: 2 } });
    expect(await circle.verdict()).toMatchObject({ endedBy: 'impossible', strategy: { stopped: 'limit' } });
  });
});

describe('limits of a review in which rules speak first', () => {
  it('count no call of rules, and name each model that is not called', async () => {
    const circle = await askAll({ fates: ['yes', 'yes', 'yes'], quorum: 1, rules: 1, limits: { calls: 1 } });
    expect(circle.calls()).toEqual(['expert-0', 'expert-1']);
    const verdict = await circle.verdict();
    expect(verdict?.missing).toMatchObject([{ expert: 'expert-2', error: { type: 'over-limit' } }]);
    expect(verdict?.limits).toMatchObject({ used: { calls: 1 }, ended: [{ by: 'calls', what: 'call', experts: ['expert-2'] }] });
  });
});

describe('limits that leave no room for the answers that it takes', () => {
  it('are refused where only rules would make up for a model, which may find nothing', async () => {
    await expect(fanOut({ fates: ['yes', 'yes', 'yes'], quorum: 2, rules: 1, limits: { calls: 1 } })).rejects.toMatchObject({
      fields: [{ field: 'limits.calls' }],
    });
  });

  it.each([
    [{ calls: 1 }, 'limits.calls'],
    [{ calls: 5, tokens: 600 }, 'limits.tokens'],
    [{ usd: 0.000_01 }, 'limits.usd'],
  ])('%j is refused by name before anybody is asked', async (limits, field) => {
    await expect(fanOut({ fates: ['yes', 'yes'], quorum: 2, limits })).rejects.toMatchObject({ fields: [{ field }] });
  });

  it('are refused with the reason where it is prices that are not known', async () => {
    const declared = [{ model: 'no list knows it' }, { model: 'no list knows it' }];
    await expect(fanOut({ fates: ['yes', 'yes'], declared, quorum: 1, limits: { usd: 5 } })).rejects.toThrow(/price of 2 of the 2 experts/);
  });
});
