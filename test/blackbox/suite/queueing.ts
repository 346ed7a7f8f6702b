/** What queues do to a consultation: duplicates, poison, and messages of a run that nobody wants any more. */
import { expect } from 'vitest';
import { keyHolder } from '../../../shared/domain/principal.ts';
import { eventually } from '../eventually.ts';
import { newQuestion, type Stage, type Tell } from './context.ts';

const queue = 'openai-compatible';

/** The message of a seat, as the workflow sends it. */
function seatMessage(consultationId: string, expert: string, deadlineAt: string): string {
  return JSON.stringify({ consultationId, expert, tenant: keyHolder.tenant, deadlineAt });
}

/** A whole consultation through the same queue: what lay there before it has been handled. */
async function passThrough({ circle }: Stage): Promise<void> {
  await circle.end(await circle.ask({ question: newQuestion(), circle: 'parisian' }));
}

/** Tests of queues. */
export function tellQueueing(tell: Tell): void {
  tell('counts an expert once whose message is delivered twice', async (stage) => {
    const { circle, models, target } = stage;
    const question = newQuestion();
    const id = await circle.ask({ question, experts: ['held', 'reviewer'], quorum: 2, deadlineSeconds: 600 });
    await eventually(() => models.calls(question)[0], 20_000);
    await target.sendRaw(queue, seatMessage(id, 'held', (await circle.look(id)).timing.deadlineAt));
    models.release(question);
    await circle.see(id, (state) => (state.opinions.length === 1 ? state : undefined));
    await passThrough(stage);
    // Counted twice, the one expert would have made the quorum of two.
    expect((await circle.look(id)).status).toBe('open');
    await circle.handIn(id, 'reviewer', 'Answer: Paris');
    const { status, verdict, opinions } = await circle.end(id);
    expect(status).toBe('decided');
    expect(verdict?.coverage).toMatchObject({ asked: 2, answered: 2 });
    expect(opinions.map(({ expert }) => expert).toSorted()).toEqual(['held', 'reviewer']);
  });

  tell('puts a poisoned message aside after three tries, and disturbs nobody', async ({ circle, target }) => {
    const before = await target.deadLetters(queue);
    await target.sendRaw(queue, 'this is no seat message');
    const id = await circle.ask({ question: newQuestion() });
    expect(await circle.end(id)).toMatchObject({ status: 'decided' });
    const found = await eventually(async () => {
      const now = await target.deadLetters(queue);
      return now > before ? now - before : undefined;
    }, 60_000);
    expect(found).toBe(1);
  });

  tell('stops spending when it is cancelled: a running call is aborted and a queued expert is not asked', async (stage) => {
    const { circle, models, target } = stage;
    const question = newQuestion();
    const id = await circle.ask({ question, experts: ['held', 'reviewer'], quorum: 2, deadlineSeconds: 600 });
    await eventually(() => models.calls(question)[0], 20_000);
    const cancelled = await circle.cancel(id);
    await eventually(() => models.calls(question).find(({ state }) => state === 'aborted'), 20_000);
    await target.sendRaw(queue, seatMessage(id, 'held', new Date(Date.now() + 60_000).toISOString()));
    await passThrough(stage);
    expect(cancelled.status).toBe(200);
    expect(models.calls(question)).toHaveLength(1);
    const { status, verdict, opinions } = await circle.look(id);
    expect({ status, verdict }).toEqual({ status: 'cancelled', verdict: null });
    expect(opinions.map((opinion) => [opinion.expert, opinion.status])).toEqual(expect.arrayContaining([['held', 'cancelled']]));
  });

  tell('takes two cancellations as one, and none after the end', async ({ circle }) => {
    const open = await circle.ask({ question: newQuestion(), experts: ['reviewer'], deadlineSeconds: 600 });
    const first = await circle.cancel(open);
    const second = await circle.cancel(open);
    const decided = await circle.ask({ question: newQuestion() });
    await circle.end(decided);
    const tooLate = await circle.cancel(decided);
    expect([first.status, second.status, tooLate.status]).toEqual([200, 200, 409]);
    expect(JSON.parse(second.text)).toEqual(JSON.parse(first.text));
    expect((await circle.look(decided)).status).toBe('decided');
  });
}
