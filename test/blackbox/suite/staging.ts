/** Asking some experts first: who is asked, why the others are or are not, and what the verdict says of it. */
import { expect } from 'vitest';
import { newQuestion, type Tell } from './context.ts';

const options = ['Lyon', 'Paris', 'Nice'];

/** Tests of asking in stages. */
export function tellStaging(tell: Tell): void {
  tell('asks no second stage where the first one agrees, and says whom it has spared', async ({ circle, models }) => {
    const question = newQuestion();
    const strategy = {
      escalate: [
        ['paris', 'paris-too'],
        ['lyon', 'priced'],
      ],
    };
    const id = await circle.ask({ question, options, experts: ['lyon', 'priced', 'paris', 'paris-too'], strategy });
    const { verdict, opinions, cost } = await circle.end(id);
    expect(verdict).toMatchObject({
      answer: 'Paris',
      coverage: { asked: 2, answered: 2 },
      missing: [],
      strategy: {
        name: 'escalate',
        stages: [{ experts: ['paris', 'paris-too'], reason: 'first' }],
        stopped: 'agreed',
        notAsked: ['lyon', 'priced'],
        saved: { calls: 2 },
      },
    });
    expect(opinions).toHaveLength(2);
    expect(models.calls(question)).toHaveLength(2);
    expect(cost.usd).toBe(0);
  });

  tell('asks the next stage on a split, and its experts join the vote', async ({ circle }) => {
    const strategy = { escalate: [['paris', 'lyon'], ['paris-too']] };
    const id = await circle.ask({ question: newQuestion(), options, experts: ['paris', 'lyon', 'paris-too'], quorum: 2, strategy });
    const { verdict } = await circle.end(id);
    expect(verdict).toMatchObject({
      answer: 'Paris',
      coverage: { asked: 3, answered: 3 },
      strategy: { stages: [{ reason: 'first' }, { experts: ['paris-too'], reason: 'split' }], stopped: 'everybody', notAsked: [] },
    });
  });

  tell('goes on to the next stage where the first one hangs, once its time is over', async ({ circle, models, shortDeadline }) => {
    const question = newQuestion();
    const strategy = { escalate: [['hung'], ['paris', 'paris-too']] };
    const experts = ['hung', 'paris', 'paris-too'];
    const id = await circle.ask({ question, options, experts, quorum: 2, strategy, hedgeSeconds: 1, deadlineSeconds: 60 });
    // Lets go of the worker that the hung call holds, whatever was seen: it may be the only one.
    const { status, verdict } = await circle.end(id, (shortDeadline + 7) * 1000).finally(() => models.dismiss(question));
    expect(status).toBe('decided');
    expect(verdict).toMatchObject({ answer: 'Paris', endedBy: 'settled', strategy: { stages: [{ reason: 'first' }, { reason: 'late' }] } });
  });

  tell('goes on to the next stage where a person of the first one is silent, once the time is over', async ({ circle }) => {
    const strategy = { escalate: [['reviewer'], ['paris', 'paris-too']] };
    const experts = ['reviewer', 'paris', 'paris-too'];
    const id = await circle.ask({ question: newQuestion(), options, experts, quorum: 2, strategy, hedgeSeconds: 1, deadlineSeconds: 60 });
    const { status, verdict } = await circle.end(id);
    expect(status).toBe('decided');
    expect(verdict).toMatchObject({ answer: 'Paris', endedBy: 'settled', strategy: { stages: [{ reason: 'first' }, { reason: 'late' }] } });
    const [first, second] = verdict?.strategy?.stages.map(({ at }) => Date.parse(at)) ?? [];
    expect(Number(second) - Number(first)).toBeGreaterThanOrEqual(1000);
  });

  tell('tells beside a verdict of everybody what asking some first would have done', async ({ circle }) => {
    const id = await circle.ask({ question: newQuestion(), options, experts: ['paris', 'paris-too', 'lyon'], quorum: 2 });
    const { verdict } = await circle.end(id);
    expect(verdict?.strategy).toBeUndefined();
    // Whoever was not heard before the end cannot be replayed; those two were.
    expect(verdict?.replays?.[0]).toMatchObject({ strategy: 'settled', asked: ['paris', 'paris-too'], stopped: 'settled', same: true });
  });
}
