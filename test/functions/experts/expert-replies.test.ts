import { beforeEach, describe, expect, it } from 'vitest';
import { answerMaxBytes } from '../../../shared/contract/opinion.ts';
import type { Run } from '../../../shared/contract/run.ts';
import { ExpertFailure } from '../../../shared/errors.ts';
import type { Model } from '../../../shared/ports/model.ts';
import { askSeat } from '../../support/ask-seat.ts';
import { fakeModel } from '../../support/fake-model.ts';
import { openPorts, type TestPorts } from '../../support/ports.ts';
import { accept } from '../../support/samples.ts';

let ports: TestPorts;
let run: Run;
beforeEach(async () => {
  ports = openPorts();
  run = await accept(ports, { circle: 'plain', deadlineSeconds: 30 });
});

const ask = (model: Model, expert = 'ada') => askSeat(run, expert, model, ports);

describe('an expert whose provider keeps to schemas', () => {
  const inJson = '{"reasons":"It is safe.","answer":"yes"}';

  it('is asked by one, and its answer is kept in words', async () => {
    const model = fakeModel(inJson);

    await expect(ask(model)).resolves.toMatchObject({ status: 'answered', answer: 'It is safe.\n\nAnswer: yes' });

    expect(model.requests).toMatchObject([
      { schema: { properties: { answer: { enum: ['yes', 'no'] } } }, instructions: expect.stringContaining('one JSON object') },
    ]);
  });

  it('is never asked twice for the form: what is no object is read as it is', async () => {
    const model = fakeModel('It is safe.\n\nAnswer: yes');
    await expect(ask(model)).resolves.toMatchObject({ answer: 'It is safe.\n\nAnswer: yes' });
    expect(model.requests).toHaveLength(1);
  });

  it('is asked in words where its model refuses the schema, which costs nothing', async () => {
    const refusal = new ExpertFailure('request-rejected', 'openai answered 400: response_format is not supported with this model');
    const model = fakeModel(refusal, 'Answer: yes');
    await expect(ask(model)).resolves.toMatchObject({ status: 'answered', answer: 'Answer: yes' });
    expect(model.requests[1]).toMatchObject({ schema: undefined, instructions: expect.not.stringContaining('JSON') });
  });

  it('is named where it refuses for another reason', async () => {
    const model = fakeModel(new ExpertFailure('request-rejected', 'openai answered 404'));
    await expect(ask(model)).resolves.toMatchObject({ status: 'failed', error: { type: 'request-rejected' } });
    expect(model.requests).toHaveLength(1);
  });

  it('is asked in words where it is not known to keep to one', async () => {
    const model = fakeModel('Answer: yes');
    await ask(model, 'dot');
    expect(model.requests).toMatchObject([{ schema: undefined, instructions: expect.stringContaining('Answer: <the option') }]);
  });
});

describe('what goes with an answer', () => {
  it('is its reasoning, apart from it and not without end', async () => {
    const reply = { text: 'yes', usage: { inputTokens: 1, outputTokens: 1 }, reasoning: 'é'.repeat(answerMaxBytes) };
    const opinion = await ask(fakeModel(reply));
    expect(opinion.answer).toBe('yes');
    expect(Buffer.byteLength(`${opinion.answer}${opinion.reasoning}`)).toBeLessThanOrEqual(answerMaxBytes);
    expect(opinion.reasoning).toMatch(/^é+…$/);
  });

  it('is a notice where the provider reports to have read a part of the question only', async () => {
    run = { ...run, question: 'A line of the change. '.repeat(7000) };
    const reply = { text: 'Answer: yes', usage: { inputTokens: 2050, outputTokens: 1 } };
    await expect(ask(fakeModel(reply))).resolves.toMatchObject({
      status: 'answered',
      notice: expect.stringMatching(/^reports 2,050 tokens read/),
    });
  });

  it('is no vote where the whole question had to be read', async () => {
    run = { ...run, question: 'A line of the change. '.repeat(7000), requireWhole: true };
    const part = { text: 'Answer: yes', usage: { inputTokens: 2050, outputTokens: 1 } };
    const whole = { text: 'Answer: yes', usage: { inputTokens: 40_000, outputTokens: 1 } };
    await expect(ask(fakeModel(part))).resolves.toMatchObject({
      status: 'unreadable',
      answer: 'Answer: yes',
      error: { type: 'partly-read', retryable: false },
      costUsd: expect.any(Number),
    });
    await expect(ask(fakeModel(whole))).resolves.toMatchObject({ status: 'answered' });
  });
});
