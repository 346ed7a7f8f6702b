/** What is done beyond asking once: a debate, a judge, a ranking, a synthesis; what of it counts, and what is told of it. */
import { expect } from 'vitest';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import { newQuestion, type Tell } from './context.ts';

const options = ['Lyon', 'Paris', 'Nice'];

/** An opinion in one line. */
function inWords({ expert, round = 1, vote }: Opinion): string {
  return `${expert} ${round} ${vote}`;
}

/** Tests of asking once more where the answers differ, of a judge and of a synthesis. */
export function tellDebating(tell: Tell): void {
  tell('asks everybody once more where the answers differ, and decides by what is said then', async ({ circle, models }) => {
    const question = newQuestion();
    const id = await circle.ask({ question, options, experts: ['paris', 'swayed'], quorum: 2, deliberation: { debate: true } });
    const { status, verdict, opinions, earlier } = await circle.end(id);
    expect(status).toBe('decided');
    expect(verdict).toMatchObject({
      answer: 'Paris',
      coverage: { asked: 2, answered: 2 },
      missing: [],
      deliberation: {
        reason: 'split',
        rounds: [
          {
            round: 2,
            effect: 'decided',
            before: { answer: null, pick: null },
            experts: [
              { expert: 'paris', changed: false, from: 'Paris', to: 'Paris' },
              { expert: 'swayed', changed: true, from: 'Lyon', to: 'Paris' },
            ],
            calls: 2,
          },
        ],
      },
    });
    expect(opinions.map(inWords).toSorted()).toEqual(['paris 2 Paris', 'swayed 2 Paris']);
    expect(earlier?.map(inWords).toSorted()).toEqual(['paris 1 Paris', 'swayed 1 Lyon']);
    expect(models.calls(question)).toHaveLength(4);
  });

  tell('asks nobody again where the answers agree, or where nobody has asked for a debate', async ({ circle, models }) => {
    const [agreed, silent] = [newQuestion(), newQuestion()];
    const debate = { deliberation: { debate: true } };
    const first = await circle.end(await circle.ask({ question: agreed, options, experts: ['paris', 'paris-too'], quorum: 2, ...debate }));
    expect(first.verdict).toMatchObject({ answer: 'Paris', deliberation: { reason: 'agreed', rounds: [] } });
    const second = await circle.end(await circle.ask({ question: silent, options, experts: ['paris', 'swayed'], quorum: 2 }));
    expect(second).toMatchObject({ status: 'no-consensus' });
    expect(second.verdict).not.toHaveProperty('deliberation');
    for (const question of [agreed, silent]) expect(models.calls(question)).toHaveLength(2);
  });

  tell(
    'asks a judge where nothing is decided, then who stands in for it, and delivers the answer that is chosen',
    async ({ circle, models }) => {
      const question = newQuestion();
      const id = await circle.ask({
        question,
        options,
        experts: ['paris', 'lyon'],
        quorum: 2,
        deliberation: { judge: ['broken', 'chair'] },
      });
      const { status, verdict, opinions, earlier } = await circle.end(id);
      expect(status).toBe('decided');
      expect(verdict).toMatchObject({
        answer: 'Paris',
        pick: 'paris',
        decidedBy: 'judge',
        confidence: null,
        coverage: { asked: 2, answered: 2 },
        missing: [],
        deliberation: {
          reason: 'off',
          judge: {
            reason: 'split',
            expert: 'chair',
            choice: 'paris',
            why: 'Paris is right.',
            effect: 'decided',
            asked: [{ expert: 'broken', error: { type: 'request-rejected' } }, { expert: 'chair' }],
          },
        },
      });
      expect(opinions.map(inWords).toSorted()).toEqual(['lyon 1 Lyon', 'paris 1 Paris']);
      expect(earlier?.map(({ expert, round, status: what, choice }) => [expert, round, what, choice]).toSorted()).toEqual([
        ['broken', 3, 'failed', undefined],
        ['chair', 4, 'answered', 'paris'],
      ]);
      expect(models.calls(question)).toHaveLength(4);
    },
  );

  tell('leaves what is undecided so where the only judge fails, and asks none where the answers decide', async ({ circle, models }) => {
    const [split, agreed] = [newQuestion(), newQuestion()];
    const first = await circle.end(
      await circle.ask({ question: split, options, experts: ['paris', 'lyon'], quorum: 2, deliberation: { judge: 'broken' } }),
    );
    expect(first).toMatchObject({ status: 'no-consensus', verdict: { answer: null, undecided: { reason: 'tie' } } });
    expect(first.verdict).not.toHaveProperty('decidedBy');
    const second = await circle.end(
      await circle.ask({ question: agreed, options, experts: ['paris', 'paris-too'], quorum: 2, deliberation: { judge: 'chair' } }),
    );
    expect(second.verdict).toMatchObject({ answer: 'Paris', deliberation: { judge: { reason: 'decided', asked: [], calls: 0 } } });
    expect(models.calls(agreed)).toHaveLength(2);
  });

  tell(
    'has experts rank the answers of one another where they differ, and breaks a tie by what most put first',
    async ({ circle, models }) => {
      const question = newQuestion();
      // Of four families, so that each answer weighs the same.
      const experts = ['paris', 'paris-too', 'lyon', 'turned'];
      const id = await circle.ask({ question, options, experts, quorum: 4, deliberation: { ranking: true } });
      const { status, verdict, opinions, earlier } = await circle.end(id);
      expect(status).toBe('decided');
      expect(verdict).toMatchObject({
        answer: 'Paris',
        decidedBy: 'ranking',
        coverage: { asked: 4, answered: 4 },
        deliberation: { reason: 'off', ranking: { reason: 'split', effect: 'decided', withoutSelfVotes: null, calls: 4 } },
      });
      expect(verdict?.deliberation?.ranking?.ranked.map(({ expert, order }) => [expert, order?.length])).toEqual(
        experts.map((expert) => [expert, 3]),
      );
      expect(opinions.map(inWords).toSorted()).toEqual(['lyon 1 Lyon', 'paris 1 Paris', 'paris-too 1 Paris', 'turned 1 Lyon']);
      expect(earlier?.map(({ expert, round }) => `${expert} ${round}`).toSorted()).toEqual(
        experts.map((expert) => `${expert} 9`).toSorted(),
      );
      expect(models.calls(question)).toHaveLength(8);
    },
  );

  tell('leaves a judge its turn where the one before it hangs', async ({ circle, models, shortDeadline }) => {
    const question = newQuestion();
    const id = await circle.ask({
      ...{ question, options, experts: ['paris', 'lyon'], quorum: 2 },
      ...{ deadlineSeconds: 5 + 2 * shortDeadline, deliberation: { judge: ['hung', 'chair'] } },
    });
    const { verdict } = await circle.end(id);
    models.dismiss(question);
    expect(verdict).toMatchObject({
      answer: 'Paris',
      decidedBy: 'judge',
      deliberation: { judge: { expert: 'chair', asked: [{ expert: 'hung', error: { type: 'timeout' } }, { expert: 'chair' }] } },
    });
  });

  tell('has a synthesis written from the claims of texts, and drops what they do not support', async ({ circle, models }) => {
    const question = newQuestion();
    const experts = ['thirty-days', 'seven-days', 'no-word-of-backups'];
    const asked = { question, kind: 'text' as const, experts, quorum: 3 };
    const { verdict, earlier, cost } = await circle.end(await circle.ask({ ...asked, deliberation: { synthesis: 'scribe' } }));
    const { synthesis, claims = [], ...rest } = verdict ?? {};
    const withNumbers = claims.filter(({ text }) => /\d/.test(text)).length;
    expect(synthesis).toMatchObject({
      by: 'scribe',
      unsupported: withNumbers + 2,
      dropped: { uncited: 1, unknown: 1, contradicts: withNumbers },
      calls: 1,
      tokens: { inputTokens: 1000, outputTokens: 100 },
    });
    expect(withNumbers).toBeGreaterThan(0);
    expect(synthesis?.sentences.map(({ text, claims: places }) => [text, places])).toEqual(claims.map(({ text }, at) => [text, [at + 1]]));
    expect(synthesis?.sentences.map((one) => one.experts)).toEqual(claims.map(({ supports }) => supports.toSorted()));
    expect(earlier?.map(({ expert, round }) => [expert, round])).toEqual([['scribe', 10]]);
    expect(cost.unknown).toContain('scribe');
    expect(models.calls(question)).toHaveLength(4);
    const without = await circle.end(await circle.ask({ ...asked, question: newQuestion() }));
    expect({ ...without.verdict, claims: undefined }).toEqual({ ...rest, claims: undefined });
  });

  tell('gives the verdict without a synthesis where its writer fails or hangs', async ({ circle, models, shortDeadline }) => {
    const experts = ['thirty-days', 'no-word-of-backups'];
    const ask = (question: string, synthesis: string, deadlineSeconds: number) =>
      circle.ask({ question, kind: 'text', experts, quorum: 2, deadlineSeconds, deliberation: { synthesis } });
    const [broken, hung] = [newQuestion(), newQuestion()];
    const [first, second] = [await ask(broken, 'broken', 30), await ask(hung, 'hung', 3 + 2 * shortDeadline)];
    const [failed, late] = [await circle.end(first), await circle.end(second)];
    models.dismiss(hung);
    expect(failed.verdict?.synthesis).toMatchObject({ by: 'broken', text: null, failed: 'expert', error: { type: 'request-rejected' } });
    expect(late.verdict?.synthesis).toMatchObject({ by: 'hung', text: null, failed: 'expert', error: { type: 'timeout' } });
    for (const { status, verdict } of [failed, late]) {
      expect(status).toBe('decided');
      expect(verdict).toMatchObject({ coverage: { answered: 2 }, missing: [], endedBy: 'all' });
    }
  });
}
