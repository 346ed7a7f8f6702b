/** Following a consultation: the events of one run, in order, from any place in it. */
import { expect } from 'vitest';
import { circleClient } from '../../../shared/client/client.ts';
import { type ConsultationEvent, consultationEvent } from '../../../shared/contract/event.ts';
import { newQuestion, type Stage, type Tell } from './context.ts';

const follower = ({ target }: Stage) => circleClient({ url: target.url, key: target.key });

async function collect(events: AsyncIterable<ConsultationEvent>): Promise<readonly ConsultationEvent[]> {
  const all: ConsultationEvent[] = [];
  for await (const event of events) all.push(consultationEvent.parse(event));
  return all;
}

/** Tests of the event stream. */
export function tellFollowing(tell: Tell): void {
  tell('tells an ended consultation event by event, and again from any place in it', async (stage) => {
    const id = await stage.circle.ask({ question: newQuestion(), experts: ['paris', 'lyon'], quorum: 2 });
    const ended = await stage.circle.end(id);
    const all = await collect(follower(stage).events(id));
    expect(all.map(({ type }) => type)).toEqual(['accepted', 'opinion', 'opinion', 'verdict']);
    expect(all.at(-1)).toMatchObject({ consultation: { verdict: ended.verdict } });
    for (const [index, { id: after }] of all.slice(0, -1).entries()) {
      expect(await collect(follower(stage).events(id, { after }))).toEqual(all.slice(index + 1));
    }
  });

  tell('tells of an answer while another expert is still awaited', async (stage) => {
    const question = newQuestion();
    const id = await stage.circle.ask({ question, experts: ['paris', 'held'], quorum: 2 });
    const seen: string[] = [];
    for await (const event of follower(stage).events(id)) {
      seen.push(event.type === 'opinion' ? event.opinion.expert : event.type);
      if (event.type === 'opinion' && event.opinion.expert === 'paris') {
        expect((await stage.circle.look(id)).status).toBe('open');
        stage.models.release(question);
      }
    }
    expect(seen).toEqual(['accepted', 'paris', 'held', 'verdict']);
  });

  tell('ends the stream of a cancelled consultation with its failure', async (stage) => {
    const id = await stage.circle.ask({ question: newQuestion(), experts: ['held'], quorum: 1 });
    await stage.circle.cancel(id);
    expect((await collect(follower(stage).events(id))).at(-1)).toMatchObject({ type: 'failure', consultation: { status: 'cancelled' } });
  });

  tell('answers 204 behind the end', async (stage) => {
    const id = await stage.circle.ask({ question: newQuestion(), experts: ['paris'], quorum: 1 });
    await stage.circle.end(id);
    const last = (await collect(follower(stage).events(id))).at(-1);
    const answer = await stage.circle.send('GET', `/v1/consultations/${id}/events`, { headers: { 'last-event-id': String(last?.id) } });
    expect([answer.status, answer.text]).toEqual([204, '']);
  });
}
