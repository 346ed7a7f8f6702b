/** Seats that are given to the next candidate on the real functions: who fails before it has answered is replaced, once, within all bounds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Limits } from '../../shared/contract/limits.ts';
import type { StagedStrategy } from '../../shared/domain/strategy.ts';
import { InvalidInput } from '../../shared/errors.ts';
import { type FanOut, type Fate, fanOut } from '../support/fan-out.ts';

type Plan = Parameters<typeof fanOut>[0];

/** Asks until nobody is at work any more. */
async function askAll(plan: Plan): Promise<FanOut> {
  const circle = await fanOut(plan);
  await circle.settle({ patience: false });
  return circle;
}

const seatsOf = async (circle: FanOut) => ((await circle.verdict())?.replaced ?? []).map(({ seat, by }) => `${by} for ${seat}`);

describe('an expert that fails before it has answered', () => {
  it('is replaced by the next candidate, which is told in verdict, missing and coverage', async () => {
    const circle = await askAll({ fates: ['yes', 'rejected', 'yes'], spare: ['yes', 'yes'], quorum: 3 });
    expect(await circle.verdict()).toMatchObject({
      answer: 'yes',
      coverage: { asked: 4, answered: 3 },
      missing: [{ expert: 'expert-1', error: { type: 'key-rejected' } }],
      replaced: [{ seat: 'expert-1', by: 'expert-3', reason: 'key-rejected' }],
    });
    expect(circle.asked().toSorted()).toEqual(['expert-0', 'expert-1', 'expert-2', 'expert-3']);
    const { selection } = await circle.run();
    expect(selection?.candidates.map(({ standIn }) => standIn)).toEqual([undefined, undefined, undefined, 1, 2]);
  });

  it.each<[Fate, boolean]>([
    ['rejected', true],
    ['timeout', true],
    ['bug', true],
    ['refused', false],
    ['no', false],
    ['busy', false],
  ])('that is whoever has given no answer: %s, replaced: %s', async (fate, isReplaced) => {
    const circle = await askAll({ fates: ['yes', fate], spare: ['yes'], quorum: 1 });
    expect(await seatsOf(circle)).toEqual(isReplaced ? ['expert-2 for expert-1'] : []);
    expect(circle.asked().includes('expert-2')).toBe(isReplaced);
  });

  it('is replaced once: a candidate that fails too leaves its seat empty', async () => {
    const circle = await askAll({ fates: ['yes', 'rejected'], spare: ['rejected', 'yes'], quorum: 1 });
    expect(await seatsOf(circle)).toEqual(['expert-2 for expert-1']);
    expect(circle.asked()).not.toContain('expert-3');
  });

  it('makes no quorum impossible while candidates are left', async () => {
    const circle = await askAll({ fates: ['rejected', 'rejected', 'rejected'], spare: ['yes', 'yes', 'no'], quorum: 2 });
    expect(await seatsOf(circle)).toEqual(['expert-3 for expert-0', 'expert-4 for expert-1', 'expert-5 for expert-2']);
    expect(await circle.verdict()).toMatchObject({ answer: 'yes', coverage: { asked: 6, answered: 3 } });
  });

  it('is not replaced where the circle says so', async () => {
    const circle = await askAll({ fates: ['rejected', 'yes'], spare: ['yes'], quorum: 2, circle: { replace: false } });
    expect(await circle.verdict()).toMatchObject({ endedBy: 'impossible', coverage: { asked: 2 } });
    expect((await circle.verdict())?.replaced).toBeUndefined();
  });

  it('is not replaced where a circle that ends by a number of answers has them', async () => {
    const circle = await askAll({ fates: ['yes', 'rejected'], spare: ['yes'], quorum: 1, circle: { stop: 'quorum' } });
    expect(circle.asked()).not.toContain('expert-2');
  });

  it('is not replaced once the time is over', async () => {
    const circle = await fanOut({ fates: ['yes', 'rejected'], spare: ['yes'], quorum: 2 });
    await circle.happen('step');
    await circle.happen('step');
    circle.ports.clock.advance(29_800);
    await circle.settle({ patience: true });
    expect(circle.asked()).not.toContain('expert-2');
    expect(await circle.verdict()).toMatchObject({ coverage: { asked: 2 } });
  });
});

describe('a replacement under a strategy', () => {
  it.each<[StagedStrategy, string[][]]>([
    ['settled', [['expert-0', 'expert-1', 'expert-3']]],
    [{ sure: 0.6 }, [['expert-0', 'expert-1', 'expert-3']]],
    [{ escalate: [['expert-0', 'expert-1'], ['expert-2']] }, [['expert-0', 'expert-1', 'expert-3']]],
  ])('%j belongs to the stage of the expert that failed, and spares the next one where it suffices', async (strategy, stages) => {
    const circle = await askAll({ fates: ['yes', 'rejected', 'yes'], spare: ['yes'], quorum: 2, strategy });
    const verdict = await circle.verdict();
    expect(verdict?.strategy?.stages.map(({ experts }) => experts)).toEqual(stages);
    expect(verdict).toMatchObject({ answer: 'yes', strategy: { notAsked: ['expert-2'] } });
  });

  it('is asked again in a debate like everybody else that has answered', async () => {
    const debate: Fate[] = ['yes', 'yes', 'yes'];
    const circle = await askAll({ fates: ['yes', 'rejected', 'no'], spare: ['yes'], quorum: 2, debate });
    expect(circle.askedAgain().toSorted()).toEqual(['expert-0', 'expert-2', 'expert-3']);
    expect(await circle.verdict()).toMatchObject({ answer: 'yes', deliberation: { reason: 'split' } });
  });

  it('is replayed in the stage of the expert that failed', async () => {
    const circle = await askAll({ fates: ['rejected', 'yes', 'yes', 'yes'], spare: ['yes'], quorum: 2 });
    const settled = (await circle.verdict())?.replays?.find(({ strategy }) => strategy === 'settled');
    expect(settled?.asked).toEqual(expect.arrayContaining(['expert-0', 'expert-4']));
    expect(settled?.same).toBe(true);
  });
});

const maxOutputTokens = 1000;
const price = { inputUsdPerMillion: 10, outputUsdPerMillion: 30, maxOutputTokens };
const fate = fc.constantFrom<Fate>('yes', 'no', 'busy', 'rejected', 'timeout', 'bug');
const course = fc.record({
  fates: fc.array(fate, { minLength: 1, maxLength: 4 }),
  spare: fc.array(fate, { minLength: 1, maxLength: 4 }),
  strategy: fc.constantFrom<StagedStrategy | undefined>(undefined, 'settled', { sure: 0.9 }),
  limits: fc
    .record({ calls: fc.integer({ min: 1, max: 12 }), usd: fc.double({ min: 0.03, max: 0.4, noNaN: true }) }, { requiredKeys: [] })
    .filter((limits) => Object.keys(limits).length > 0),
  happenings: fc.array(fc.constantFrom('step', 'deliver', 'redeliver', 'deadline', 'kill', 'sweep'), { maxLength: 15 }),
});

/** What answers is billed once; a provider that is busy bills nothing for the first call. */
function expectWithin(limits: Limits, calls: readonly string[], fates: readonly Fate[]): void {
  const fateOf = (name: string) => fates[Number(name.slice('expert-'.length))] ?? 'bug';
  const answering = calls.filter((name) => ['yes', 'no', 'busy'].includes(fateOf(name)));
  const turnedAway = new Set(answering.filter((name) => fateOf(name) === 'busy')).size;
  const usd = ((answering.length - turnedAway) * (200 * 10 + maxOutputTokens * 30)) / 1e6;
  expect(calls.length).toBeLessThanOrEqual(limits.calls ?? calls.length);
  expect(usd).toBeLessThanOrEqual((limits.usd ?? usd) + 1e-8);
}

describe('the limits of a consultation', () => {
  it('hold whoever is replaced', () =>
    fc.assert(
      fc.asyncProperty(course, async ({ fates, spare, strategy, limits, happenings }) => {
        const declared = [...fates, ...spare].map(() => price);
        const usage = () => ({ inputTokens: 200, outputTokens: maxOutputTokens });
        const started = fanOut({ fates, spare, strategy, limits, declared, usage, quorum: 1 });
        const circle = await started.catch((error: unknown) => {
          if (!(error instanceof InvalidInput)) throw error;
        });
        if (!circle) return;
        for (const happening of happenings) await circle.happen(happening);
        await circle.settle({ patience: true });

        expectWithin(limits, circle.calls(), [...fates, ...spare]);
        const told = (await circle.verdict())?.limits?.used ?? {};
        expect(told.calls ?? 0).toBeLessThanOrEqual(limits.calls ?? 0);
      }),
      { numRuns: 200 },
    ));
});
