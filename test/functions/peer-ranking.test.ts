/** Experts rank the answers of one another, on the real functions: when, what each is shown, and what their orders decide. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NewConsultation } from '../../shared/contract/question.ts';
import { formOfRanking, orderOfRanking } from '../../shared/domain/ranking-prompt.ts';
import { panel } from '../support/courses.ts';
import type { JudgeFate } from '../support/fake-judge.ts';
import { type FanOut, fanOut } from '../support/fan-out.ts';
import { openPorts } from '../support/ports.ts';
import { accept } from '../support/samples.ts';
import { testKnowledge } from '../support/test-knowledge.ts';

type Plan = Parameters<typeof fanOut>[0];

/** Asks until nobody is at work any more. */
async function askAll(plan: Plan): Promise<FanOut> {
  const circle = await fanOut(plan);
  await circle.settle({ patience: false });
  return circle;
}

const tie = { fates: ['yes', 'yes', 'no', 'no'] as const, quorum: 4 };

describe('a ranking of answers by their authors', () => {
  it('breaks a tie by the answer that more than half of them put first', async () => {
    const circle = await askAll({ ...tie, ranking: ['no', 'yes', 'no', 'no'] });
    expect((await circle.run()).status).toBe('decided');
    expect(await circle.verdict()).toMatchObject({
      answer: 'no',
      decidedBy: 'ranking',
      confidence: null,
      stability: null,
      coverage: { asked: 4, answered: 4 },
      deliberation: {
        reason: 'off',
        ranking: {
          reason: 'split',
          ranked: [{ expert: 'expert-0' }, { expert: 'expert-1' }, { expert: 'expert-2' }, { expert: 'expert-3' }],
          effect: 'decided',
          withoutSelfVotes: null,
          calls: 4,
          tokens: { inputTokens: 400, outputTokens: 40 },
        },
      },
    });
  });

  it('leaves a tie where half of them put each answer first, or too few say anything', async () => {
    for (const ranking of [
      ['yes', 'yes', 'no', 'no'],
      ['no', 'no', 'refused', 'timeout'],
    ] as JudgeFate[][]) {
      const verdict = await (await askAll({ ...tie, ranking })).verdict();
      expect(verdict).toMatchObject({ answer: null, deliberation: { ranking: { effect: 'same' } } });
      expect(verdict).not.toHaveProperty('decidedBy');
    }
  });

  it('overrules nothing that the answers decide, and says whether it is the same without self-votes', async () => {
    const decided = { fates: ['yes', 'no', 'yes'] as const, quorum: 3 };
    const told = async (ranking: JudgeFate[]) => {
      const verdict = await (await askAll({ ...decided, ranking })).verdict();
      expect(verdict).toMatchObject({ answer: 'yes', deliberation: { ranking: { effect: 'same' } } });
      expect(verdict).not.toHaveProperty('decidedBy');
      return verdict?.deliberation?.ranking?.withoutSelfVotes;
    };
    expect(await told(['yes', 'yes', 'yes'])).toBe('same');
    expect(await told(['no', 'yes', 'no'])).toBe('other');
  });

  it.each<[string, Plan, string]>([
    ['the answers agree', { fates: ['yes', 'yes', 'yes'], quorum: 3 }, 'agreed'],
    ['too few have answered', { fates: ['yes', 'no', 'refused'], quorum: 2 }, 'too-few'],
    ['a limit has no room for it', { ...tie, limits: { calls: 7 } }, 'limit'],
  ])('is not made where %s, and the verdict says why', async (_, plan, reason) => {
    const circle = await askAll({ ...plan, ranking: ['no', 'no', 'no', 'no'] });
    expect(circle.ranking()).toEqual([]);
    expect((await circle.verdict())?.deliberation?.ranking).toMatchObject({ reason, order: [], ranked: [], effect: 'same', calls: 0 });
  });

  it('leaves the answers as they are: nobody is known by an order, and each is paid apart', async () => {
    const circle = await askAll({ ...tie, ranking: ['no', 'no', 'no', 'no'] });
    const { opinions, rounds = [] } = await circle.ports.opinions.read('run-1');
    expect(opinions.map(({ vote, round }) => [vote, round])).toEqual([
      ['yes', undefined],
      ['yes', undefined],
      ['no', undefined],
      ['no', undefined],
    ]);
    const orders = rounds.filter(({ round }) => round === 9);
    for (const { expert, order } of orders) expect([expert, ...(order ?? [])].toSorted()).toEqual(opinions.map((one) => one.expert));
    expect(orders).toHaveLength(4);
  });

  it('changes no byte of the rest of a verdict where nobody gives an order', () => {
    const calm = panel
      .map((one) => ({ ...one, spare: [] }))
      .filter(({ fates, debate = [], rules }) => rules === 0 && ![...fates, ...debate].some((one) => one === 'bug' || one === 'busy'));
    return fc.assert(
      fc.asyncProperty(calm, fc.constantFrom<JudgeFate>('refused', 'timeout', 'nonsense', 'bug'), async (drawn, fate) => {
        const plan = { ...drawn, judges: undefined };
        const [without, failing] = [
          await askAll({ ...plan, ranking: undefined }),
          await askAll({ ...plan, ranking: plan.fates.map(() => fate) }),
        ];
        const [before, after] = [await without.verdict(), await failing.verdict()];
        expect(JSON.stringify({ ...after, deliberation: undefined })).toBe(JSON.stringify({ ...before, deliberation: undefined }));
        expect((await failing.run()).status).toBe((await without.run()).status);
      }),
      { numRuns: 50 },
    );
  });
});

describe('an order of answers', () => {
  it.each<[string, string, readonly number[] | undefined]>([
    ['all letters', '{"reason": "r", "order": ["C", "a", " B "]}', [2, 0, 1]],
    ['a letter too few', '{"reason": "r", "order": ["C", "A"]}', undefined],
    ['a letter twice', '{"reason": "r", "order": ["C", "A", "A"]}', undefined],
    ['a letter that was not shown', '{"reason": "r", "order": ["C", "A", "D"]}', undefined],
    ['no list', '{"reason": "r", "order": "C, A, B"}', undefined],
    ['words', 'C, A, B', undefined],
  ])('is read from %s', (_, reply, places) => {
    expect(orderOfRanking(reply, 3)?.places).toEqual(places);
  });

  it('is asked for by letters alone', () => {
    expect(formOfRanking(2)).toMatchObject({ properties: { order: { items: { enum: ['A', 'B'] } } } });
  });
});

describe('a question', () => {
  const ports = (deliberation: NonNullable<NewConsultation['deliberation']>) =>
    openPorts(testKnowledge({ circles: { default: { experts: ['ada', 'bob', 'cyd'], quorum: 2, deliberation } } }));

  it('has the ranking of its circle unless it says otherwise, or names a judge', async () => {
    expect(await accept(ports({ ranking: true }))).toMatchObject({ deliberation: { ranking: true } });
    expect(await accept(ports({ ranking: true }), { deliberation: { ranking: false } })).not.toHaveProperty('deliberation');
    const judged = await accept(ports({ ranking: true }), { deliberation: { judge: 'nova' } });
    expect(judged.deliberation).toEqual({ judge: ['nova'] });
    const ranked = await accept(ports({ judge: 'nova' }), { deliberation: { ranking: true } });
    expect(ranked.deliberation).toEqual({ ranking: true });
  });

  it.each<[string, Partial<NewConsultation>]>([
    ['two experts', { experts: ['ada', 'bob'], quorum: 2 }],
    ['an order of options', { kind: 'ranking' }],
    ['a promise', { promise: 0.9 }],
    ['a judge', { deliberation: { judge: 'nova' } }],
  ])('with %s has none: what its circle wants is left out, and what it asks for itself is refused', async (_, body) => {
    expect((await accept(ports({ ranking: true }), body)).deliberation ?? {}).not.toHaveProperty('ranking');
    const refused = accept(ports({}), { ...body, deliberation: { ...body.deliberation, ranking: true } });
    await expect(refused).rejects.toMatchObject({ fields: [{ field: 'deliberation.ranking' }] });
  });
});
