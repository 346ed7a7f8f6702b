/** The list of consultations: newest first, filtered, page by page. */
import { expect } from 'vitest';
import { newQuestion, newTag, type Tell } from './context.ts';

/** Tests of the list. */
export function tellListing(tell: Tell): void {
  tell('lists newest first, page by page, with the same filter on every page', async ({ circle }) => {
    const { metadata, filter } = newTag();
    const ids: string[] = [];
    for (const question of [newQuestion(), newQuestion(), newQuestion()])
      ids.push(await circle.ask({ question, circle: 'parisian', metadata }));
    const first = await circle.list({ tag: filter, limit: '2' });
    const second = await circle.list({ tag: filter, limit: '2', cursor: first.cursor ?? '' });
    expect(first.consultations.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    expect(second.consultations.map(({ id }) => id)).toEqual([ids[0]]);
    expect(second.cursor).toBeNull();
    for (const id of ids) await circle.end(id);
  });

  tell('filters by status, circle and time', async ({ circle }) => {
    const { metadata, filter: tag } = newTag();
    const decided = await circle.ask({ question: newQuestion(), circle: 'parisian', metadata });
    await circle.end(decided);
    const cancelled = await circle.ask({ question: newQuestion(), experts: ['reviewer'], metadata });
    await circle.cancel(cancelled);
    const between = (await circle.look(cancelled)).timing.createdAt;
    const idsOf = async (query: Readonly<Record<string, string>>) =>
      (await circle.list({ tag, ...query })).consultations.map(({ id }) => id);
    expect(await idsOf({})).toEqual([cancelled, decided]);
    expect(await idsOf({ status: 'decided' })).toEqual([decided]);
    expect(await idsOf({ status: 'cancelled' })).toEqual([cancelled]);
    expect(await idsOf({ circle: 'parisian' })).toEqual([decided]);
    expect(await idsOf({ before: between })).toEqual([decided]);
    expect(await idsOf({ after: between })).not.toContain(decided);
  });

  tell('shows in the list how each consultation ended', async ({ circle }) => {
    const { metadata, filter } = newTag();
    const question = newQuestion();
    const id = await circle.ask({ question, circle: 'parisian', metadata });
    await circle.end(id);
    const { consultations } = await circle.list({ tag: filter });
    expect(consultations).toEqual([
      expect.objectContaining({ id, question, circle: 'parisian', status: 'decided', endedAt: expect.any(String) }),
    ]);
  });
}
