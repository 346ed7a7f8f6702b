/** POST /v1/consultations/{id}/opinions */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { answerMaxBytes } from '../../../shared/contract/opinion.ts';
import { Unavailable } from '../../../shared/errors.ts';
import { openApi, type TestApi } from '../../support/api.ts';
import { runOf } from '../../support/ports.ts';
import { accept, answered } from '../../support/samples.ts';

let api: TestApi;
beforeEach(async () => {
  api = openApi();
  await accept(api.ports, { circle: 'human' });
  await api.ports.runs.saveToken('run-1', 'token');
  api.ports.workflow.waiting.add('token');
});

const handIn = (body: unknown = { expert: 'eve', answer: 'yes' }, id = 'run-1') =>
  api.send('POST', `/v1/consultations/${id}/opinions`, { body });

describe('a human expert’s opinion', () => {
  it('is stored and counted, and costs nothing', async () => {
    api.ports.clock.advance(2500);

    expect(await handIn()).toMatchObject({
      status: 201,
      body: { expert: 'eve', provider: 'human', status: 'answered', answer: 'yes', latencyMs: 2500, costUsd: 0 },
    });
    expect(await runOf(api.ports, 'run-1')).toMatchObject({ answered: 1 });
    expect(api.ports.workflow.finished).toEqual([]);
  });

  it('releases the token when it completes the quorum', async () => {
    await api.ports.opinions.record('run-1', answered('ada', 'yes'));
    await handIn();
    expect(api.ports.workflow.finished).toEqual([{ token: 'token', output: { consultationId: 'run-1' } }]);
  });

  it('releases the token on a repetition, if the first request died before it could', async () => {
    await api.ports.opinions.record('run-1', answered('ada', 'yes'));
    vi.spyOn(api.ports.workflow, 'finish').mockRejectedValueOnce(new Unavailable('the workflow'));
    expect(await handIn()).toMatchObject({ status: 503 });

    expect(await handIn()).toMatchObject({ status: 201 });

    expect(api.ports.workflow.waiting.size).toBe(0);
  });

  it('can be corrected until the end, and is counted once', async () => {
    await handIn();
    expect(await handIn({ expert: 'eve', answer: 'no' })).toMatchObject({ status: 201, body: { answer: 'no', status: 'answered' } });
    expect((await api.ports.opinions.read('run-1')).opinions).toMatchObject([{ answer: 'no' }]);
    expect(await runOf(api.ports, 'run-1')).toMatchObject({ answered: 1 });
  });

  it('can no longer be corrected after the end', async () => {
    await handIn();
    await api.ports.runs.close('run-1', () => 'deadline');
    expect(await handIn({ expert: 'eve', answer: 'no' })).toMatchObject({
      status: 409,
      body: { detail: 'eve has already submitted an opinion, and it can no longer be corrected' },
    });
    expect((await api.ports.opinions.read('run-1')).opinions).toMatchObject([{ answer: 'yes' }]);
  });

  it('is refused where it chooses none of the options, and can be given again', async () => {
    expect(await handIn({ expert: 'eve', answer: 'maybe' })).toMatchObject({ status: 400, body: { errors: [{ field: 'answer' }] } });
    expect(await handIn()).toMatchObject({ status: 201 });
  });

  it('is kept as late and not counted behind the deadline, while the workflow still waits for workers that stop at it', async () => {
    api.ports.clock.advance(61_000);
    expect(await runOf(api.ports, 'run-1')).toMatchObject({ status: 'open' });
    expect(await handIn()).toMatchObject({ status: 201, body: { status: 'late', answer: 'yes' } });
    expect(await runOf(api.ports, 'run-1')).toMatchObject({ answered: 0 });
    expect((await api.ports.opinions.read('run-1')).opinions).toMatchObject([{ status: 'late', answer: 'yes' }]);
  });

  it.each<[string, (clock: TestApi['ports']['clock']) => void]>([
    ['the clock was set', (clock) => clock.set(60_000)],
    ['the machine has slept', (clock) => clock.nap(60_000)],
  ])('is counted until the deadline, also where %s', async (_, pass) => {
    pass(api.ports.clock);
    expect(await handIn()).toMatchObject({ status: 201, body: { status: 'answered', answer: 'yes' } });
    expect(await handIn({ expert: 'eve', answer: 'no' })).toMatchObject({ status: 201, body: { status: 'answered', answer: 'no' } });
    expect(await runOf(api.ports, 'run-1')).toMatchObject({ answered: 1 });
  });

  it('is kept as late and not counted after the close', async () => {
    await api.ports.runs.close('run-1', () => 'deadline');
    expect(await handIn()).toMatchObject({ status: 201, body: { status: 'late', answer: 'yes' } });
    expect((await api.ports.opinions.read('run-1')).opinions).toMatchObject([{ status: 'late', answer: 'yes' }]);
    expect(await runOf(api.ports, 'run-1')).toMatchObject({ answered: 0 });
  });

  it('is refused after a cancellation', async () => {
    await api.ports.runs.cancel('run-1', '2026-03-01T10:00:01.000Z');
    expect(await handIn()).toMatchObject({ status: 409, body: { detail: 'consultation run-1 takes no more opinions' } });
  });

  it('is kept as late when the run closes under it', async () => {
    const record = api.ports.opinions.record;
    vi.spyOn(api.ports.opinions, 'record').mockImplementationOnce(async (...parameters) => {
      await api.ports.runs.close('run-1', () => 'deadline');
      return record(...parameters);
    });
    expect(await handIn()).toMatchObject({ status: 201, body: { status: 'late' } });
  });

  it.each<[string, unknown, string]>([
    ['for a model', { expert: 'ada', answer: 'yes' }, 'expert'],
    ['for nobody', { expert: 'zoe', answer: 'yes' }, 'expert'],
    ['without an answer', { expert: 'eve', answer: ' ' }, 'answer'],
    ['with too long an answer', { expert: 'eve', answer: 'x'.repeat(answerMaxBytes + 1) }, 'answer'],
    ['with a cost of its own', { expert: 'eve', answer: 'yes', costUsd: -5 }, 'costUsd'],
  ])('is refused %s', async (_, body, field) => {
    expect(await handIn(body)).toMatchObject({ status: 400, body: { errors: [{ field }] } });
  });

  it('needs a consultation that exists', async () => {
    expect(await handIn(undefined, 'nobody')).toMatchObject({ status: 404 });
  });
});

describe('an opinion on a question with a schema', () => {
  const answerOf = (answer: string) => handIn({ expert: 'eve', answer }, 'run-2');
  beforeEach(() => accept(api.ports, { circle: 'human', options: undefined, schema: { type: 'object', required: ['prime'] } }, 'run-2'));

  it('is kept in its own characters where it conforms', async () => {
    expect(await answerOf('{ "prime": true }')).toMatchObject({ status: 201, body: { answer: '{ "prime": true }' } });
  });

  it('is refused by name where it does not, so that the person may try again', async () => {
    expect(await answerOf('yes')).toMatchObject({ status: 400, body: { errors: [{ field: 'answer' }] } });
    expect(await answerOf('{"prime":true}')).toMatchObject({ status: 201 });
  });
});
