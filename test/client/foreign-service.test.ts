/** Something else than a circle at the address: whatever JSON it speaks, no call makes an answer of it. */
import { describe, expect, it } from 'vitest';
import { type CircleClient, circleClient } from '../../shared/client/client.ts';
import { answers, scriptedServer } from '../support/scripted-fetch.ts';

const id = '01a229d0-80fa-75a8-bc3a-cc9d5c14e2b2';

/** A call of each method; `backup` gives the answer as it is, and what writes it down looks at its type. */
const calls: Readonly<Record<Exclude<keyof CircleClient, 'backup'>, (client: CircleClient) => unknown>> = {
  ask: (client) => client.ask({ question: 'Why?' }),
  consult: (client) => client.consult({ question: 'Why?' }),
  estimate: (client) => client.estimate({ question: 'Why?' }),
  get: (client) => client.get(id),
  review: (client) => client.review({ files: [{ path: 'a.sql', text: 'SELECT 1' }] }),
  getReview: (client) => client.getReview(id),
  listReviews: (client) => client.listReviews(),
  getExcerpts: (client) => client.getExcerpts(id),
  findings: (client) => client.findings({ subject: 'shop' }),
  list: (client) => client.list(),
  cancel: (client) => client.cancel(id),
  purge: (client) => client.purge(id),
  events: (client) => client.events(id).next(),
  deliveries: (client) => client.deliveries(id),
  resend: (client) => client.resend(id, 'w'),
  handIn: (client) => client.handIn(id, { expert: 'ada', answer: 'yes' }),
  feedback: (client) => client.feedback(id, { right: true }),
  listFeedback: (client) => client.listFeedback(id),
  experts: (client) => client.experts(),
  circles: (client) => client.circles(),
  reliability: (client) => client.reliability('default'),
  report: (client) => client.report(),
  schedules: (client) => client.schedules(),
};

const bodies: readonly unknown[] = [{ hello: 1 }, {}, [], { id: 'x' }, { data: [], status: 'ok' }, null, 'text', 5, true];

describe('a service that is no circle', () => {
  it('is tried with every call there is', () => {
    const { backup: _, ...known } = circleClient({ url: 'http://other', key: 'k' });
    expect(Object.keys(known).sort()).toEqual(Object.keys(calls).sort());
  });

  it.each(Object.entries(calls))('gives %s nothing, and is named', async (_, call) => {
    for (const body of bodies) {
      const { fetch } = scriptedServer(answers(body));
      const failure = Promise.resolve(call(circleClient({ url: 'http://other', key: 'k', fetch, retries: 0 })));
      await expect(failure, JSON.stringify(body)).rejects.toMatchObject({ name: 'CircleApiError', type: 'bad-answer' });
    }
  });
});
