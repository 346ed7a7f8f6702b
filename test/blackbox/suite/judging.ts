/** The verdicts: each kind of question, agreement and its absence, and a person at the table. */
import { expect } from 'vitest';
import { problemIn } from '../circle-client.ts';
import { newQuestion, type Tell } from './context.ts';

/** Tests of verdicts. */
export function tellJudging(tell: Tell): void {
  tell('decides a choice by the option that most experts took, and quotes the dissent', async ({ circle }) => {
    const id = await circle.ask({ question: newQuestion(), options: ['Lyon', 'Paris'] });
    const { status, kind, verdict } = await circle.end(id);
    expect({ status, kind }).toEqual({ status: 'decided', kind: 'choice' });
    expect(verdict).toMatchObject({ answer: 'Paris', endedBy: 'all', missing: [], coverage: { asked: 3, answered: 3, families: 3 } });
    expect(verdict?.dissent).toMatchObject([{ expert: 'lyon', answer: expect.stringContaining('Lyon') }]);
    expect(verdict?.clusters.map(({ experts }) => experts.toSorted())).toEqual([['paris', 'paris-too'], ['lyon']]);
    expect(verdict?.agreement).toBeGreaterThan(0);
    expect(verdict?.agreement).toBeLessThan(1);
  });

  tell('decides a short question by the answer itself, without the reasons', async ({ circle }) => {
    const id = await circle.ask({ question: newQuestion(), kind: 'short' });
    const { status, verdict, failure } = await circle.end(id);
    expect({ status, failure }).toEqual({ status: 'decided' });
    expect(verdict).toMatchObject({ answer: 'Paris', dissent: [{ expert: 'lyon' }] });
    expect(['paris', 'paris-too']).toContain(verdict?.pick);
  });

  tell('decides a free question by one of the answers, in full', async ({ circle }) => {
    const id = await circle.ask({ question: newQuestion(), kind: 'text', circle: 'parisian' });
    const { status, verdict } = await circle.end(id);
    expect(status).toBe('decided');
    expect(verdict?.answer).toContain('I have thought about it.');
    expect(verdict?.agreement).toBe(1);
  });

  tell('says of a free question what is claimed, in whose words, and who supports it, contradicts it or is silent', async ({ circle }) => {
    const experts = ['thirty-days', 'seven-days', 'no-word-of-backups'];
    const id = await circle.ask({ question: newQuestion(), kind: 'text', experts, quorum: 3 });
    const { verdict, opinions } = await circle.end(id);
    const claims = verdict?.claims ?? [];
    const answerOf = new Map(opinions.map(({ expert, answer }) => [expert, answer]));
    for (const { expert, span, text, supports, contradicts, silent } of claims) {
      expect(answerOf.get(expert)?.slice(...span)).toBe(text);
      expect(supports).toContain(expert);
      expect([...supports, ...contradicts, ...silent].toSorted()).toEqual(experts.toSorted());
    }
    const [shared] = claims.filter(({ text }) => /public access/i.test(text));
    expect(shared?.supports.toSorted()).toEqual(experts.toSorted());
    expect(claims.find(({ text }) => text === 'Backups are kept for 30 days.')).toMatchObject({
      supports: ['thirty-days'],
      contradicts: ['seven-days'],
      silent: ['no-word-of-backups'],
    });
  });

  tell('ranks the options by what all experts prefer', async ({ circle }) => {
    const experts = ['paris-first', 'lyon-last', 'lyon-first'];
    const id = await circle.ask({ question: newQuestion(), kind: 'ranking', options: ['Lyon', 'Nice', 'Paris'], experts, quorum: 3 });
    const { status, kind, verdict } = await circle.end(id);
    expect({ status, kind }).toEqual({ status: 'decided', kind: 'ranking' });
    expect(verdict).toMatchObject({ answer: 'Paris', ranking: { order: [['Paris'], ['Lyon'], ['Nice']] } });
    expect(verdict?.ranking?.scores.map(({ option }) => option)).toEqual(['Lyon', 'Nice', 'Paris']);
    expect(verdict?.dissent.map(({ expert }) => expert)).toEqual(['lyon-first']);
  });

  tell('says how stable its answer is, and how much evidence the answers are', async ({ circle }) => {
    const id = await circle.ask({ question: newQuestion(), options: ['Lyon', 'Paris'] });
    const { verdict } = await circle.end(id);
    expect(verdict?.stability).toMatchObject({ unchanged: expect.any(Number), pivotal: expect.any(Array) });
    expect(verdict?.independent).toBeGreaterThanOrEqual(1);
    expect(verdict?.independent).toBeLessThanOrEqual(3);
  });

  tell('says no-consensus of a dead heat', async ({ circle }) => {
    const id = await circle.ask({ question: newQuestion(), options: ['Lyon', 'Paris'], experts: ['paris', 'lyon'], quorum: 2 });
    const { status, verdict } = await circle.end(id);
    expect(status).toBe('no-consensus');
    expect(verdict).toMatchObject({ endedBy: 'all', coverage: { asked: 2, answered: 2 } });
    expect(verdict?.clusters).toHaveLength(2);
    expect(verdict).toMatchObject({ answer: null, pick: null, dissent: [] });
    expect(verdict?.positions?.map(({ answer }) => answer).toSorted()).toEqual(['Lyon', 'Paris']);
  });

  tell("counts a person's opinion like any other", async ({ circle }) => {
    const id = await circle.ask({
      question: newQuestion(),
      options: ['Lyon', 'Paris'],
      experts: ['paris', 'reviewer'],
      quorum: 2,
      deadlineSeconds: 600,
    });
    await circle.see(id, (state) => (state.opinions.length === 1 ? state : undefined));
    const handedIn = await circle.handIn(id, 'reviewer', 'I live there.\nAnswer: Paris');
    const { status, verdict, opinions } = await circle.end(id);
    expect(handedIn, handedIn.text).toMatchObject({ status: 201 });
    expect({ status, answer: verdict?.answer }).toEqual({ status: 'decided', answer: 'Paris' });
    expect(opinions.find(({ expert }) => expert === 'reviewer')).toMatchObject({ provider: 'human', status: 'answered', costUsd: 0 });
  });

  tell("takes a person's opinion from a person's seat, and a corrected one, while the consultation is open", async ({ circle }) => {
    const id = await circle.ask({ question: newQuestion(), experts: ['paris', 'reviewer', 'hung'], quorum: 3, deadlineSeconds: 600 });
    const first = await circle.handIn(id, 'reviewer', 'Paris');
    const second = await circle.handIn(id, 'reviewer', 'Lyon');
    const asModel = await circle.handIn(id, 'paris', 'Lyon');
    const empty = await circle.handIn(id, 'reviewer', ' ');
    await circle.cancel(id);
    const tooLate = await circle.handIn(id, 'reviewer', 'Paris');
    expect(first, first.text).toMatchObject({ status: 201 });
    expect(second, second.text).toMatchObject({ status: 201 });
    expect(problemIn(asModel, 400).errors?.map(({ field }) => field)).toEqual(['expert']);
    expect(problemIn(empty, 400).errors?.map(({ field }) => field)).toEqual(['answer']);
    expect(problemIn(tooLate, 409)).toMatchObject({ type: '/problems/conflict' });
  });

  tell("keeps a person's opinion that comes after the end as late, and counts it no more", async ({ circle }) => {
    const id = await circle.ask({ question: newQuestion(), circle: 'hasty', experts: ['paris', 'reviewer'], quorum: 1 });
    const { verdict } = await circle.end(id);
    const late = await circle.handIn(id, 'reviewer', 'Lyon');
    const { opinions, verdict: after } = await circle.look(id);
    expect(late, late.text).toMatchObject({ status: 201 });
    expect(opinions.find(({ expert }) => expert === 'reviewer')).toMatchObject({ status: 'late', answer: 'Lyon' });
    expect({ answer: after?.answer, coverage: after?.coverage }).toEqual({ answer: verdict?.answer, coverage: verdict?.coverage });
  });
}
