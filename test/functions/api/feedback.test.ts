/** POST /v1/consultations/{id}/feedback and GET /v1/circles/{name}/reliability */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { listedFeedback } from '../../../shared/contract/feedback.ts';
import { Unavailable } from '../../../shared/errors.ts';
import { publishVerdict } from '../../../shared/steps/finish-run.ts';
import { openApi, type TestApi } from '../../support/api.ts';
import { enough } from '../../support/plurality.ts';
import { openPorts } from '../../support/ports.ts';
import { accept, answered } from '../../support/samples.ts';
import { testKnowledge } from '../../support/test-knowledge.ts';

let api: TestApi;
beforeEach(() => {
  api = openApi();
});

const give = (body: unknown, id = 'run-1') => api.send('POST', `/v1/consultations/${id}/feedback`, { body });
const said = (id = 'run-1') => api.send('GET', `/v1/consultations/${id}/feedback`);
const learnt = (circle = 'default') => api.send('GET', `/v1/circles/${circle}/reliability`);
const state = async () => (await api.ports.reliability.read({ tenant: 'default', circle: 'default', kind: 'choice' })).state.experts;

/** Ends a consultation with the answers of ada and bob. */
async function decide(answers: readonly [string, string] = ['yes', 'yes'], body: Parameters<typeof accept>[1] = {}, id = 'run-1') {
  const { consensus } = api.ports;
  await accept(api.ports, body, id);
  await api.ports.opinions.record(id, answered('ada', answers[0]));
  await api.ports.opinions.record(id, answered('bob', answers[1]));
  await api.ports.runs.close(id, () => 'quorum');
  await publishVerdict(id, await consensus.weigh(id), api.ports);
}

describe('feedback', () => {
  it('is stored, and moves the estimates of the experts', async () => {
    await decide(['yes', 'yes']);
    expect(await state()).toEqual({ ada: { right: 1, asked: 1 }, bob: { right: 1, asked: 1 } });

    expect(await give({ answer: 'no', note: 'the book says so' })).toMatchObject({
      status: 200,
      body: {
        feedback: { consultationId: 'run-1', answer: 'no', note: 'the book says so', about: 'ada' },
        reliability: { evidence: 1, weighs: false, estimates: { ada: 1 / 3, bob: 1 / 3 } },
      },
    });
    expect(await state()).toEqual({ ada: { right: 0, asked: 1 }, bob: { right: 0, asked: 1 } });
  });

  it("may say no more than whether the verdict's answer was right", async () => {
    await decide();
    expect(await give({ right: false })).toMatchObject({ status: 200 });
    expect(await state()).toMatchObject({ ada: { right: 0 }, bob: { right: 0 } });
  });

  it('counts once, however often it is sent, and keeps the time of the first', async () => {
    await decide();
    const first = await give({ right: true });
    api.ports.clock.advance(60_000);
    expect((await give({ right: true })).body).toEqual(first.body);
    expect(await state()).toEqual({ ada: { right: 1, asked: 1 }, bob: { right: 1, asked: 1 } });
  });

  it('counts in place of what was said before, which is kept', async () => {
    await decide();
    expect((await said()).body).toEqual({ feedback: [] });
    await give({ right: false, note: 'at a glance' });
    api.ports.clock.advance(60_000);
    await give({ answer: 'yes', note: 'looked it up', by: 'Ada' });
    expect(await said()).toMatchObject({
      status: 200,
      body: {
        feedback: [
          { right: false, note: 'at a glance', about: 'ada' },
          { answer: 'yes', note: 'looked it up', by: 'Ada', about: 'ada' },
        ],
      },
    });
    const times = listedFeedback.parse((await said()).body).feedback.map(({ receivedAt }) => Date.parse(receivedAt));
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBe(60_000);
    expect(await state()).toEqual({ ada: { right: 1, asked: 1 }, bob: { right: 1, asked: 1 } });
    expect(await api.ports.feedback.read('run-1')).toMatchObject({ answer: 'yes' });
  });

  it('says the same of a consultation whose own lesson was lost', async () => {
    vi.spyOn(api.ports.reliability, 'learn').mockRejectedValue(new Unavailable('the store'));
    await decide();
    expect(await state()).toEqual({});
    expect(api.ports.log.of('LESSON_LOST')).toEqual([{ consultationId: 'run-1', reason: 'the store is not available' }]);
    expect(await give({ right: true })).toMatchObject({ status: 200 });
  });

  it('is kept, and nothing learnt, where the circle does not learn', async () => {
    api = openApi({ ports: openPorts(testKnowledge({ circles: { default: { experts: ['ada', 'bob'], learning: 'off' } } })) });
    await decide();
    expect(await give({ right: true })).toMatchObject({ status: 200, body: { feedback: { right: true }, reliability: null } });
    expect(await state()).toEqual({});
    expect(await learnt()).toMatchObject({ body: { learning: 'off', kinds: [] } });
  });

  it.each<[string, unknown, string]>([
    ['nothing', {}, 'right'],
    ['a note alone', { note: 'hm' }, 'right'],
    ['an empty answer', { answer: ' ' }, 'answer'],
    ['an answer that is no option', { answer: 'perhaps' }, 'answer'],
    ['a word for a truth', { right: 'yes' }, 'right'],
    ['nobody as who says it', { right: true, by: ' ' }, 'by'],
    ['more than is asked', { right: true, expert: 'ada' }, 'expert'],
  ])('is refused with the field when it says %s', async (_, body, field) => {
    await decide();
    expect(await give(body)).toMatchObject({ status: 400, body: { errors: [expect.objectContaining({ field })] } });
    expect(await api.ports.feedback.read('run-1')).toBeUndefined();
  });

  it('has no right answer to give on a free question', async () => {
    await decide(['one', 'two'], { kind: 'text', options: undefined });
    expect(await give({ answer: 'one' })).toMatchObject({ status: 400, body: { detail: expect.stringContaining('free question') } });
    expect(await give({ right: true })).toMatchObject({ status: 200 });
  });

  it('comes too early while the consultation is open, and too late when it was cancelled', async () => {
    await accept(api.ports);
    expect(await give({ right: true })).toMatchObject({ status: 409, body: { detail: expect.stringContaining('it is open') } });
    await api.ports.runs.cancel('run-1', api.ports.clock.now().toISOString());
    expect(await give({ right: true })).toMatchObject({ status: 409, body: { detail: expect.stringContaining('it is cancelled') } });
  });

  it('has nothing to judge where nobody answered', async () => {
    await accept(api.ports);
    await api.ports.runs.close('run-1', () => 'deadline');
    await publishVerdict('run-1', await api.ports.consensus.weigh('run-1'), api.ports);
    expect(await give({ right: true })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('has no answer to judge') },
    });
  });

  it('may name the right answer where the verdict has none', async () => {
    await decide(['yes', 'no']);
    const verdict = await api.ports.verdicts.get('run-1');
    if (!verdict) throw new Error('there is no verdict');
    vi.spyOn(api.ports.verdicts, 'get').mockResolvedValue({ ...verdict, pick: null, answer: null });
    expect(await give({ right: false })).toMatchObject({ status: 409, body: { detail: expect.stringContaining('the right `answer`') } });
    expect(await give({ answer: 'no' })).toMatchObject({ status: 200, body: { feedback: { answer: 'no' } } });
    expect(await state()).toMatchObject({ ada: { right: 0 }, bob: { right: 1 } });
  });

  it('needs a consultation', async () => {
    expect(await give({ right: true }, 'nobody')).toMatchObject({ status: 404 });
    expect(await said('nobody')).toMatchObject({ status: 404 });
  });

  it('is not stored when it cannot be weighed', async () => {
    await decide();
    vi.spyOn(api.ports.consensus, 'weigh').mockRejectedValueOnce(new Unavailable('the consensus core'));
    expect(await give({ right: false })).toMatchObject({ status: 503 });
    expect(await api.ports.feedback.read('run-1')).toBeUndefined();
    expect(await state()).toEqual({ ada: { right: 1, asked: 1 }, bob: { right: 1, asked: 1 } });
  });
});

describe('the reliability of a circle', () => {
  it('is told by kind of question, for the experts that have been judged', async () => {
    await decide(['yes', 'no']);
    await decide(['7', '7'], { kind: 'short', options: undefined }, 'run-2');
    expect(await learnt()).toMatchObject({
      status: 200,
      body: {
        circle: 'default',
        learning: 'auto',
        kinds: [
          { kind: 'choice', evidence: 1, weighs: false, estimates: { ada: 2 / 3, bob: 1 / 3 } },
          { kind: 'short', estimates: { ada: 2 / 3, bob: 2 / 3 } },
        ],
      },
    });
  });

  it('is known to weigh once there is enough evidence', async () => {
    await api.ports.reliability.learn({ tenant: 'default', circle: 'default', kind: 'short' }, 'run-0', {
      ada: { right: enough, asked: enough },
    });
    expect(await learnt()).toMatchObject({ body: { kinds: [{ kind: 'short', weighs: true }] } });
  });

  it('is empty before anything was learnt, and unknown for a circle that does not exist', async () => {
    expect(await learnt()).toMatchObject({ status: 200, body: { kinds: [] } });
    expect(await learnt('nowhere')).toMatchObject({ status: 404 });
  });
});
