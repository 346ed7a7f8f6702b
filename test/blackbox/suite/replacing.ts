/** Seats of experts that fail before they have answered, which the next candidates take. */
import { expect } from 'vitest';
import { newQuestion, type Tell } from './context.ts';

const options = ['Lyon', 'Paris', 'Nice'];

/** Tests of replaced seats. */
export function tellReplacing(tell: Tell): void {
  tell('asks the next candidate where an expert fails before it has answered, and tells who sits for whom and why', async ({ circle }) => {
    const id = await circle.ask({ question: newQuestion(), options, circle: 'replacing' });
    const { status, verdict, selection, opinions } = await circle.end(id);
    expect(status).toBe('decided');
    expect(verdict).toMatchObject({
      answer: 'Paris',
      coverage: { asked: 3, answered: 2 },
      missing: [{ expert: 'broken' }],
      replaced: [{ seat: 'broken', by: 'paris-too', reason: 'request-rejected' }],
    });
    expect(opinions.map(({ expert }) => expert).toSorted()).toEqual(['broken', 'paris', 'paris-too']);
    expect(selection?.candidates.find(({ expert }) => expert === 'paris-too')).toMatchObject({
      seated: false,
      standIn: 1,
      replaces: 'broken',
    });
  });

  tell('leaves a seat empty where the circle says so', async ({ circle, models }) => {
    const question = newQuestion();
    const { status, verdict } = await circle.end(await circle.ask({ question, options, circle: 'never-replacing' }));
    expect({ status, endedBy: verdict?.endedBy, replaced: verdict?.replaced }).toEqual({
      status: 'no-quorum',
      endedBy: 'impossible',
      replaced: undefined,
    });
    expect(models.calls(question).length).toBeGreaterThan(0);
  });
}
