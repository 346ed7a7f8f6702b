import { beforeEach, describe, expect, it } from 'vitest';
import { prepare } from '../../../functions/workflow/prepare.ts';
import { callFunction } from '../../../shared/runtime/define-function.ts';
import { sampleVerdict } from '../../ports/samples.ts';
import { openPorts, runOf, type TestPorts } from '../../support/ports.ts';
import { accept, question } from '../../support/samples.ts';

let ports: TestPorts;
beforeEach(() => {
  ports = openPorts();
});

const run = (input: unknown, execution = 'run-1') => callFunction(prepare, ports, { input, execution });

describe('Prepare', () => {
  it('takes a consultation that the API has accepted', async () => {
    await accept(ports, { deadlineSeconds: 30 });
    await expect(run({ consultationId: 'run-1' })).resolves.toEqual({ consultationId: 'run-1', deadlineSeconds: 33 });
  });

  it('gives the seconds that are left, not those that were asked for', async () => {
    await accept(ports, { deadlineSeconds: 30 });
    ports.clock.advance(10_500);
    await expect(run({ consultationId: 'run-1' })).resolves.toMatchObject({ deadlineSeconds: 23 });
  });

  it('leaves the workflow a second after the deadline, so that it still closes the run', async () => {
    await accept(ports, { deadlineSeconds: 30 });
    ports.clock.advance(600_000);
    await expect(run({ consultationId: 'run-1' })).resolves.toMatchObject({ deadlineSeconds: 1 });
  });

  it('accepts a bare question under the name of the execution', async () => {
    await expect(run(question, 'schedule-weekly-1')).resolves.toEqual({ consultationId: 'schedule-weekly-1', deadlineSeconds: 33 });
    expect(await runOf(ports, 'schedule-weekly-1')).toMatchObject({ question: question.question, status: 'open', kind: 'choice' });
  });

  it('accepts a bare question once, however often the state is repeated', async () => {
    await run(question);
    ports.clock.advance(5000);
    await expect(run(question)).resolves.toMatchObject({ consultationId: 'run-1', deadlineSeconds: 28 });
    expect((await ports.listings.page({ tenant: 'default', limit: 10 })).runs).toHaveLength(1);
  });

  it('finds the run of a bare question though its circle has changed since', async () => {
    await run({ ...question, circle: 'plain' });
    const knowledge = { ...ports.knowledge, circles: {} };
    const again = callFunction(prepare, { ...ports, knowledge }, { input: { ...question, circle: 'plain' }, execution: 'run-1' });
    await expect(again).resolves.toMatchObject({ consultationId: 'run-1' });
  });

  it('goes on with a run that was closed before a restart', async () => {
    await accept(ports);
    await ports.runs.close('run-1', () => 'quorum');
    await expect(run({ consultationId: 'run-1' })).resolves.toMatchObject({ consultationId: 'run-1' });
  });

  it.each<[string, unknown, string]>([
    ['a consultation that does not exist', { consultationId: 'nobody' }, 'NotFound'],
    ['an id that is none', { consultationId: 'a b' }, 'InvalidInput'],
    ['a question without text', { question: ' ' }, 'InvalidInput'],
    ['an unknown field', { ...question, colour: 'red' }, 'InvalidInput'],
    ['an unknown circle', { ...question, circle: 'nowhere' }, 'InvalidInput'],
    ['a budget that does not cover it', { ...question, budgetUsd: 0.001 }, 'BudgetExceeded'],
  ])('refuses %s by a name that the state machine does not retry', async (_, input, name) => {
    await expect(run(input)).rejects.toMatchObject({ name, retryable: false });
  });

  it('refuses a name of an execution that cannot be an id, and says which field', async () => {
    await expect(run(question, 'console.run+1')).rejects.toMatchObject({ name: 'InvalidInput', fields: [{ field: 'execution' }] });
  });

  it('refuses a run that has ended', async () => {
    await accept(ports);
    await ports.runs.close('run-1', () => 'all');
    await ports.verdicts.publish('run-1', 'decided', sampleVerdict(), ports.clock.now().toISOString());
    await expect(run({ consultationId: 'run-1' })).rejects.toMatchObject({ name: 'RunEnded' });
  });

  it('refuses a run that was cancelled', async () => {
    await accept(ports);
    await ports.runs.cancel('run-1', ports.clock.now().toISOString());
    await expect(run({ consultationId: 'run-1' })).rejects.toMatchObject({ name: 'RunEnded' });
  });
});
