/** Closing, publishing, Conclude and Fail: how a run ends, and that each of them may be repeated. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { conclude } from '../../../functions/workflow/conclude.ts';
import { fail } from '../../../functions/workflow/fail.ts';
import { keyOf } from '../../../shared/domain/reliability.ts';
import { Unavailable } from '../../../shared/errors.ts';
import { callFunction } from '../../../shared/runtime/define-function.ts';
import { closeRun, publishVerdict } from '../../../shared/steps/finish-run.ts';
import { openPorts, runOf, type TestPorts } from '../../support/ports.ts';
import { accept, answered, unanswered, weighingOf } from '../../support/samples.ts';

let ports: TestPorts;
beforeEach(async () => {
  ports = openPorts();
  await accept(ports);
});

const consultationId = 'run-1';
const agreed = weighingOf([['ada', 'bob']], { option: 0 });
const runClose = async () => {
  const { endedBy, answered: count } = await closeRun(consultationId, ports);
  return { endedBy, answered: count };
};
const runPublish = async (weighing = agreed) => ({ status: await publishVerdict(consultationId, weighing, ports) });
const runFail = (state: Readonly<Record<string, unknown>>, execution = consultationId) => callFunction(fail, ports, { execution, state });

async function answer(...experts: readonly string[]): Promise<void> {
  for (const expert of experts) await ports.opinions.record(consultationId, answered(expert, 'yes', { costUsd: 0.25 }));
}

describe('closing', () => {
  it.each<[string, readonly string[], string]>([
    ['most', ['ada', 'bob'], 'settled'],
    ['everybody', ['ada', 'bob', 'cyd'], 'all'],
    ['too few', ['ada'], 'deadline'],
  ])('freezes the answers of %s and names the rule', async (_, experts, endedBy) => {
    await answer(...experts);
    await expect(runClose()).resolves.toEqual({ endedBy, answered: experts.length });
  });

  it('names an impossible quorum', async () => {
    for (const expert of ['ada', 'bob']) await ports.opinions.record(consultationId, unanswered(expert));
    await expect(runClose()).resolves.toEqual({ endedBy: 'impossible', answered: 0 });
  });

  it('stays as it was frozen when it is repeated after a late answer', async () => {
    await answer('ada');
    const first = await runClose();
    await answer('bob', 'cyd');
    await expect(runClose()).resolves.toEqual(first);
  });

  it('refuses a run that was cancelled', async () => {
    await ports.runs.cancel(consultationId, ports.clock.now().toISOString());
    await expect(runClose()).rejects.toMatchObject({ name: 'RunEnded' });
  });
});

describe('publishing', () => {
  it('writes the verdict and tells the bus', async () => {
    await answer('ada', 'bob');
    await runClose();

    await expect(runPublish()).resolves.toEqual({ status: 'decided' });

    expect(await ports.verdicts.get(consultationId)).toMatchObject({ answer: 'yes', pick: 'ada', endedBy: 'settled' });
    expect(ports.events).toMatchObject([{ type: 'ConsultationDecided', status: 'decided', agreement: 1, costUsd: 0.5 }]);
  });

  it('tells the bus of a cost that nobody knows as unknown, and names whose it is', async () => {
    for (const expert of ['ada', 'bob']) await ports.opinions.record(consultationId, answered(expert, 'yes', { costUsd: null }));
    await runClose();
    await runPublish();
    expect(ports.events).toMatchObject([{ type: 'ConsultationDecided', costUsd: null, costUnknown: ['ada', 'bob'] }]);
  });

  it('writes the first verdict only, and tells its end again to a repetition, since the first event may be lost', async () => {
    await answer('ada', 'bob');
    await runClose();
    await runPublish();

    await expect(runPublish(weighingOf([['bob'], ['ada']], { pick: null }))).resolves.toMatchObject({ status: 'decided' });

    expect(await ports.verdicts.get(consultationId)).toMatchObject({ pick: 'ada' });
    expect(ports.events).toHaveLength(2);
    expect(ports.events[1]).toEqual(ports.events[0]);
  });

  it('tells the end when it is repeated after the bus had failed', async () => {
    await answer('ada', 'bob');
    await runClose();
    vi.spyOn(ports.bus, 'publish').mockRejectedValueOnce(new Error('the bus is away'));
    await expect(runPublish()).rejects.toThrow('the bus is away');

    await expect(runPublish()).resolves.toMatchObject({ status: 'decided' });

    expect(ports.events).toMatchObject([{ type: 'ConsultationDecided', status: 'decided' }]);
  });

  it('learns from the verdict, once however often it is repeated', async () => {
    await answer('ada', 'bob');
    await runClose();
    const weighed = await ports.consensus.weigh(consultationId);
    await runPublish(weighed);
    await runPublish(weighed);

    const { state } = await ports.reliability.read(keyOf(await runOf(ports, consultationId)));
    expect(state.experts).toEqual({ ada: { right: 1, asked: 1 }, bob: { right: 1, asked: 1 } });
    expect(ports.log.of('LESSON_LEARNT')).toEqual([{ consultationId }]);
    expect(ports.events[0]).toMatchObject({ stability: null, independent: null, reliability: { weighs: false } });
  });

  it('gives its verdict though nothing can be learnt from it', async () => {
    await answer('ada', 'bob');
    await runClose();
    vi.spyOn(ports.reliability, 'learn').mockRejectedValueOnce(new Unavailable('the store'));
    await expect(runPublish(await ports.consensus.weigh(consultationId))).resolves.toMatchObject({ status: 'decided' });
    expect(ports.log.of('LESSON_LOST')).toHaveLength(1);
  });

  it('leaves a late answer out of verdict and counts, and names its expert as late', async () => {
    await answer('ada', 'bob');
    await runClose();
    await answer('cyd');

    await runPublish();

    expect(await ports.verdicts.get(consultationId)).toMatchObject({
      coverage: { asked: 3, answered: 2 },
      missing: [{ expert: 'cyd', status: 'late' }],
    });
    expect(await runOf(ports, consultationId)).toMatchObject({ answered: 2, costUsd: 0.75 });
  });

  it('ends a run with too few answers too: that is a verdict', async () => {
    await answer('ada');
    await runClose();
    await expect(runPublish(weighingOf([['ada']]))).resolves.toMatchObject({ status: 'no-quorum' });
  });

  it('changes nothing on a run that is open, failed or unknown', async () => {
    await answer('ada', 'bob');
    await expect(runPublish()).resolves.toMatchObject({ status: 'open' });
    await runFail({ error: { Error: 'WeighFailed', Cause: 'x' } });
    await expect(runPublish()).resolves.toMatchObject({ status: 'failed' });
    expect(await ports.verdicts.get(consultationId)).toBeUndefined();
    await expect(publishVerdict('nobody', agreed, ports)).rejects.toMatchObject({ name: 'NotFound' });
  });
});

describe('Fail', () => {
  const error = { Error: 'Unavailable', Cause: JSON.stringify({ errorMessage: 'the queue is not available', trace: ['at …'] }) };

  it('puts the error on the run under its name, without its trace', async () => {
    await expect(runFail({ Payload: { consultationId }, error })).resolves.toEqual({ consultationId, failure: 'Unavailable' });

    const run = await runOf(ports, consultationId);
    expect(run).toMatchObject({ status: 'failed', failure: { type: 'Unavailable', message: 'the queue is not available' } });
    expect(ports.events).toMatchObject([{ type: 'ConsultationFailed', status: 'failed' }]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['the state of a later step', { Payload: { consultationId } }, 'other-name'],
    ['the input of the API', { consultationId }, 'other-name'],
    ['the name of the execution of a bare question', { question: 'Why?' }, consultationId],
  ])('finds the run by %s', async (_, state, execution) => {
    await runFail({ ...state, error }, execution);
    expect((await runOf(ports, consultationId)).status).toBe('failed');
  });

  it.each<[string, string | undefined, string]>([
    ['words of the engine', 'the task timed out', 'the task timed out'],
    ['JSON of another form', '{"a":1}', '{"a":1}'],
    ['JSON that is no object', '"text"', '"text"'],
    ['nothing', undefined, 'no cause was given'],
    ['a long text', 'x'.repeat(5000), 'x'.repeat(300)],
    ['a long message', JSON.stringify({ errorMessage: 'y'.repeat(5000) }), 'y'.repeat(300)],
  ])('keeps short what caused it: %s', async (_, Cause, message) => {
    await runFail({ error: { Error: 'Broken', ...(Cause === undefined ? {} : { Cause }) } });
    const { failure } = await runOf(ports, consultationId);
    expect(failure).toEqual({ type: 'Broken', message });
  });

  it('names the first failure only, however often it is called', async () => {
    await runFail({ error });
    await runFail({ error: { Error: 'Other' } });
    expect((await runOf(ports, consultationId)).failure?.type).toBe('Unavailable');
    expect(ports.events).toHaveLength(2);
    expect(ports.events[1]).toEqual(ports.events[0]);
  });

  it('leaves a verdict and a cancellation as they are', async () => {
    await answer('ada', 'bob');
    await runClose();
    await runPublish();
    await runFail({ error });
    expect((await runOf(ports, consultationId)).status).toBe('decided');
  });

  it('has no run to mark for a question that was never accepted', async () => {
    await expect(runFail({ question: 1, error: { Error: 'InvalidInput' } }, 'never')).resolves.toEqual({
      consultationId: null,
      failure: 'InvalidInput',
    });
  });

  it('asks to be repeated when the store does not answer', async () => {
    vi.spyOn(ports.runs, 'fail').mockRejectedValueOnce(new Unavailable('the store'));
    await expect(runFail({ error })).rejects.toMatchObject({ retryable: true });
    await expect(runFail({ error })).resolves.toMatchObject({ failure: 'Unavailable' });
  });
});

describe('Conclude', () => {
  const runConclude = () => callFunction(conclude, ports, { consultationId });

  it('takes an answered run to its verdict', async () => {
    await answer('ada', 'bob', 'cyd');
    await expect(runConclude()).resolves.toEqual({ consultationId, status: 'decided' });
    await expect(ports.verdicts.get(consultationId)).resolves.toMatchObject({ endedBy: 'all' });
  });

  it('freezes what is there before the core is asked, and goes on from there when the core is back', async () => {
    await answer('ada', 'bob');
    const weigh = vi.spyOn(ports.consensus, 'weigh').mockRejectedValueOnce(new Unavailable('the consensus core'));
    await expect(runConclude()).rejects.toMatchObject({ name: 'Unavailable' });
    await expect(ports.runs.get(consultationId)).resolves.toMatchObject({ status: 'closed', answered: 2 });
    await answer('cyd');
    await expect(runConclude()).resolves.toMatchObject({ status: 'decided' });
    await expect(ports.runs.get(consultationId)).resolves.toMatchObject({ answered: 2 });
    expect(weigh).toHaveBeenCalledTimes(2);
  });

  it('refuses a run that was cancelled, and asks no core about it', async () => {
    await ports.runs.cancel(consultationId, ports.clock.now().toISOString());
    const weigh = vi.spyOn(ports.consensus, 'weigh');
    await expect(runConclude()).rejects.toMatchObject({ name: 'RunEnded' });
    expect(weigh).not.toHaveBeenCalled();
  });
});
