import { beforeEach, describe, expect, it, vi } from 'vitest';
import { consult } from '../../../functions/experts/consult.ts';
import { handleRecord } from '../../../functions/experts/handle-record.ts';
import { workerOnAws } from '../../../functions/experts/worker.ts';
import type { Run } from '../../../shared/contract/run.ts';
import { Unavailable } from '../../../shared/errors.ts';
import type { Model } from '../../../shared/ports/model.ts';
import { scriptedAws } from '../../ports/scripted-aws.ts';
import { failureOf, fakeModel } from '../../support/fake-model.ts';
import { openPorts, runOf, type TestPorts } from '../../support/ports.ts';
import { accept, answered } from '../../support/samples.ts';

const consultationId = 'run-1';
let ports: TestPorts;
let run: Run;
beforeEach(async () => {
  ports = openPorts();
  run = await accept(ports, { experts: ['ada', 'bob', 'cyd'], quorum: 2 });
  await ports.runs.saveToken(consultationId, 'token');
  ports.workflow.waiting.add('token');
});

const message = (expert: string) => ({ consultationId, expert, tenant: run.tenant, deadlineAt: run.deadlineAt });
const hear = (expert: string, model: Model, redelivered = false) => consult(message(expert), { redelivered }, model, ports);
const opinions = async () => (await ports.opinions.read(consultationId)).opinions;
const released = () => ports.workflow.finished.length;

describe('a seat’s message', () => {
  it('becomes one stored opinion that is counted', async () => {
    await hear('ada', fakeModel('yes'));

    expect(await opinions()).toMatchObject([{ expert: 'ada', status: 'answered', answer: 'yes' }]);
    expect(await runOf(ports, consultationId)).toMatchObject({ answered: 1, failed: 0, costUsd: 0.0013 });
    expect(ports.log.of('OPINION_RECORDED')).toMatchObject([{ expert: 'ada', status: 'answered', outcome: 'counted' }]);
  });

  it('releases the token when nobody who is out can change the outcome, and not before', async () => {
    await hear('ada', fakeModel('yes'));
    expect(released()).toBe(0);
    await hear('bob', fakeModel('yes'));
    expect(ports.workflow.finished).toEqual([{ token: 'token', output: { consultationId } }]);
  });

  it('releases the token when its failure makes the quorum impossible', async () => {
    for (const expert of ['ada', 'bob']) await hear(expert, fakeModel(failureOf('refused')));
    expect(released()).toBe(1);
    expect(await runOf(ports, consultationId)).toMatchObject({ answered: 0, failed: 2 });
  });

  it('logs neither answer nor question', async () => {
    await hear('ada', fakeModel('a very private answer'));
    expect(JSON.stringify(ports.log.entries)).not.toMatch(/very private answer|prime number/);
  });

  it.each<[string, string, () => Promise<unknown>]>([
    ['abandoned', 'ended', () => ports.runs.close(consultationId, () => 'deadline')],
    ['cancelled', 'was cancelled', () => ports.runs.cancel(consultationId, ports.clock.now().toISOString())],
  ])('spends nothing on a run that is over: %s', async (status, words, end) => {
    const model = fakeModel('yes');
    await end();

    await hear('ada', model);

    expect(model.requests).toEqual([]);
    expect(await opinions()).toMatchObject([
      { status, calls: 0, costUsd: 0, error: { type: 'not-asked', message: expect.stringContaining(words) } },
    ]);
    expect(released()).toBe(0);
  });

  it('keeps an answer that comes after the close as late: the verdict’s counts stay', async () => {
    await hear(
      'ada',
      fakeModel(async () => {
        await ports.runs.close(consultationId, () => 'deadline');
        return { text: 'yes', usage: { inputTokens: 1, outputTokens: 1 } };
      }),
    );
    expect(await opinions()).toMatchObject([{ status: 'late', answer: 'yes' }]);
    expect(await runOf(ports, consultationId)).toMatchObject({ answered: 0, endedBy: 'deadline' });
  });

  it('is refused for a run or a seat that does not exist', async () => {
    await expect(hear('dot', fakeModel('yes'))).rejects.toMatchObject({ name: 'InvalidInput' });
    await expect(
      consult({ ...message('ada'), consultationId: 'nobody' }, { redelivered: false }, fakeModel('yes'), ports),
    ).rejects.toMatchObject({
      name: 'NotFound',
    });
  });
});

/** A worker asks the expert, and dies while it waits for the answer. */
async function dieAtWork(expert: string): Promise<void> {
  await expect(hear(expert, fakeModel(new Error('the worker died')))).rejects.toThrow('died');
}

describe('a redelivery', () => {
  it('does not ask again what is stored', async () => {
    const model = fakeModel('yes');
    await hear('ada', model);
    await hear('ada', model, true);
    expect(model.requests).toHaveLength(1);
    expect(ports.log.of('OPINION_DUPLICATE')).toHaveLength(1);
  });

  it('is known by its answer where a resumed state machine has sent a message of its own', async () => {
    const model = fakeModel('yes');
    await hear('ada', model);
    await hear('ada', model);
    expect(model.requests).toHaveLength(1);
    expect(await opinions()).toHaveLength(1);
  });

  it('finishes the job of a worker that died between storing the opinion and releasing the token', async () => {
    await ports.opinions.record(consultationId, answered('bob', 'yes'));
    vi.spyOn(ports.workflow, 'finish').mockRejectedValueOnce(new Unavailable('the workflow'));
    await expect(hear('ada', fakeModel('yes'))).rejects.toMatchObject({ name: 'Unavailable' });
    expect(ports.workflow.waiting.has('token')).toBe(true);

    await hear('ada', fakeModel('must not be asked'), true);

    expect(ports.workflow.waiting.has('token')).toBe(false);
    expect(await runOf(ports, consultationId)).toMatchObject({ answered: 2 });
  });

  it('counts the opinion of two workers at once only once', async () => {
    await Promise.all([hear('ada', fakeModel('yes')), hear('ada', fakeModel('no'))]);
    expect(await runOf(ports, consultationId)).toMatchObject({ answered: 1 });
    expect(
      ports.log
        .of('OPINION_RECORDED')
        .map(({ outcome }) => String(outcome))
        .toSorted(),
    ).toEqual(['counted', 'duplicate']);
  });

  it('asks again where the first worker died before it could store, and never says that it knew the cost', async () => {
    await dieAtWork('ada');
    await hear('ada', fakeModel('yes'), true);
    expect(await runOf(ports, consultationId)).toMatchObject({ answered: 1 });
    expect(await opinions()).toMatchObject([
      { status: 'answered', calls: 2, costUsd: null, usage: { inputTokens: null, outputTokens: null } },
    ]);
  });

  it('knows the cost where the first worker died before it asked anybody', async () => {
    await hear('ada', fakeModel('yes'), true);
    expect(await opinions()).toMatchObject([{ costUsd: 0.0013 }]);
    // One call is what an opinion takes, and is not written down.
    expect((await opinions())[0]).not.toHaveProperty('calls');
  });

  it('adds what attempts of the first worker are known to have used', async () => {
    const usage = { inputTokens: 50, outputTokens: 5 };
    const dying = fakeModel(failureOf('empty-answer', { usage }));
    ports.clock.sleep = async () => {
      throw new Error('the worker died between two attempts');
    };
    await expect(hear('ada', dying)).rejects.toThrow('died');
    await hear('ada', fakeModel('yes'), true);
    expect(await opinions()).toMatchObject([{ calls: 2, usage: { inputTokens: 150, outputTokens: 15 }, costUsd: 0.00195 }]);
  });

  it('after the deadline says that the expert had been asked, at a cost that nobody knows', async () => {
    await dieAtWork('ada');
    ports.clock.advance(3_600_000);
    await hear('ada', fakeModel('must not be asked'), true);
    await hear('bob', fakeModel('must not be asked'), true);
    const unknown = { inputTokens: null, outputTokens: null };
    expect(await opinions()).toMatchObject([
      {
        status: 'timeout',
        error: { message: expect.stringMatching(/^the expert had been asked, .* interrupted/) },
        usage: unknown,
        costUsd: null,
      },
      { status: 'timeout', error: { message: 'the time was over before the expert could be asked' }, costUsd: 0 },
    ]);
  });

  it('after the end says so too', async () => {
    await ports.opinions.record(consultationId, answered('cyd', 'yes'));
    await dieAtWork('ada');
    await ports.runs.close(consultationId, () => 'deadline');
    const model = fakeModel('must not be asked');
    await hear('ada', model, true);
    expect((await opinions()).find(({ expert }) => expert === 'ada')).toMatchObject({
      status: 'abandoned',
      error: { type: 'interrupted', message: expect.stringContaining('the consultation ended before it could be asked again') },
      costUsd: null,
    });
    expect(model.requests).toEqual([]);
  });

  it('takes a token that nobody awaits any more for done', async () => {
    ports.workflow.waiting.clear();
    await hear('ada', fakeModel('yes'));
    await hear('bob', fakeModel('yes'));
    expect(ports.log.of('TOKEN_GONE')).toHaveLength(1);
  });
});

describe('an answer that is in', () => {
  it('is held until the store takes it, and its expert is asked once', async () => {
    const record = vi.spyOn(ports.opinions, 'record');
    for (let failures = 0; failures < 20; failures += 1) record.mockRejectedValueOnce(new Unavailable('the store'));
    const model = fakeModel('yes');
    await hear('ada', model);
    expect(model.requests).toHaveLength(1);
    expect(await opinions()).toMatchObject([{ status: 'answered', costUsd: 0.0013 }]);
    expect(ports.log.of('OPINION_WAITS')).toHaveLength(1);
  });

  it('is given up when its worker’s time is nearly over; what it has cost is then unknown, not none, and in the log', async () => {
    const record = vi.spyOn(ports.opinions, 'record').mockRejectedValue(new Unavailable('the store'));
    const endsAt = ports.clock.now().getTime() + 60_000;
    const delivery = { redelivered: false, remainingMs: () => endsAt - ports.clock.now().getTime() };
    await expect(consult(message('ada'), delivery, fakeModel('yes'), ports)).rejects.toMatchObject({ name: 'Unavailable' });
    expect(delivery.remainingMs()).toBeGreaterThan(5000);
    expect(ports.log.of('OPINION_LOST')).toMatchObject([{ expert: 'ada', usage: { inputTokens: 100, outputTokens: 10 }, costUsd: 0.0013 }]);

    record.mockRestore();
    await ports.runs.cancel(consultationId, ports.clock.now().toISOString());
    await hear('ada', fakeModel('must not be asked'), true);
    expect(await opinions()).toMatchObject([{ status: 'cancelled', error: { type: 'interrupted' }, costUsd: null }]);
  });

  it('that the store cannot hold is kept without its words: what it has cost is kept', async () => {
    const record = ports.opinions.record.bind(ports.opinions);
    vi.spyOn(ports.opinions, 'record').mockImplementation(async (id, opinion) => {
      if (opinion.answer !== undefined) throw new TypeError('a field of another form');
      return record(id, opinion);
    });
    const model = fakeModel('yes');
    await hear('ada', model);
    expect(model.requests).toHaveLength(1);
    expect(await opinions()).toMatchObject([{ status: 'failed', error: { type: 'not-kept' }, costUsd: 0.0013 }]);
  });
});

describe('a message that fails as often as it may', () => {
  const last = (more: object = {}) => ({ body: JSON.stringify(message('ada')), receives: 3, last: true, ...more });

  it('becomes a failed opinion with a reason at once, and what may have been spent is not known', async () => {
    await expect(handleRecord({ ...last(), receives: 1, last: false }, fakeModel(new TypeError('a bug')), ports)).rejects.toThrow('a bug');
    expect(await opinions()).toEqual([]);
    await expect(handleRecord(last(), fakeModel(new TypeError('a bug')), ports)).rejects.toThrow('a bug');
    expect(await opinions()).toMatchObject([{ status: 'failed', error: { type: 'message-set-aside', retryable: true }, costUsd: null }]);
    expect(ports.log.of('MESSAGE_SET_ASIDE')).toMatchObject([{ expert: 'ada' }]);
    expect(await runOf(ports, consultationId)).toMatchObject({ failed: 1 });
  });

  it('is not tried again where each worker that took it has stopped', async () => {
    const model = fakeModel('yes');
    await expect(handleRecord(last({ stalled: true }), model, ports)).rejects.toThrow('stopped');
    expect(model.requests).toEqual([]);
    expect(await opinions()).toMatchObject([{ error: { type: 'message-set-aside' }, costUsd: 0 }]);
  });

  it('leaves an opinion that is there as it is', async () => {
    await hear('ada', fakeModel('yes'));
    vi.spyOn(ports.runs, 'get').mockRejectedValueOnce(new TypeError('a bug'));
    await expect(handleRecord(last(), fakeModel('yes'), ports)).rejects.toThrow('a bug');
    expect(await opinions()).toMatchObject([{ status: 'answered' }]);
  });

  it('is told in the log alone where not even that can be stored', async () => {
    await expect(
      handleRecord({ ...last(), body: JSON.stringify({ ...message('ada'), consultationId: 'gone' }) }, fakeModel('yes'), ports),
    ).rejects.toThrow();
    expect(ports.log.of('FUNCTION_FAILED')).toMatchObject([{ function: 'set-aside' }]);
  });
});

describe('a queue’s record', () => {
  const body = (value: unknown) => ({ body: JSON.stringify(value), receives: 1 });

  it('is handled once it can be read', async () => {
    await handleRecord(body(message('ada')), fakeModel('yes'), ports);
    expect(await opinions()).toHaveLength(1);
  });

  it.each([2, undefined])('may have been handled before when it was received %s times', async (receives) => {
    const model = fakeModel('yes');
    await handleRecord(body(message('ada')), model, ports);
    await handleRecord({ ...body(message('ada')), receives }, model, ports);
    expect(model.requests).toHaveLength(1);
  });

  it.each([
    ['no JSON', 'nonsense with a secret'],
    ['another form', '{"secret":"x"}'],
    [
      'of a later version',
      JSON.stringify({ consultationId, expert: 'ada', tenant: 't', deadlineAt: '2026-03-01T10:00:00Z', secret: 1, v: 2 }),
    ],
  ])('goes back by name when it is %s, and its text is not logged', async (_, text) => {
    await expect(handleRecord({ body: text, receives: 1 }, fakeModel('yes'), ports)).rejects.toMatchObject({ name: 'InvalidInput' });
    expect(ports.log.of('MESSAGE_REJECTED')).toEqual([{ bytes: Buffer.byteLength(text) }]);
    expect(JSON.stringify(ports.log.entries)).not.toContain('secret');
  });

  it('is handled though a later version has added a field', async () => {
    const model = fakeModel('yes');
    const text = JSON.stringify({ ...message('ada'), addedLater: 1, v: 1 });
    await handleRecord({ body: text, receives: 1 }, model, ports);
    expect(model.requests).toHaveLength(1);
  });

  it('fails alone in a batch of the deployed worker, and is given back at once', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const aws = await scriptedAws({ body: { QueueUrl: 'http://queue.example/1/circle-openai' } }, { body: {} });
    const { accessKeyId, secretAccessKey } = aws.client.credentials;
    for (const [name, value] of Object.entries({
      AWS_ENDPOINT_URL: aws.client.endpoint,
      AWS_REGION: aws.client.region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    }))
      vi.stubEnv(name, value);
    const record = {
      ...{ messageId: 'bad', body: 'nonsense', receiptHandle: 'handle', attributes: { ApproximateReceiveCount: '2' } },
      eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:circle-openai',
    };
    const context = { getRemainingTimeInMillis: () => 10_000 } as Parameters<ReturnType<typeof workerOnAws>>[1];
    const event = { Records: [record] } as unknown as Parameters<ReturnType<typeof workerOnAws>>[0];
    await expect(workerOnAws('experts-test', fakeModel('yes'))(event, context)).resolves.toEqual({
      batchItemFailures: [{ itemIdentifier: 'bad' }],
    });
    expect(aws.calls[0]).toMatchObject({
      operation: 'GetQueueUrl',
      input: { QueueName: 'circle-openai', QueueOwnerAWSAccountId: '123456789012' },
    });
    expect(aws.calls.at(-1)).toMatchObject({
      operation: 'ChangeMessageVisibility',
      input: { ReceiptHandle: 'handle', VisibilityTimeout: 2 },
    });
    vi.unstubAllEnvs();
    await aws.close();
  });
});
