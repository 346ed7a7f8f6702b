/** When a consultation ends: a settled outcome, a count, the deadline, impossibility, and what comes too late. */
import { expect } from 'vitest';
import { eventually } from '../eventually.ts';
import { newQuestion, type Tell } from './context.ts';

/** Tests of endings. */
export function tellEnding(tell: Tell): void {
  tell('ends once a hung expert can change nothing, and names who is missing and why', async ({ circle, models }) => {
    const question = newQuestion();
    const [experts, options] = [
      ['broken', 'paris', 'held', 'hung'],
      ['Lyon', 'Paris'],
    ];
    const id = await circle.ask({ question, options, experts, quorum: 2, deadlineSeconds: 60 });
    await circle.see(id, (state) => (state.opinions.length === 2 ? state : undefined));
    models.release(question);
    const { status, verdict, timing } = await circle.end(id);
    expect(status).toBe('decided');
    expect(verdict).toMatchObject({ endedBy: 'settled', coverage: { asked: 4, answered: 2, families: 2 } });
    expect(verdict?.missing).toEqual([
      {
        expert: 'broken',
        status: 'failed',
        error: expect.objectContaining({ type: 'request-rejected', message: expect.stringContaining('400') }),
      },
      expect.objectContaining({ expert: 'hung' }),
    ]);
    // A worker that starts after the end has not asked at all; one that started before is not waited for.
    expect(['late not-awaited', 'abandoned not-asked']).toContain(`${verdict?.missing[1]?.status} ${verdict?.missing[1]?.error.type}`);
    expect(timing.durationMs).toBeLessThan(60_000);
    // Lets go of the worker that the hung call holds.
    models.dismiss(question);
  });

  tell('holds its deadline against an expert that never answers', async ({ circle, shortDeadline }) => {
    const id = await circle.ask({ question: newQuestion(), experts: ['paris', 'hung'], quorum: 2, deadlineSeconds: shortDeadline });
    const { status, verdict, timing } = await circle.end(id, (shortDeadline + 7) * 1000);
    expect(status).toBe('no-quorum');
    expect(verdict).toMatchObject({ coverage: { asked: 2, answered: 1 }, missing: [{ expert: 'hung', status: 'timeout' }] });
    expect(timing.durationMs).toBeGreaterThanOrEqual(shortDeadline * 1000 - 50);
  });

  tell('ends at its deadline when a person has not answered, with what is there', async ({ circle, shortDeadline }) => {
    const id = await circle.ask({ question: newQuestion(), experts: ['paris', 'reviewer'], quorum: 2, deadlineSeconds: shortDeadline });
    // The sweeper comes 8 s after the deadline at the earliest: an end before that is the workflow's own.
    const { status, verdict } = await circle.end(id, (shortDeadline + 7) * 1000);
    expect(status).toBe('no-quorum');
    expect(verdict).toMatchObject({ endedBy: 'deadline', coverage: { asked: 2, answered: 1 } });
    expect(verdict?.missing).toEqual([
      expect.objectContaining({ expert: 'reviewer', status: 'timeout', error: expect.objectContaining({ type: 'not-in-time' }) }),
    ]);
  });

  tell('is ended by the sweeper when the deadline has passed and the workflow is lost', async ({ circle, target, shortDeadline }) => {
    const question = newQuestion();
    const id = await circle.ask({ question, experts: ['paris', 'reviewer'], quorum: 2, deadlineSeconds: shortDeadline });
    await circle.see(id, (state) => (state.opinions.length === 1 ? state : undefined));
    await target.loseWorkflow(id);
    const ended = await eventually(async () => {
      await target.sweep();
      const state = await circle.look(id);
      return state.status === 'open' ? undefined : state;
    }, 40_000);
    expect(ended).toMatchObject({ status: 'no-quorum', verdict: { endedBy: 'deadline', coverage: { answered: 1 } } });
    expect(await circle.look(id)).toEqual(ended);
  });

  tell('ends at once when so many have failed that the quorum is out of reach', async ({ circle }) => {
    const id = await circle.ask({ question: newQuestion(), experts: ['broken', 'limited', 'reviewer'], quorum: 2, deadlineSeconds: 600 });
    const { status, verdict } = await circle.end(id);
    expect(status).toBe('no-quorum');
    expect(verdict).toMatchObject({ endedBy: 'impossible', coverage: { asked: 3, answered: 0 }, answer: null, pick: null });
    expect(verdict?.missing.map(({ expert, error }) => [expert, error.type])).toEqual([
      ['broken', 'request-rejected'],
      ['limited', 'rate-limited'],
      ['reviewer', 'not-awaited'],
    ]);
  });

  tell('keeps a late opinion, marks it, and does not count it', async ({ circle, models }) => {
    const question = newQuestion();
    const id = await circle.ask({ question, circle: 'hasty', deadlineSeconds: 60 });
    await eventually(() => models.calls(question)[0], 20_000);
    await circle.handIn(id, 'reviewer', 'Lyon');
    const ended = await circle.end(id);
    models.release(question);
    const after = await circle.see(id, (state) =>
      state.opinions.some(({ status, answer }) => status === 'late' && answer !== undefined) ? state : undefined,
    );
    expect(after.verdict).toEqual(ended.verdict);
    expect(after.verdict?.coverage).toEqual({ asked: 2, answered: 1, families: 1 });
    expect(after.opinions.find(({ expert }) => expert === 'held')).toMatchObject({
      status: 'late',
      answer: expect.stringContaining('Paris'),
    });
  });
}
