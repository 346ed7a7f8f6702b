/** An expert whose answer must have a form, or who is shown images. */
import { beforeEach, describe, expect, it } from 'vitest';
import { askExpert } from '../../../functions/experts/ask-expert.ts';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import type { NewConsultation } from '../../../shared/contract/question.ts';
import { failureOf, fakeModel } from '../../support/fake-model.ts';
import { openPorts, type TestPorts } from '../../support/ports.ts';
import { accept } from '../../support/samples.ts';

let ports: TestPorts;
beforeEach(() => {
  ports = openPorts();
});

const schema = { type: 'object', properties: { prime: { type: 'boolean' } }, required: ['prime'], additionalProperties: false };

async function ask(model: ReturnType<typeof fakeModel>, more: Partial<NewConsultation>, expert = 'ada'): Promise<Opinion> {
  const run = await accept(ports, { circle: 'plain', deadlineSeconds: 30, options: undefined, quorum: 1, ...more });
  const seat = run.seats.find((candidate) => candidate.expert === expert);
  return seat ? askExpert(run, seat, model, ports) : expect.fail(`${expert} has no seat`);
}

describe('an answer to a question with a schema', () => {
  it('is kept in its own characters, without the fence around it', async () => {
    const opinion = await ask(fakeModel('```json\n{ "prime": true }\n```'), { schema });
    expect(opinion).toMatchObject({ status: 'answered', answer: '{ "prime": true }' });
  });

  it('is repaired by being asked again at once, with what was wrong, and every call is paid for', async () => {
    const model = fakeModel('yes', '{"prime":"yes"}', '{"prime":true}');
    const opinion = await ask(model, { schema });
    expect(opinion).toMatchObject({ status: 'answered', answer: '{"prime":true}', usage: { inputTokens: 300, outputTokens: 30 } });
    expect(model.requests.map(({ instructions }) => /did not conform.*<flaw>(.*)<\/flaw>$/s.exec(instructions)?.[1])).toEqual([
      undefined,
      expect.stringContaining('it is not one JSON value'),
      expect.stringContaining('#/properties/prime/type must be boolean'),
    ]);
    expect(ports.clock.sleeps).toEqual([0, 0]);
  });

  it('is told what was wrong even when a fault of the provider comes in between', async () => {
    const model = fakeModel('yes', failureOf('provider-error'), '{"prime":true}');
    await ask(model, { schema });
    expect(model.requests[2]?.instructions).toContain('did not conform');
  });

  it('is a named failure after three attempts, which are paid for', async () => {
    const model = fakeModel('no JSON at all');
    const opinion = await ask(model, { schema });
    expect(model.requests).toHaveLength(3);
    expect(opinion).toMatchObject({ status: 'failed', error: { type: 'schema-mismatch' }, usage: { inputTokens: 300 } });
    expect(opinion.error?.message).not.toContain('no JSON at all');
  });

  it('is not asked for again where it ended at its token limit: it would end there again', async () => {
    const model = fakeModel({ text: '{"prime":tr', usage: { inputTokens: 10, outputTokens: 4 }, truncated: true });
    const opinion = await ask(model, { schema, sampling: { maxOutputTokens: 4 } });
    expect(model.requests).toHaveLength(1);
    expect(opinion).toMatchObject({
      status: 'failed',
      error: { type: 'length-limit', message: expect.stringContaining('4 output tokens') },
    });
  });
});

describe('an answer that ended at its token limit', () => {
  it('says so', async () => {
    const model = fakeModel({ text: 'Seven is', usage: { inputTokens: 10, outputTokens: 2 }, truncated: true });
    expect(await ask(model, {})).toMatchObject({ status: 'answered', answer: 'Seven is', truncated: true });
    expect(await ask(fakeModel('Seven is prime.'), {})).not.toHaveProperty('truncated');
  });
});

describe('a question with images', () => {
  const images = [{ url: 'https://example.test/a.png' }];

  it('is shown to an expert that takes them', async () => {
    const model = fakeModel('A cat.');
    expect(await ask(model, { images, experts: ['ada', 'cyd'] })).toMatchObject({ status: 'answered' });
    expect(model.requests[0]).toMatchObject({ images, instructions: expect.stringContaining('[image 1]') });
  });

  it('is not put to one that does not, which is named and costs nothing', async () => {
    const model = fakeModel('A cat.');
    const opinion = await ask(model, { images, experts: ['ada', 'cyd'] }, 'cyd');
    expect(opinion).toMatchObject({ status: 'failed', error: { type: 'images-not-taken', retryable: false } });
    expect(opinion).not.toHaveProperty('costUsd');
    expect(model.requests).toEqual([]);
    expect(ports.vault.uses).toEqual([]);
  });
});

describe('a stop', () => {
  it('is passed on', async () => {
    const model = fakeModel('yes');
    await ask(model, { sampling: { stop: ['END'], temperature: 0.5 } });
    expect(model.requests[0]).toMatchObject({ stop: ['END'], seat: { temperature: 0.5 } });
  });
});
