/** A debate: who is asked once more, what of it counts, and what is told of it. */
import { expect } from 'vitest';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import { newQuestion, type Tell } from './context.ts';

const options = ['Lyon', 'Paris', 'Nice'];

/** An opinion in one line. */
function inWords({ expert, round = 1, vote }: Opinion): string {
  return `${expert} ${round} ${vote}`;
}

/** Tests of asking once more where the answers differ. */
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
}
