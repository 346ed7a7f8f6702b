/** What is refused: each wrong input is named, and leaves nothing behind. */
import { expect } from 'vitest';
import { bodyMaxBytes } from '../../../functions/api/app.ts';
import { questionMaxBytes } from '../../../shared/contract/question.ts';
import { problemIn } from '../circle-client.ts';
import { newQuestion, newTag, type Tell } from './context.ts';

const question = 'What is the capital of France?';

/** A wrong body, and the field that the answer must name. */
const wrongBodies: readonly (readonly [string, Readonly<Record<string, unknown>>, string])[] = [
  ['an unknown field', { question, colour: 'blue' }, 'colour'],
  ['no question', {}, 'question'],
  ['an empty question', { question: '  ' }, 'question'],
  ['a question that is too long', { question: 'x'.repeat(questionMaxBytes + 1) }, 'question'],
  ['options with a text question', { question, kind: 'text', options: ['yes', 'no'] }, 'options'],
  ['a choice without options', { question, kind: 'choice' }, 'options'],
  ['a ranking without options', { question, kind: 'ranking' }, 'options'],
  ['a single option', { question, options: ['yes'] }, 'options'],
  ['an option twice', { question, options: ['yes', 'yes'] }, 'options'],
  ['an unknown kind', { question, kind: 'guess' }, 'kind'],
  ['an unknown circle', { question, circle: 'nobody' }, 'circle'],
  ['an unknown expert', { question, experts: ['paris', 'nobody'] }, 'experts.1'],
  ['a quorum above the seats', { question, experts: ['paris'], quorum: 2 }, 'quorum'],
  ['a deadline beyond the limit', { question, deadlineSeconds: 871 }, 'deadlineSeconds'],
  ['a budget of nothing', { question, budgetUsd: 0 }, 'budgetUsd'],
];

/** Tests of wrong requests. */
export function tellRefusing(tell: Tell): void {
  for (const [what, body, field] of wrongBodies) {
    tell(`refuses ${what}, names the field and creates nothing`, async ({ circle }) => {
      const { metadata, filter } = newTag();
      const answer = await circle.send('POST', '/v1/consultations', { body: { ...body, metadata } });
      const { type, errors } = problemIn(answer, 400);
      expect(type).toBe('/problems/invalid-input');
      expect(errors?.map((error) => error.field)).toContain(field);
      expect((await circle.list({ tag: filter })).consultations).toEqual([]);
    });
  }

  tell('refuses a body that is not JSON', async ({ circle }) => {
    const answer = await circle.send('POST', '/v1/consultations', { body: '{"question": ' });
    expect(problemIn(answer, 400)).toMatchObject({ type: '/problems/invalid-input' });
  });

  tell('refuses a body of another type', async ({ circle }) => {
    const answer = await circle.send('POST', '/v1/consultations', {
      body: `question=${question}`,
      headers: { 'content-type': 'text/plain' },
    });
    expect(problemIn(answer, 415)).toMatchObject({ type: '/problems/unsupported-media-type' });
  });

  tell('refuses a body that is too large', async ({ circle, cloud }) => {
    // The gateway of the cloud refuses a third of it, and the emulator takes a minute to pass it on.
    if (cloud) return;
    const answer = await circle.send('POST', '/v1/consultations', { body: { question: 'x'.repeat(bodyMaxBytes) } });
    expect(problemIn(answer, 413)).toMatchObject({ type: '/problems/too-large' });
  });

  tell('refuses a worst case above the budget before anybody is asked', async ({ circle, models }) => {
    const { metadata, filter } = newTag();
    const body = { question: newQuestion(), experts: ['priced'], budgetUsd: 0.000001, metadata };
    const answer = await circle.send('POST', '/v1/consultations', { body });
    expect(problemIn(answer, 402)).toMatchObject({ type: '/problems/budget-exceeded', detail: expect.stringContaining('budget') });
    expect((await circle.list({ tag: filter })).consultations).toEqual([]);
    expect(models.calls(body.question)).toEqual([]);
  });

  for (const [name, value] of [
    ['limit', '0'],
    ['status', 'finished'],
    ['after', 'yesterday'],
    ['tag', 'no-colon'],
    ['colour', 'blue'],
  ] as const) {
    tell(`refuses a listing with ${name}=${value} and names the parameter`, async ({ circle }) => {
      const answer = await circle.send('GET', `/v1/consultations?${name}=${value}`);
      expect(problemIn(answer, 400).errors?.map(({ field }) => field)).toEqual([name]);
    });
  }
}
