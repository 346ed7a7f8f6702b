/** What a question would use, told before, and what it may use, held to while it runs. */
import { expect } from 'vitest';
import { estimate } from '../../../shared/contract/estimate.ts';
import { newQuestion, type Tell } from './context.ts';

const options = ['Lyon', 'Paris', 'Nice'];
const experts = ['paris', 'paris-too', 'lyon'];

/** Tests of limits and estimates. */
export function tellLimiting(tell: Tell): void {
  tell('makes no call beyond its limit, and names whom that has kept from a call', async ({ circle, models }) => {
    const question = newQuestion();
    // The two who are called differ, so nothing is settled before the third is heard of.
    const id = await circle.ask({ question, options, experts: ['paris', 'lyon', 'paris-too'], quorum: 2, limits: { calls: 2 } });
    const { status, verdict } = await circle.end(id);
    expect(status).toBe('no-consensus');
    expect(verdict).toMatchObject({
      missing: [{ expert: 'paris-too', error: { type: 'over-limit' } }],
      limits: { calls: 2, used: { calls: 2 }, ended: [{ by: 'calls', what: 'call', experts: ['paris-too'] }] },
    });
    expect(models.calls(question)).toHaveLength(2);
  });

  tell('opens no stage beyond its limit, and decides by those who were asked', async ({ circle, models }) => {
    const question = newQuestion();
    const strategy = { escalate: [['paris', 'lyon'], ['paris-too']] };
    const id = await circle.ask({ question, options, experts, quorum: 2, strategy, limits: { calls: 2 } });
    const { status, verdict } = await circle.end(id);
    expect(status).toBe('no-consensus');
    expect(verdict).toMatchObject({
      strategy: { stopped: 'limit', notAsked: ['paris-too'] },
      limits: { ended: [{ by: 'calls', what: 'stage', experts: ['paris-too'] }] },
    });
    expect(models.calls(question)).toHaveLength(2);
  });

  tell('tells what a question would use, and asks nobody', async ({ circle, models }) => {
    const question = newQuestion();
    const answer = await circle.send('POST', '/v1/estimates', { body: { question, options, experts: ['priced', 'paris'] } });
    expect(answer, answer.text).toMatchObject({ status: 200 });
    const told = estimate.parse(JSON.parse(answer.text));
    expect(told).toMatchObject({
      calls: { likely: 2, worst: 6 },
      usd: { likely: null, worst: null },
      experts: [{ expert: 'priced' }, { expert: 'paris', usd: { likely: null, worst: null } }],
      basis: { unpriced: ['paris'] },
    });
    expect(told.experts[0]?.usd.worst).toBeGreaterThan(told.experts[0]?.usd.likely ?? Number.POSITIVE_INFINITY);
    expect(models.calls(question)).toEqual([]);
  });

  tell('refuses limits that leave no room for a quorum, at the question and at its estimate', async ({ circle }) => {
    const body = { question: newQuestion(), options, experts, quorum: 3, limits: { calls: 2 } };
    const [asked, estimated] = [
      await circle.send('POST', '/v1/consultations', { body }),
      await circle.send('POST', '/v1/estimates', { body }),
    ];
    expect(asked).toMatchObject({ status: 400, text: expect.stringContaining('limits.calls') });
    expect(estimated).toMatchObject({ status: 400, text: asked.text });
  });
}
