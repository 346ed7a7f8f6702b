/** A time of a schedule: what it asks, what it leaves out, what it tells, and that a refusal can be found afterwards. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { startScheduled } from '../../../functions/jobs/start-scheduled.ts';
import { schedule } from '../../../shared/contract/circle.ts';
import { scheduledRunId } from '../../../shared/domain/schedule-times.ts';
import { scheduledTimeWords } from '../../../shared/domain/words.ts';
import { Unavailable } from '../../../shared/errors.ts';
import { callFunction } from '../../../shared/runtime/define-function.ts';
import { openApi } from '../../support/api.ts';
import { openPorts, runOf, type TestPorts } from '../../support/ports.ts';
import { testKnowledge } from '../../support/test-knowledge.ts';

const at = '2026-03-04T06:00:00Z';
const idAt = (time: string) => scheduledRunId('daily', new Date(time));

let ports: TestPorts;
beforeEach(() => {
  ports = openPorts();
});

/** Has the schedule run at a time, with the clock there. */
async function runAt(time: string, settings: object = {}, consultation: object = {}) {
  const daily = schedule.parse({
    cron: '0 6 * * *',
    ...settings,
    consultation: { question: 'Is it?', options: ['yes', 'no'], ...consultation },
  });
  ports.clock.advance(Math.max(0, Date.parse(time) - ports.clock.now().getTime()));
  const scheduled = { ...ports, knowledge: { ...ports.knowledge, schedules: { daily } } };
  const { outcome } = await callFunction(startScheduled, scheduled, { schedule: 'daily', at: time });
  return { outcome, api: openApi({ ports: scheduled }) };
}
const end = (id: string, endedAt: string) => ports.runs.cancel(id, new Date(endedAt).toISOString());

describe('a time of a schedule', () => {
  it('asks the question under its own id, and once however often it comes', async () => {
    expect(await runAt(at)).toMatchObject({ outcome: 'started' });
    expect(await runAt(at)).toMatchObject({ outcome: 'started' });
    expect(await runOf(ports, idAt(at))).toMatchObject({ status: 'open', question: 'Is it?' });
    expect(new Set(ports.workflow.started.map(({ name, input }) => JSON.stringify([name, input])))).toEqual(
      new Set([JSON.stringify([idAt(at), { consultationId: idAt(at) }])]),
    );
    expect(ports.log.of('SCHEDULE_STARTED')).toHaveLength(1);
  });

  it('is asked again where the store could not be reached', async () => {
    vi.spyOn(ports.runs, 'create').mockRejectedValueOnce(new Unavailable('the store'));
    await expect(runAt(at)).rejects.toMatchObject({ name: 'Unavailable', retryable: true });
    expect(await runAt(at)).toMatchObject({ outcome: 'started' });
  });

  it.each([
    ['its budget', {}, { budgetUsd: 1e-9 }, /budget/],
    ['a webhook that cannot be used', {}, { webhook: { url: 'http://x.example/' } }, /webhook/],
  ])('that is refused for %s is kept as a failure with its reason', async (what, settings, consultation, reason) => {
    if (what !== 'its budget') ports.webhooks.refused.set('http://x.example/', { field: 'url', message: 'must be an https URL' });
    const { outcome, api } = await runAt(at, settings, consultation);
    expect(outcome).toBe('refused');
    const failure = { type: 'Refused', message: expect.stringMatching(reason) };
    expect(await api.send('GET', `/v1/consultations/${idAt(at)}`)).toMatchObject({ status: 200, body: { status: 'failed', failure } });
    expect(ports.log.of('SCHEDULE_REFUSED')).toMatchObject([{ schedule: 'daily', consultationId: idAt(at), reason: failure.message }]);
    expect(ports.events).toMatchObject([{ type: 'ConsultationFailed', consultationId: idAt(at) }]);
    expect(ports.workflow.started).toEqual([]);
  });

  it('that nobody can answer is kept as a failure, and not as a wait without end', async () => {
    ports = openPorts(testKnowledge({ circles: { default: { experts: ['ada', 'bob'], unavailable: 'skip' } } }));
    const unready = (expert: string) => ({ expert, status: 'unavailable' as const, checkedAt: at });
    await ports.health.save(['ada', 'bob'].map(unready));
    expect(await runAt(at)).toMatchObject({ outcome: 'refused' });
    expect(await runOf(ports, idAt(at))).toMatchObject({ status: 'failed', experts: ['ada', 'bob'] });
  });
});

describe('times before it at which nothing has run', () => {
  it('are told once', async () => {
    await runAt('2026-03-02T06:00:00Z');
    await end(idAt('2026-03-02T06:00:00Z'), '2026-03-02T06:00:10Z');
    await runAt('2026-03-05T06:00:00Z');
    await runAt('2026-03-06T06:00:00Z');
    expect(ports.log.of('SCHEDULE_MISSED')).toEqual([{ schedule: 'daily', runs: 2, since: '2026-03-03T06:00:00.000Z' }]);
  });

  it('are none where it has never run', async () => {
    await runAt(at);
    expect(ports.log.of('SCHEDULE_MISSED')).toEqual([]);
  });
});

describe('a run before it that has not ended', () => {
  const before = '2026-03-03T06:00:00Z';

  it.each([
    ['allow', 'started'],
    ['skip', 'skipped'],
    ['queue', 'waits'],
  ])('with %s leaves the time %s', async (overlap, outcome) => {
    await runAt(before);
    expect(await runAt(at, { overlap })).toMatchObject({ outcome });
    expect(ports.log.of('SCHEDULE_SKIPPED')).toHaveLength(outcome === 'skipped' ? 1 : 0);
    expect(ports.log.of('SCHEDULE_WAITS')).toHaveLength(outcome === 'waits' ? 1 : 0);
    expect(ports.log.of('SCHEDULE_MISSED')).toEqual([]);
  });
});

describe('GET /v1/schedules', () => {
  it('tells of each last time what became of it, and when the next one is', async () => {
    await runAt('2026-03-01T06:00:00Z', { overlap: 'skip' });
    await runAt('2026-03-02T06:00:00Z', { overlap: 'skip' });
    await end(idAt('2026-03-01T06:00:00Z'), '2026-03-02T07:00:00Z');
    await runAt('2026-03-04T06:00:00Z', { overlap: 'skip' }, { budgetUsd: 1e-9 });
    const { api } = await runAt('2026-03-05T06:00:00Z', { overlap: 'skip' });
    ports.clock.advance(60_000);
    const { status, body } = await api.send('GET', '/v1/schedules');
    expect(status).toBe(200);
    const told = (time: string, outcome: string, more: object = {}) => ({ at: `2026-03-${time}T06:00:00.000Z`, outcome, ...more });
    expect(body).toMatchObject({
      schedules: [
        {
          name: 'daily',
          circle: 'default',
          nextAt: '2026-03-06T06:00:00.000Z',
          lastAt: '2026-03-05T06:00:00.000Z',
          times: [
            told('05', 'ran', { consultationId: idAt('2026-03-05T06:00:00Z'), status: 'open' }),
            told('04', 'refused', { status: 'failed', reason: expect.stringContaining('budget') }),
            told('03', 'missed', { consultationId: null }),
            told('02', 'skipped', { consultationId: null, reason: 'the run before it has not ended' }),
            told('01', 'ran', { status: 'cancelled' }),
          ],
        },
      ],
    });
  });

  it.each([
    ['overlap', { overlap: 'allow', missed: 'tell' }],
    ['missed', { overlap: 'skip', missed: 'run' }],
    ['cron', { overlap: 'skip', cron: '30 7 * * *' }],
    ['zone', { overlap: 'skip', timezone: 'Asia/Kathmandu' }],
  ])('tells the same of times that are over once its %s is another', async (_, later) => {
    await runAt('2026-03-01T06:00:00Z', { overlap: 'skip' });
    await runAt('2026-03-02T06:00:00Z', { overlap: 'skip' });
    await end(idAt('2026-03-01T06:00:00Z'), '2026-03-02T07:00:00Z');
    const { api } = await runAt('2026-03-04T06:00:00Z', { overlap: 'skip' });
    await end(idAt('2026-03-04T06:00:00Z'), '2026-03-04T07:00:00Z');
    ports.clock.advance(60_000);
    const times = async (asked: typeof api) => {
      const { body } = await asked.send('GET', '/v1/schedules');
      return (body as { schedules: { times: { at: string }[] }[] }).schedules[0]?.times;
    };
    const before = await times(api);
    expect(before).toMatchObject([{ outcome: 'ran' }, { outcome: 'missed' }, { outcome: 'skipped' }, { outcome: 'ran' }]);
    const { api: changed } = await runAt('2026-03-05T07:30:00Z', later);
    ports.clock.advance(60_000);
    const [newest, ...others] = (await times(changed)) ?? [];
    expect(newest).toMatchObject({ at: '2026-03-05T07:30:00.000Z', outcome: 'ran' });
    const known = new Set(before?.map((time) => time.at));
    expect(others.filter((time) => known.has(time.at))).toEqual(before);
    expect(others.filter((time) => !known.has(time.at)).map((time) => time.at)).toEqual(
      // Of times that it has no more, none is made up.
      'cron' in later || 'timezone' in later ? [] : ['2026-03-05T06:00:00.000Z'],
    );
  });

  it('knows that a time has run whose consultation is deleted, and nothing of times before the first run', async () => {
    const { api } = await runAt(at);
    await ports.runs.cancel(idAt(at), at.replace('Z', '.000Z'));
    await ports.runs.remove(idAt(at));
    ports.clock.advance(60_000);
    const time = { at: at.replace('Z', '.000Z'), outcome: 'ran', consultationId: null, status: null, reason: null };
    expect(await api.send('GET', '/v1/schedules')).toMatchObject({ body: { schedules: [{ times: [time], lastAt: time.at }] } });
    expect(scheduledTimeWords({ outcome: 'ran', status: null, reason: null })).toBe('ran; the consultation is deleted');
  });

  it('knows nothing of a schedule that has never run', async () => {
    const daily = schedule.parse({ cron: '0 6 * * *', consultation: { question: 'Is it?' } });
    const api = openApi({ ports: { ...ports, knowledge: { ...ports.knowledge, schedules: { daily } } } });
    expect(await api.send('GET', '/v1/schedules')).toMatchObject({ body: { schedules: [{ times: [], lastAt: null }] } });
  });
});
