import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ask } from '../../../functions/workflow/ask.ts';
import { readStored } from '../../../shared/contract/stored.ts';
import { seatMessage } from '../../../shared/contract/workflow.ts';
import { Unavailable } from '../../../shared/errors.ts';
import { callFunction } from '../../../shared/runtime/define-function.ts';
import { openPorts, queuedExperts, runOf, type TestPorts } from '../../support/ports.ts';
import { accept, answered } from '../../support/samples.ts';

let ports: TestPorts;
beforeEach(() => {
  ports = openPorts();
});

const run = (taskToken: string) => callFunction(ask, ports, { consultationId: 'run-1', deadlineSeconds: 33, taskToken });

describe('Ask', () => {
  it('puts one message a seat on the queue of its provider', async () => {
    await accept(ports, { circle: 'plain' });

    await run('token-1');

    expect(queuedExperts(ports.queue, 'openai')).toEqual(['ada']);
    expect(queuedExperts(ports.queue, 'anthropic')).toEqual(['bob']);
    expect(queuedExperts(ports.queue, 'openai-compatible')).toEqual(['cyd', 'dot']);
    expect(await ports.runs.token('run-1')).toBe('token-1');
  });

  it('sends references and the deadline, and neither question nor token', async () => {
    const { deadlineAt, tenant } = await accept(ports, { experts: ['ada'] });

    await run('token-1');

    const [message] = ports.queue.receive('openai', 1);
    expect(readStored(seatMessage, JSON.parse(message?.body ?? ''))).toEqual({
      consultationId: 'run-1',
      expert: 'ada',
      tenant,
      deadlineAt,
    });
  });

  it('sends nothing to a human, who hands the opinion in', async () => {
    await accept(ports, { circle: 'human' });
    const send = vi.spyOn(ports.queue, 'send');

    await run('token-1');

    expect(send.mock.calls.map(([provider]) => provider)).toEqual(['openai']);
  });

  it('sends once: a repetition only brings its own token', async () => {
    await accept(ports);
    await run('token-1');
    const send = vi.spyOn(ports.queue, 'send');

    await run('token-2');

    expect(send).not.toHaveBeenCalled();
    expect(await ports.runs.token('run-1')).toBe('token-2');
  });

  it('sends again what it could not finish sending', async () => {
    await accept(ports);
    vi.spyOn(ports.queue, 'send').mockRejectedValueOnce(new Unavailable('the queue'));
    await expect(run('token-1')).rejects.toMatchObject({ name: 'Unavailable' });
    expect(await runOf(ports, 'run-1')).toMatchObject({ sent: false });

    await run('token-2');

    expect(queuedExperts(ports.queue, 'openai')).toEqual(['ada']);
    expect(await ports.runs.token('run-1')).toBe('token-2');
  });

  it('is not done before it is written down that all were sent', async () => {
    await accept(ports);
    vi.spyOn(ports.runs, 'markSent').mockRejectedValueOnce(new Unavailable('the store'));
    await expect(run('token-1')).rejects.toMatchObject({ name: 'Unavailable' });
    expect(await runOf(ports, 'run-1')).toMatchObject({ sent: false });
  });

  it('keeps the token before the first message, since an expert may answer at once', async () => {
    await accept(ports);
    const tokens: (string | undefined)[] = [];
    vi.spyOn(ports.queue, 'send').mockImplementation(async () => {
      tokens.push(await ports.runs.token('run-1'));
    });

    await run('token-1');

    expect(new Set(tokens)).toEqual(new Set(['token-1']));
  });

  it('releases the token at once if the outcome was settled while no valid token was stored', async () => {
    await accept(ports, { quorum: 1 });
    for (const expert of ['ada', 'bob']) await ports.opinions.record('run-1', answered(expert, 'yes'));
    ports.workflow.waiting.add('token-2');

    await run('token-2');

    expect(ports.workflow.finished).toEqual([{ token: 'token-2', output: { consultationId: 'run-1' } }]);
    expect(ports.log.of('TOKEN_RELEASED')).toHaveLength(1);
  });

  it('waits while answers are still worth waiting for', async () => {
    await accept(ports);
    await run('token-1');
    expect(ports.workflow.finished).toEqual([]);
  });

  it('releases the token of a run that has ended, and neither sends nor keeps it', async () => {
    await accept(ports);
    await ports.runs.cancel('run-1', ports.clock.now().toISOString());
    const send = vi.spyOn(ports.queue, 'send');

    await run('token-1');

    expect(send).not.toHaveBeenCalled();
    expect(ports.workflow.finished).toMatchObject([{ token: 'token-1' }]);
    expect(await runOf(ports, 'run-1')).not.toHaveProperty('token');
  });

  it('refuses a run that does not exist', async () => {
    await expect(run('token-1')).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('never logs the token', async () => {
    await accept(ports, { quorum: 1 });
    await ports.opinions.record('run-1', answered('ada', 'yes'));
    await run('the-token');
    expect(JSON.stringify(ports.log.entries)).not.toContain('the-token');
  });
});
