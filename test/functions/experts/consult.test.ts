import { beforeEach, describe, expect, it, vi } from 'vitest';
import { consult } from '../../../functions/experts/consult.ts';
import { handleRecord } from '../../../functions/experts/handle-record.ts';
import { workerOnAws } from '../../../functions/experts/worker.ts';
import type { Run } from '../../../shared/contract/consultation.ts';
import { Unavailable } from '../../../shared/errors.ts';
import type { Model } from '../../../shared/ports.ts';
import { failureOf, fakeModel } from '../../support/fake-model.ts';
import { openPorts, runOf, type TestPorts } from '../../support/ports.ts';
import { accept, answered } from '../../support/samples.ts';

const consultationId = 'run-1';
let ports: TestPorts;
let run: Run;
beforeEach(async () => {
  ports = openPorts();
  run = await accept(ports, { experts: ['ada', 'bob', 'cyd'], quorum: 2 });
  await ports.store.saveToken(consultationId, 'token');
  ports.workflow.waiting.add('token');
});

const message = (expert: string) => ({ consultationId, expert, tenant: run.tenant, deadlineAt: run.deadlineAt });
const hear = (expert: string, model: Model, redelivered = false) => consult(message(expert), redelivered, model, ports);
const opinions = async () => (await ports.store.readOpinions(consultationId)).opinions;
const released = () => ports.workflow.finished.length;

describe('a seat’s message', () => {
  it('becomes one stored opinion that is counted', async () => {
    await hear('ada', fakeModel('yes'));

    expect(await opinions()).toMatchObject([{ expert: 'ada', status: 'answered', answer: 'yes' }]);
    expect(await runOf(ports.store, consultationId)).toMatchObject({ answered: 1, failed: 0, costUsd: 0.0013 });
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
    expect(await runOf(ports.store, consultationId)).toMatchObject({ answered: 0, failed: 2 });
  });

  it('logs neither answer nor question', async () => {
    await hear('ada', fakeModel('a very private answer'));
    expect(JSON.stringify(ports.log.entries)).not.toMatch(/very private answer|prime number/);
  });

  it.each<[string, string, () => Promise<unknown>]>([
    ['abandoned', 'ended', () => ports.store.closeRun(consultationId, () => 'deadline')],
    ['cancelled', 'was cancelled', () => ports.store.cancelRun(consultationId, ports.clock.now().toISOString())],
  ])('spends nothing on a run that is over: %s', async (status, words, end) => {
    const model = fakeModel('yes');
    await end();

    await hear('ada', model);

    expect(model.requests).toEqual([]);
    expect(await opinions()).toMatchObject([{ status, costUsd: 0, error: { type: 'not-asked', message: expect.stringContaining(words) } }]);
    expect(released()).toBe(0);
  });

  it('keeps an answer that comes after the close as late: the verdict’s counts stay', async () => {
    await hear(
      'ada',
      fakeModel(async () => {
        await ports.store.closeRun(consultationId, () => 'deadline');
        return { text: 'yes', usage: { inputTokens: 1, outputTokens: 1 } };
      }),
    );
    expect(await opinions()).toMatchObject([{ status: 'late', answer: 'yes' }]);
    expect(await runOf(ports.store, consultationId)).toMatchObject({ answered: 0, endedBy: 'deadline' });
  });

  it('is refused for a run or a seat that does not exist', async () => {
    await expect(hear('dot', fakeModel('yes'))).rejects.toMatchObject({ name: 'InvalidInput' });
    await expect(consult({ ...message('ada'), consultationId: 'nobody' }, false, fakeModel('yes'), ports)).rejects.toMatchObject({
      name: 'NotFound',
    });
  });
});

describe('a redelivery', () => {
  it('does not ask again what is stored', async () => {
    const model = fakeModel('yes');
    await hear('ada', model);
    await hear('ada', model, true);
    expect(model.requests).toHaveLength(1);
    expect(ports.log.of('OPINION_DUPLICATE')).toHaveLength(1);
  });

  it('finishes the job of a worker that died between storing the opinion and releasing the token', async () => {
    await ports.store.recordOpinion(consultationId, answered('bob', 'yes'));
    vi.spyOn(ports.workflow, 'finish').mockRejectedValueOnce(new Unavailable('the workflow'));
    await expect(hear('ada', fakeModel('yes'))).rejects.toMatchObject({ name: 'Unavailable' });
    expect(ports.workflow.waiting.has('token')).toBe(true);

    await hear('ada', fakeModel('must not be asked'), true);

    expect(ports.workflow.waiting.has('token')).toBe(false);
    expect(await runOf(ports.store, consultationId)).toMatchObject({ answered: 2 });
  });

  it('counts the opinion of two workers at once only once', async () => {
    await Promise.all([hear('ada', fakeModel('yes')), hear('ada', fakeModel('no'))]);
    expect(await runOf(ports.store, consultationId)).toMatchObject({ answered: 1 });
    expect(
      ports.log
        .of('OPINION_RECORDED')
        .map(({ outcome }) => String(outcome))
        .toSorted(),
    ).toEqual(['counted', 'duplicate']);
  });

  it('asks again where the first worker died before it could store', async () => {
    vi.spyOn(ports.store, 'recordOpinion').mockRejectedValueOnce(new Unavailable('the store'));
    await expect(hear('ada', fakeModel('yes'))).rejects.toMatchObject({ name: 'Unavailable' });
    await hear('ada', fakeModel('yes'), true);
    expect(await runOf(ports.store, consultationId)).toMatchObject({ answered: 1 });
  });

  it('after the deadline says that the expert had been asked, at a cost that nobody knows', async () => {
    ports.clock.advance(3_600_000);
    await hear('ada', fakeModel('must not be asked'), true);
    await hear('bob', fakeModel('must not be asked'));
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
    await ports.store.recordOpinion(consultationId, answered('cyd', 'yes'));
    await ports.store.closeRun(consultationId, () => 'deadline');
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
    ['a field too many', JSON.stringify({ consultationId, expert: 'ada', tenant: 't', deadlineAt: '2026-03-01T10:00:00Z', secret: 1 })],
  ])('goes back by name when it is %s, and its text is not logged', async (_, text) => {
    await expect(handleRecord({ body: text, receives: 1 }, fakeModel('yes'), ports)).rejects.toMatchObject({ name: 'InvalidInput' });
    expect(ports.log.of('MESSAGE_REJECTED')).toEqual([{ bytes: Buffer.byteLength(text) }]);
    expect(JSON.stringify(ports.log.entries)).not.toContain('secret');
  });

  it('fails alone in a batch of the deployed worker', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const record = { messageId: 'bad', body: 'nonsense', attributes: { ApproximateReceiveCount: '1' } };
    const context = {} as Parameters<ReturnType<typeof workerOnAws>>[1];
    const event = { Records: [record] } as unknown as Parameters<ReturnType<typeof workerOnAws>>[0];
    await expect(workerOnAws('experts-test', fakeModel('yes'))(event, context)).resolves.toEqual({
      batchItemFailures: [{ itemIdentifier: 'bad' }],
    });
  });
});
