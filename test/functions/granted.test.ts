/** Every function does its work with what the stack grants it of the table, and no more: the account asks for that, and no emulator. */
import { beforeEach, describe, expect, it } from 'vitest';
import { handleRecord as handleSeat } from '../../functions/experts/handle-record.ts';
import { probeExperts } from '../../functions/jobs/probe-experts.ts';
import { relearn } from '../../functions/jobs/relearn.ts';
import { startOwed } from '../../functions/jobs/start-owed.ts';
import { startScheduled } from '../../functions/jobs/start-scheduled.ts';
import { sweep } from '../../functions/jobs/sweep.ts';
import { handleRecord as handleDelivery } from '../../functions/webhooks/handle-record.ts';
import { ask } from '../../functions/workflow/ask.ts';
import { conclude } from '../../functions/workflow/conclude.ts';
import { fail } from '../../functions/workflow/fail.ts';
import { prepare } from '../../functions/workflow/prepare.ts';
import { schedule } from '../../shared/contract/circle.ts';
import { callFunction } from '../../shared/runtime/define-function.ts';
import { concludeRun } from '../../shared/steps/finish-run.ts';
import { openApi } from '../support/api.ts';
import { fakeModel } from '../support/fake-model.ts';
import { openPorts, runOf, type TestPorts } from '../support/ports.ts';
import { accept, answered, question } from '../support/samples.ts';
import { denials, functionWords, granted } from '../support/table-words.ts';

const id = 'run-1';
const hook = { url: 'https://hooks.example.com/', key: 'WEBHOOK_SECRET' };

let ports: TestPorts;
beforeEach(() => {
  ports = openPorts();
  ports.vault.keys.set('WEBHOOK_SECRET', `whsec_${Buffer.alloc(32, 7).toString('base64')}`);
  denials.length = 0;
});

const as = (name: keyof typeof functionWords) => granted(ports, functionWords[name]);

describe('what is granted is enough', () => {
  it('for a consultation from its start to its webhook, and for what is learnt of it', async () => {
    await callFunction(prepare, as('prepare'), { input: { ...question, webhook: hook }, execution: id });
    await callFunction(prepare, as('prepare'), { input: { consultationId: id }, execution: id });
    await callFunction(ask, as('ask'), { consultationId: id, deadlineSeconds: 33, taskToken: 'token-1' });
    const seats = (await runOf(ports, id)).seats.map(({ provider }) => provider);
    for (const provider of new Set(seats.filter((one) => one !== 'human'))) {
      for (const { body } of ports.queue.receive(provider as 'openai', 10)) {
        for (const receives of [1, 2]) await handleSeat({ body, receives }, fakeModel('yes'), as('expert'));
      }
    }
    await callFunction(conclude, as('conclude'), { consultationId: id });
    ports.clock.advance(5000);
    for (const { body } of ports.queue.receive('webhooks', 10)) await handleDelivery({ body, receives: 1 }, as('webhooks'));
    await callFunction(relearn, as('relearn'), {});
    await callFunction(probeExperts, as('probe-experts'), {});

    expect(await runOf(ports, id)).toMatchObject({ status: 'decided' });
    expect(await ports.deliveries.read(id)).toMatchObject([{ state: 'delivered' }]);
    expect(denials).toEqual([]);
  });

  it('for a recurring consultation, and for one that is refused', async () => {
    const consultation = { ...question, webhook: hook };
    const schedules = {
      asked: schedule.parse({ cron: '0 6 * * *', overlap: 'skip', consultation }),
      refused: schedule.parse({ cron: '0 6 * * *', consultation: { ...consultation, budgetUsd: 1e-9 } }),
    };
    const job = { ...as('start-scheduled'), knowledge: { ...ports.knowledge, schedules } };
    for (const [name, outcome] of [['asked', 'started'] as const, ['refused', 'refused'] as const])
      expect(await callFunction(startScheduled, job, { schedule: name, at: '2026-03-04T06:00:00Z' })).toEqual({ outcome });
    const waiting = { ...schedules.asked, overlap: 'queue' as const, missed: 'run' as const };
    const owing = { ...as('start-owed'), knowledge: { ...ports.knowledge, schedules: { waiting } } };
    await callFunction(startScheduled, { ...job, knowledge: owing.knowledge }, { schedule: 'waiting', at: '2026-02-01T06:00:00Z' });
    expect(await callFunction(startOwed, owing, {})).toEqual({ started: 0 });
    expect(denials).toEqual([]);
  });

  it('for whoever meets a run that somebody else has made in between, whose question is not theirs to read', async () => {
    const consultation = { ...question, question: question.question.padEnd(20_000, ' and more') };
    const schedules = { asked: schedule.parse({ cron: '0 6 * * *', consultation }) };
    const at = '2026-03-04T06:00:00Z';
    /** Another one makes each run just before this one does. */
    const second = <Given extends Pick<TestPorts, 'runs'>>(given: Given): Given => {
      const create: TestPorts['runs']['create'] = async (run, key) => {
        await ports.runs.create(run);
        return given.runs.create(run, key);
      };
      return { ...given, runs: { ...given.runs, create } };
    };
    const job = { ...second(as('start-scheduled')), knowledge: { ...ports.knowledge, schedules } };
    expect(await callFunction(startScheduled, job, { schedule: 'asked', at })).toEqual({ outcome: 'started' });
    await callFunction(prepare, second(as('prepare')), { input: consultation, execution: id });
    expect(denials).toEqual([]);
  });

  it('for a failure, and for the sweeper with and without answers', async () => {
    for (const run of ['failing', 'answered', 'silent']) await accept(ports, { deadlineSeconds: 30 }, run);
    await callFunction(fail, as('fail'), { execution: 'failing', state: { consultationId: 'failing' } });
    for (const expert of ['ada', 'bob', 'cyd']) await ports.opinions.record('answered', answered(expert, 'yes'));
    ports.clock.advance(1_000_000);
    await callFunction(sweep, as('sweep'), {});

    expect(await runOf(ports, 'failing')).toMatchObject({ status: 'failed' });
    expect(await runOf(ports, 'answered')).toMatchObject({ status: 'decided' });
    expect((await runOf(ports, 'silent')).endedAt).toBeDefined();
    expect(denials).toEqual([]);
  });

  it('for every route of the API', async () => {
    const api = openApi({ ports: as('api') });
    const send = async (method: string, path: string, body?: unknown, headers = {}) =>
      (await api.send(method, path, { body, headers })).status;
    await accept(ports, { experts: ['ada', 'bob', 'eve'], deadlineSeconds: 60 }, 'open');
    await accept(ports, { webhook: hook }, 'ended');
    for (const expert of ['ada', 'bob', 'cyd']) await ports.opinions.record('ended', answered(expert, 'yes'));
    await concludeRun('ended', ports);
    await ports.deliveries.save({ consultationId: 'ended', webhook: 0, version: 1, state: 'given-up', attempts: [] });

    expect(await send('POST', '/v1/consultations', question, { 'idempotency-key': 'key-1' })).toBe(202);
    expect(await send('POST', '/v1/consultations/open/opinions', { expert: 'eve', answer: 'yes' })).toBe(201);
    expect(await send('POST', '/v1/consultations/ended/feedback', { answer: 'yes' })).toBe(200);
    expect(await send('DELETE', '/v1/consultations/open')).toBe(200);
    expect(await send('POST', '/v1/consultations/ended/deliveries', { webhookId: 'msg_ended_0' })).toBe(200);
    for (const path of ['', '/ended', '/ended/feedback', '/ended/deliveries'])
      expect(await send('GET', `/v1/consultations${path}`)).toBe(200);
    for (const path of ['/v1/experts', '/v1/circles', '/v1/circles/default/reliability', '/v1/schedules', '/v1/models'])
      expect(await send('GET', path)).toBe(200);
    const events = await api.fetch(
      new Request('http://circle/v1/consultations/ended/events', { headers: { authorization: 'Bearer circle_test-key' } }),
    );
    expect(await events.text()).toContain('event: verdict');

    expect(denials).toEqual([]);
  });
});

it('sees a function that does more than it is granted', async () => {
  await accept(ports, {}, id);
  await expect(concludeRun(id, as('ask'))).rejects.toMatchObject({ name: 'AccessDenied' });
  expect(denials).toEqual(['opinions.read']);
});
