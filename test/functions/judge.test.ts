/** A judge on the real functions: when one is asked, what it is shown, what its word decides, and that nothing changes where it gives none. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../shared/contract/verdict.ts';
import { panel } from '../support/courses.ts';
import type { JudgeFate } from '../support/fake-judge.ts';
import { type FanOut, fanOut } from '../support/fan-out.ts';

type Plan = Parameters<typeof fanOut>[0];

/** Asks until nobody is at work any more. */
async function askAll(plan: Plan): Promise<FanOut> {
  const circle = await fanOut(plan);
  await circle.settle({ patience: false });
  return circle;
}

const tie = { fates: ['yes', 'no'] as const, quorum: 2 };

describe('a judge', () => {
  it('is asked where nothing is decided, and the answer that it chooses is the answer', async () => {
    const circle = await askAll({ ...tie, judges: ['no'] });
    expect(circle.judges()).toEqual(['judge-0']);
    expect((await circle.run()).status).toBe('decided');
    const verdict = await circle.verdict();
    expect(verdict).toMatchObject({
      answer: 'no',
      pick: 'expert-1',
      confidence: null,
      stability: null,
      decidedBy: 'judge',
      coverage: { asked: 2, answered: 2 },
      missing: [],
      dissent: [{ expert: 'expert-0', answer: 'yes' }],
      deliberation: {
        reason: 'off',
        rounds: [],
        judge: {
          reason: 'split',
          expert: 'judge-0',
          choice: 'expert-1',
          why: 'It is no.',
          effect: 'decided',
          asked: [{ expert: 'judge-0' }],
          calls: 1,
          tokens: { inputTokens: 100, outputTokens: 10 },
        },
      },
    });
    expect(verdict).not.toHaveProperty('undecided');
    expect(verdict).not.toHaveProperty('positions');
  });

  it('is kept and paid for apart from the answers', async () => {
    const circle = await askAll({ ...tie, judges: ['yes'] });
    const { opinions, rounds = [] } = await circle.ports.opinions.read('run-1');
    expect(opinions.map(({ expert }) => expert)).toEqual(['expert-0', 'expert-1']);
    expect(rounds.at(-1)).toMatchObject({ expert: 'judge-0', round: 3, status: 'answered', choice: 'expert-0', answer: 'It is yes.' });
    expect(await circle.run()).toMatchObject({ answered: 2, failed: 0, experts: ['expert-0', 'expert-1'] });
    expect(await circle.ports.runs.journal('run-1')).toContainEqual(
      expect.objectContaining({ type: 'judge', round: 3, reason: 'split', experts: ['judge-0'] }),
    );
  });

  it.each<[string, Plan, string]>([
    ['the answers decide', { fates: ['yes', 'yes', 'no'], quorum: 2 }, 'decided'],
    ['too few have answered', { fates: ['yes', 'refused', 'no'], quorum: 3 }, 'too-few'],
    ['it is not known what they say', { ...tie, crashes: [{ method: 'consensus.judge', nth: 1, when: 'before' }] }, 'unjudged'],
  ])('is not asked where %s, and the verdict says why', async (_, plan, reason) => {
    const circle = await askAll({ ...plan, judges: ['no'] });
    expect(circle.judges()).toEqual([]);
    expect((await circle.verdict())?.deliberation?.judge).toMatchObject({
      reason,
      expert: null,
      choice: null,
      effect: 'same',
      asked: [],
      calls: 0,
    });
  });

  it.each<[string, readonly JudgeFate[], readonly [string, string | undefined][], string | null]>([
    [
      'the first one cannot be asked',
      ['refused', 'no'],
      [
        ['judge-0', 'refused'],
        ['judge-1', undefined],
      ],
      'expert-1',
    ],
    [
      'the first one hangs',
      ['timeout', 'timeout', 'yes'],
      [
        ['judge-0', 'timeout'],
        ['judge-1', 'timeout'],
        ['judge-2', undefined],
      ],
      'expert-0',
    ],
    [
      'the first one says nothing that can be read',
      ['nonsense', 'no'],
      [
        ['judge-0', 'schema-mismatch'],
        ['judge-1', undefined],
      ],
      'expert-1',
    ],
    ['nobody does', ['no', 'yes'], [['judge-0', undefined]], 'expert-1'],
    ['one finds that none holds, which is its word', ['none', 'yes'], [['judge-0', undefined]], null],
  ])('stands in where %s', async (_, judges, asked, choice) => {
    const verdict = await (await askAll({ ...tie, judges })).verdict();
    expect(verdict?.deliberation?.judge).toMatchObject({ choice, effect: choice === null ? 'same' : 'decided' });
    expect(verdict?.deliberation?.judge?.asked.map(({ expert, error }) => [expert, error?.type])).toEqual(asked);
    expect(verdict?.pick).toBe(choice);
  });

  it('counts every call of a judge that is asked again', async () => {
    const verdict = await (await askAll({ ...tie, judges: ['nonsense', 'no'] })).verdict();
    // Three of the one whose words cannot be read, and one of who stands in.
    expect(verdict?.deliberation?.judge).toMatchObject({ calls: 4, tokens: { inputTokens: 400, outputTokens: 40 } });
  });

  it('is asked after a debate that has left a split, and reads what was said in it', async () => {
    const circle = await askAll({ ...tie, debate: ['no', 'yes'], judges: ['yes'] });
    expect(await circle.verdict()).toMatchObject({
      answer: 'yes',
      pick: 'expert-1',
      deliberation: { reason: 'split', rounds: [{ effect: 'same' }], judge: { choice: 'expert-1', effect: 'decided' } },
    });
  });

  it('is asked where there was no debate, and not where the debate has decided', async () => {
    const limited = await askAll({ ...tie, debate: ['yes', 'yes'], judges: ['no'], limits: { calls: 3 } });
    expect(await limited.verdict()).toMatchObject({
      answer: 'no',
      deliberation: { reason: 'limit', rounds: [], judge: { effect: 'decided' } },
      limits: { calls: 3, used: { calls: 3 } },
    });
    const decided = await askAll({ ...tie, debate: ['yes', 'yes'], judges: ['no'] });
    expect(decided.judges()).toEqual([]);
    expect(await decided.verdict()).toMatchObject({ answer: 'yes', deliberation: { judge: { reason: 'decided' } } });
  });

  it('is asked within the limits of its consultation, or not at all', async () => {
    const calls = (limit: number, judges: readonly JudgeFate[]) => askAll({ ...tie, judges, limits: { calls: limit } });
    expect((await (await calls(2, ['no'])).verdict())?.deliberation?.judge).toMatchObject({ reason: 'limit', asked: [] });
    // Each has one call: what is refused for the moment is not repeated, and whoever stands in has what is left.
    const busy = await calls(3, ['busy', 'no']);
    expect(await busy.verdict()).toMatchObject({
      deliberation: { judge: { reason: 'limit', expert: null, asked: [{ expert: 'judge-0' }] } },
    });
    const enough = await calls(4, ['busy', 'no']);
    expect(await enough.verdict()).toMatchObject({ answer: 'no', limits: { used: { calls: 4 } } });
  });

  it('is not asked where there is no time for its word', async () => {
    const circle = await fanOut({ fates: ['yes', 'no', 'bug'], quorum: 2, judges: ['yes'] });
    for (const happening of ['step', 'step', 'deliver', 'deliver', 'deadline', 'step'] as const) await circle.happen(happening);
    await circle.settle({ patience: true });
    expect(circle.judges()).toEqual([]);
    expect(await circle.verdict()).toMatchObject({ endedBy: 'deadline', deliberation: { judge: { reason: 'deadline' } } });
  });

  it('that is still at work at the deadline leaves the verdict as it was, and its word is kept as late', async () => {
    const circle = await fanOut({ ...tie, judges: ['yes'] });
    for (const happening of ['step', 'step', 'deliver', 'deliver', 'deadline', 'step', 'step', 'step'] as const)
      await circle.happen(happening);
    const before = await circle.verdict();
    expect(before).toMatchObject({
      answer: null,
      deliberation: {
        judge: { reason: 'split', expert: null, effect: 'same', asked: [{ expert: 'judge-0', error: { type: 'not-in-time' } }] },
      },
    });
    await circle.settle({ patience: true });
    expect(await circle.verdict()).toEqual(before);
  });

  it('teaches nothing by itself, and is learnt of by nobody', async () => {
    const { ports, run } = await askAll({ ...tie, judges: ['yes'] });
    const { circle, kind, tenant } = await run();
    const { state } = await ports.reliability.read({ circle, kind, tenant });
    expect(Object.keys(state.experts)).not.toContain('judge-0');
  });
});

/** A verdict without what it tells of its judge, its members in their order. */
function withoutJudge(verdict: Verdict | undefined): unknown {
  if (verdict === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(verdict).flatMap(([name, value]): [string, unknown][] => {
      if (name !== 'deliberation') return [[name, value]];
      const { judge: _judge, ...debate } = verdict.deliberation ?? {};
      return 'reason' in debate && debate.reason === 'off' ? [] : [[name, debate]];
    }),
  );
}

// The pauses before another attempt are drawn by chance, and rules have no judge.
const calm = panel
  .map((one) => ({ ...one, spare: [] }))
  .filter(({ fates, debate = [], rules }) => rules === 0 && ![...fates, ...debate].some((one) => one === 'bug' || one === 'busy'));

describe('the verdict', () => {
  it('is that of the answers, byte for byte, whatever way its judges fail', () =>
    fc.assert(
      fc.asyncProperty(
        calm,
        fc.array(fc.constantFrom<JudgeFate>('refused', 'timeout', 'nonsense', 'none', 'bug'), { minLength: 1, maxLength: 3 }),
        async (drawn, judges) => {
          const plan = { ...drawn, ranking: undefined };
          const [without, failing] = [await askAll({ ...plan, judges: undefined }), await askAll({ ...plan, judges })];
          expect(JSON.stringify(withoutJudge(await failing.verdict()))).toBe(JSON.stringify(await without.verdict()));
          expect((await failing.run()).status).toBe((await without.run()).status);
        },
      ),
      { numRuns: 80 },
    ));

  it('is an answer that somebody gave, and only where none was decided, whatever its judges say', () =>
    fc.assert(
      fc.asyncProperty(calm, fc.constantFrom<JudgeFate>('yes', 'no'), async (drawn, judge) => {
        const plan = { ...drawn, ranking: undefined };
        const [without, with_] = [await askAll({ ...plan, judges: undefined }), await askAll({ ...plan, judges: [judge] })];
        const [before, after] = [await without.verdict(), await with_.verdict()];
        if (after?.decidedBy === undefined) {
          expect(withoutJudge(after)).toEqual(before);
          return;
        }
        expect((await without.run()).status).toBe('no-consensus');
        const { opinions } = await with_.ports.opinions.read('run-1');
        expect(opinions.find(({ expert }) => expert === after.pick)).toMatchObject({ status: 'answered', vote: judge });
        expect(after.answer).toBe(judge);
      }),
      { numRuns: 60 },
    ));
});
