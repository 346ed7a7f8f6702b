/** Asking in stages on the real functions: what a strategy does is what its replay says, and `settled` decides as everybody does. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handleRecord } from '../../functions/experts/handle-record.ts';
import type { Strategy } from '../../shared/contract/question.ts';
import { replayStages } from '../../shared/domain/replay.ts';
import { planStages, type StagedStrategy } from '../../shared/domain/strategy.ts';
import { Unavailable } from '../../shared/errors.ts';
import { fakeModel } from '../support/fake-model.ts';
import { type FanOut, fanOut } from '../support/fan-out.ts';

type Fate = 'yes' | 'no' | 'refused';

const names = (count: number) => Array.from({ length: count }, (_, index) => `expert-${index}`);

const byName = (one: string, other: string) => one.localeCompare(other);

const course = fc.array(fc.constantFrom<Fate>('yes', 'yes', 'no', 'refused'), { minLength: 2, maxLength: 7 }).chain((fates) =>
  fc.record({
    fates: fc.constant(fates),
    quorum: fc.integer({ min: 1, max: fates.length }),
    strategy: fc.oneof(
      fc.constantFrom<StagedStrategy>('settled', { sure: 0.6 }, { sure: 0.9 }),
      fc
        .tuple(
          fc.shuffledSubarray(names(fates.length), { minLength: fates.length }),
          fc.integer({ min: 1, max: fates.length - 1 }),
          fc.constantFrom<{ kinds?: 'choice'[] }>({}, { kinds: ['choice'] }),
        )
        .map(([list, cut, kinds]): StagedStrategy => ({ escalate: [list.slice(0, cut), list.slice(cut)], ...kinds })),
    ),
  }),
);

/** Asks until nobody is at work any more. */
async function askAll(plan: { readonly fates: readonly Fate[]; readonly quorum: number; readonly strategy: Strategy }): Promise<FanOut> {
  const circle = await fanOut(plan);
  await circle.settle({ patience: false });
  return circle;
}

/** What the strategy does by its replay, from the answers of everybody. */
async function replayOf({ fates, quorum, strategy }: { fates: readonly Fate[]; quorum: number; strategy: StagedStrategy }) {
  const experts = names(fates.length);
  const everybody = await askAll({ fates, quorum: fates.length, strategy: 'all' });
  const plan = planStages(strategy, { experts, quorum, settles: true, order: [] });
  const groups = plan.map((_, stage) => plan.slice(0, stage + 1).flat());
  const named = groups.map((places) => places.map((place) => experts[place] ?? ''));
  const judged = await everybody.ports.consensus.judge('run-1', named);
  const replay = replayStages(strategy, plan, {
    kind: 'choice',
    quorum,
    seats: fates.map((fate) => ({ answered: fate !== 'refused', seconds: 0, usd: 0 })),
    judge: (asked) => judged[groups.findIndex(({ length }) => length === asked.length)],
  });
  return { plan, replay, asked: experts.filter((_, place) => replay.asked.includes(place)) };
}

describe('a strategy', () => {
  it(
    'asks and decides what its replay from the answers of everybody says',
    () =>
      fc.assert(
        fc.asyncProperty(course, async (given) => {
          const { plan, replay, asked } = await replayOf(given);
          const { fates, quorum } = given;

          const circle = await askAll(given);

          const verdict = await circle.verdict();
          // Where too many fail, the rest is not asked: no verdict could come of it.
          if (fates.filter((fate) => fate !== 'refused').length < quorum) {
            expect(verdict?.endedBy).toBe('impossible');
            return;
          }
          expect(circle.asked().toSorted(byName)).toEqual(asked.toSorted(byName));
          const reasons = plan.length > 1 ? replay.stages.map(({ reason }) => reason) : undefined;
          expect(verdict?.strategy?.stages.map(({ reason }) => reason)).toEqual(reasons);
          // The stand-in of the core picks the first of two equal answers; which of them that is hangs on who is asked.
          const fateOf = (expert: string | null | undefined) => fates[names(fates.length).indexOf(expert ?? '')];
          if (replay.judgement?.decided) expect(fateOf(verdict?.pick)).toBe(fateOf(replay.judgement.pick));
        }),
        { numRuns: 150 },
      ),
    60_000,
  );

  it(
    '`settled` spares whom it can, and decides as everybody does',
    () =>
      fc.assert(
        fc.asyncProperty(course, async ({ fates, quorum }) => {
          const [everybody, settled] = [
            await askAll({ fates, quorum, strategy: 'all' }),
            await askAll({ fates, quorum, strategy: 'settled' }),
          ];
          const [one, other] = [await everybody.verdict(), await settled.verdict()];
          expect(settled.asked().length).toBeLessThanOrEqual(fates.length);
          expect((await settled.run()).status).toBe((await everybody.run()).status);
          expect(other?.answer).toBe(one?.answer);
        }),
        { numRuns: 100 },
      ),
    60_000,
  );
});

describe('rules that read a change', () => {
  const plan = { fates: ['no', 'no', 'yes', 'yes'] as const, quorum: 1, rules: 2 };

  it.each([undefined, 'settled' as const, { sure: 0.6 }])(
    'are heard before anybody else is asked, with the strategy %o',
    async (strategy) => {
      const circle = await fanOut({ ...plan, strategy });
      for (const happening of ['step', 'step', 'deliver'] as const) await circle.happen(happening);
      expect(circle.ports.queue.nextVisibleAt('openai') ?? Number.POSITIVE_INFINITY).toBeGreaterThan(circle.ports.queue.now());
      await circle.settle({ patience: false });
      expect(circle.asked().slice(0, 2)).toEqual(['expert-0', 'expert-1']);
      // Who is to hear everybody does, though the rules are a quorum, and settle it.
      if (strategy === undefined) expect(await circle.verdict()).toMatchObject({ endedBy: 'all', coverage: { asked: 4, answered: 4 } });
    },
  );

  it('and hang keep nobody from being asked once their share of the time is over', async () => {
    const circle = await fanOut(plan);
    for (const happening of ['step', 'step', 'deliver'] as const) await circle.happen(happening);
    const held = circle.ports.queue.receive('rules', 1);
    circle.ports.clock.advance(15_000);

    for (const happening of ['deliver', 'deliver', 'deliver'] as const) await circle.happen(happening);

    expect((await circle.run()).stages?.begun.map(({ reason }) => reason)).toEqual(['first', 'late']);
    expect(circle.asked()).toEqual(['expert-0', 'expert-2', 'expert-3']);
    expect(held).toHaveLength(1);
    await circle.settle({ patience: true });
    const verdict = await circle.verdict();
    expect(verdict).toMatchObject({ missing: [{ expert: 'expert-1' }] });
    expect(verdict?.strategy).toBeUndefined();
  });
});

describe('a stage', () => {
  const plan = { fates: ['yes', 'yes', 'no'] as const, quorum: 2, strategy: { escalate: [['expert-0', 'expert-1'], ['expert-2']] } };

  it('that agrees is the last one: the others are never asked, cost nothing and are not missing', async () => {
    const circle = await askAll(plan);
    expect(await circle.verdict()).toMatchObject({
      answer: 'yes',
      coverage: { asked: 2, answered: 2 },
      missing: [],
      endedBy: 'settled',
      strategy: {
        name: 'escalate',
        stages: [{ experts: ['expert-0', 'expert-1'], reason: 'first' }],
        notAsked: ['expert-2'],
        saved: { calls: 1 },
      },
    });
    expect(circle.asked()).toEqual(['expert-0', 'expert-1']);
  });

  it('that hangs is joined by the next one once its share of the time is over', async () => {
    const circle = await fanOut(plan);
    for (const happening of ['step', 'step', 'deliver'] as const) await circle.happen(happening);
    expect((await circle.run()).stages?.begun).toHaveLength(1);

    circle.ports.clock.advance(15_000);
    const held = circle.ports.queue.receive('openai', 1);
    expect(held).toHaveLength(1);
    await circle.happen('deliver');

    expect((await circle.run()).stages?.begun.map(({ reason }) => reason)).toEqual(['first', 'late']);
    for (const { id } of held) circle.ports.queue.giveBack(id, 0);
    await circle.settle({ patience: false });
    expect(await circle.verdict()).toMatchObject({ answer: 'yes', strategy: { notAsked: [], stopped: 'everybody' } });
  });

  it('that was overtaken is waited for no longer: those who are in decide as after any stage', async () => {
    const fates = ['yes', 'timeout', 'yes', 'no', 'no'] as const;
    const circle = await fanOut({ fates, quorum: 2, strategy: { sure: 0.9 } });
    for (const happening of ['step', 'step', 'deliver'] as const) await circle.happen(happening);
    circle.ports.clock.advance(8_000);
    expect(circle.ports.queue.receive('openai', 1)).toHaveLength(1);

    for (const happening of ['deliver', 'deliver', 'step', 'step', 'step'] as const) await circle.happen(happening);

    expect(circle.asked()).toEqual(['expert-0', 'expert-2']);
    expect(await circle.verdict()).toMatchObject({
      answer: 'yes',
      endedBy: 'settled',
      strategy: { stages: [{ reason: 'first' }, { reason: 'late' }], notAsked: ['expert-3', 'expert-4'] },
    });
  });

  it('whose time is over spares the next one where those who are in suffice', async () => {
    const fates = ['yes', 'yes', 'timeout', 'no', 'no', 'no'] as const;
    const strategy = { escalate: [names(3), names(6).slice(3)] };
    const circle = await fanOut({ fates, quorum: 2, strategy });
    for (const happening of ['step', 'step', 'deliver', 'deliver'] as const) await circle.happen(happening);
    expect((await circle.run()).status).toBe('open');
    circle.ports.clock.advance(15_000);
    expect(circle.ports.queue.receive('openai', 1)).toHaveLength(1);

    for (const happening of ['deliver', 'step', 'step', 'step'] as const) await circle.happen(happening);

    expect(circle.asked()).toEqual(['expert-0', 'expert-1']);
    expect(await circle.verdict()).toMatchObject({ answer: 'yes', strategy: { stages: [{ reason: 'first' }], stopped: 'agreed' } });
  });

  it('of a kind of which every stage is asked ends nothing, neither as a whole nor while others are under way', async () => {
    const fates = ['yes', 'yes', 'yes', 'yes', 'no'] as const;
    for (const first of [3, 4]) {
      const escalate = [names(5).slice(0, first), names(5).slice(first)];
      const [each, some] = await Promise.all(
        [{ escalate, kinds: ['choice' as const] }, { escalate }].map((strategy) => askAll({ fates, quorum: 2, strategy })),
      );
      const verdict = await each?.verdict();
      expect(verdict?.strategy).toMatchObject({
        stages: [{ reason: 'first' }, { reason: 'kind' }],
        stopped: expect.stringMatching(/settled|everybody/),
      });
      expect((await some?.verdict())?.strategy).toMatchObject({ stages: [{ reason: 'first' }] });
    }
  });

  it('for which no time is left is not asked: its experts cost nothing and are not missing', async () => {
    const circle = await fanOut({ ...plan, quorum: 1, fates: ['timeout', 'timeout', 'no'] });
    for (const happening of ['step', 'step'] as const) await circle.happen(happening);
    circle.ports.clock.advance(29_900);

    // The alarm of the next stage comes as late as the first one has hung.
    await circle.settle({ patience: true });

    expect(circle.asked()).toEqual(['expert-0', 'expert-1']);
    expect(await circle.verdict()).toMatchObject({
      endedBy: 'deadline',
      coverage: { asked: 2, answered: 0 },
      missing: [{ expert: 'expert-0' }, { expert: 'expert-1' }],
      strategy: { stages: [{ reason: 'first' }], stopped: 'deadline', notAsked: ['expert-2'] },
    });
  });

  it('whose alarm comes after the end is not asked', async () => {
    const circle = await askAll(plan);
    circle.ports.clock.advance(20_000);
    await circle.settle({ patience: false });
    expect(circle.asked()).toHaveLength(2);
    expect(circle.ports.queue.countDeadLetters('openai')).toBe(0);
  });

  it('of a run that is gone has an alarm that does nothing, and one whose alarm cannot be heard has lost no expert', async () => {
    const circle = await fanOut(plan);
    for (const happening of ['step', 'step'] as const) await circle.happen(happening);
    const { deadlineAt, tenant } = await circle.run();
    const alarm = (consultationId: string) => ({
      body: JSON.stringify({ consultationId, expert: 'expert-2', tenant, deadlineAt, stage: 1 }),
      receives: 3,
      last: true,
    });
    await expect(handleRecord(alarm('gone'), fakeModel('yes'), circle.ports)).resolves.toBeUndefined();

    const runs = { ...circle.ports.runs, beginStage: () => Promise.reject(new Unavailable('the store')) };
    await expect(handleRecord(alarm('run-1'), fakeModel('yes'), { ...circle.ports, runs })).rejects.toMatchObject({ name: 'Unavailable' });

    expect((await circle.ports.opinions.read('run-1')).opinions).toEqual([]);
    expect(circle.ports.log.of('MESSAGE_SET_ASIDE')).toHaveLength(1);
  });
});
