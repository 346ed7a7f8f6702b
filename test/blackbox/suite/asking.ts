/** How a question gets in: three doors, one verdict. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { acceptedConsultation, consultation } from '../../../shared/contract/consultation.ts';
import { problemIn } from '../circle-client.ts';
import { eventually } from '../eventually.ts';
import { providerKey } from '../knowledge-folder.ts';
import { newQuestion, newTag, type Tell } from './context.ts';

/** Tests of accepting and of looking. */
export function tellAsking(tell: Tell): void {
  tell('accepts a question with 202 and says where to look and when', async ({ circle }) => {
    const answer = await circle.send('POST', '/v1/consultations', { body: { question: newQuestion() } });
    expect(answer, answer.text).toMatchObject({ status: 202 });
    const { id, links } = acceptedConsultation.parse(JSON.parse(answer.text));
    expect(links.self).toBe(`/v1/consultations/${id}`);
    expect(answer.headers.get('location')).toBe(links.self);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    await circle.end(id);
  });

  tell('shows an open consultation with who is still awaited, then its verdict', async ({ circle, models }) => {
    const question = newQuestion();
    const id = await circle.ask({ question, experts: ['paris', 'held'], quorum: 2 });
    const open = await circle.see(id, (state) => (state.opinions.length === 1 ? state : undefined));
    models.release(question);
    const ended = await circle.end(id);
    expect(open).toMatchObject({ status: 'open', verdict: null, pending: [{ expert: 'held' }] });
    expect(ended).toMatchObject({
      status: 'decided',
      question,
      pending: [],
      verdict: { coverage: { asked: 2, answered: 2, families: 2 } },
    });
  });

  tell('gives an ETag that answers 304 until something changes', async ({ circle, models }) => {
    const question = newQuestion();
    const id = await circle.ask({ question, experts: ['held'], quorum: 1 });
    const path = `/v1/consultations/${id}`;
    const first = await circle.send('GET', path);
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
    const same = await circle.send('GET', path, { headers });
    models.release(question);
    await circle.end(id);
    const changed = await circle.send('GET', path, { headers });
    expect(first.headers.get('retry-after')).toBe('1');
    expect([same.status, same.text]).toEqual([304, '']);
    expect([changed.status, changed.headers.get('retry-after')]).toEqual([200, null]);
  });

  tell('waits for the verdict where the caller prefers that, and answers 200', async ({ circle }) => {
    const answer = await circle.send('POST', '/v1/consultations', { body: { question: newQuestion() }, headers: { prefer: 'wait=20' } });
    expect(answer, answer.text).toMatchObject({ status: 200 });
    expect(consultation.parse(JSON.parse(answer.text))).toMatchObject({ status: 'decided', verdict: { endedBy: 'all' } });
    expect(answer.headers.get('preference-applied')).toBe('wait=20');
  });

  tell('answers 202 when the preferred wait is over before the verdict', async ({ circle, models }) => {
    const question = newQuestion();
    const body = { question, experts: ['held'], quorum: 1 };
    const answer = await circle.send('POST', '/v1/consultations', { body, headers: { prefer: 'wait=1' } });
    models.release(question);
    expect(answer, answer.text).toMatchObject({ status: 202 });
    await circle.end(acceptedConsultation.parse(JSON.parse(answer.text)).id);
  });

  tell('gives one consultation to requests with one idempotency key, and 409 to another question under it', async ({ circle, models }) => {
    const body = { question: newQuestion(), experts: ['paris'] };
    const headers = { 'idempotency-key': randomUUID() };
    const [first, again] = await Promise.all([circle.ask(body, headers), circle.ask(body, headers)]);
    const other = await circle.send('POST', '/v1/consultations', { body: { ...body, question: newQuestion() }, headers });
    await circle.end(first);
    expect(again).toBe(first);
    expect(problemIn(other, 409)).toMatchObject({ type: '/problems/conflict' });
    expect(models.calls(body.question)).toHaveLength(1);
  });

  tell('asks with the provider key, once, and says what it cost', async ({ circle, models }) => {
    const question = newQuestion();
    const id = await circle.ask({ question, experts: ['priced', 'paris'], quorum: 2 });
    const { cost, opinions } = await circle.end(id);
    const keys = models.calls(question).map(({ authorization = 'none' }) => authorization);
    expect(new Set(keys)).toEqual(new Set([`Bearer ${providerKey.value}`, 'none']));
    expect(keys).toHaveLength(2);
    // 1000 tokens in at $0.05 and 100 out at $0.08 a million; nobody has written down a price for the other one.
    expect(cost).toEqual({ usd: 0.000058, unknown: ['paris'] });
    expect(opinions.find(({ expert }) => expert === 'priced')).toMatchObject({ usage: { inputTokens: 1000, outputTokens: 100 } });
  });

  tell('takes a bare question that an operator starts by hand, under the name of the execution', async ({ circle, target }) => {
    const name = `by-hand-${randomUUID()}`;
    await target.startBare(name, { question: newQuestion(), circle: 'parisian' });
    await eventually(() => circle.look(name), 20_000);
    expect(await circle.end(name)).toMatchObject({ id: name, status: 'decided', circle: 'parisian' });
  });

  tell('takes a bare question from a schedule', async ({ circle, target }) => {
    const { metadata, filter } = newTag();
    await target.startFromSchedule({ question: newQuestion(), circle: 'parisian', metadata });
    const id = await eventually(async () => (await circle.list({ tag: filter })).consultations[0]?.id, 40_000);
    expect(await circle.end(id)).toMatchObject({ status: 'decided', circle: 'parisian', metadata });
  });
}
