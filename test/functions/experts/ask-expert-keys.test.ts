/** Keys and cancellation: what an expert may use, and when it must stop. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askExpert } from '../../../functions/experts/ask-expert.ts';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import type { Run } from '../../../shared/contract/run.ts';
import type { Model, ModelReply, ModelRequest } from '../../../shared/ports/model.ts';
import { failureOf, fakeModel, replyOf } from '../../support/fake-model.ts';
import { openPorts, type TestPorts } from '../../support/ports.ts';
import { accept } from '../../support/samples.ts';

let ports: TestPorts;
let run: Run;
beforeEach(async () => {
  ports = openPorts();
  run = await accept(ports, { circle: 'plain' });
});

function ask(model: Model, expert = 'ada'): Promise<Opinion> {
  const seat = run.seats.find((candidate) => candidate.expert === expert);
  if (!seat) throw new Error(`${expert} has no seat`);
  return askExpert(run, seat, model, ports);
}

describe('the key of an expert', () => {
  it('is read for the call and the use is logged, never the value', async () => {
    const opinion = await ask(fakeModel('yes'));

    expect(ports.vault.uses).toEqual([
      { secret: 'OPENAI_API_KEY', purpose: { purpose: 'ask ada', tenant: 'default', consultationId: 'run-1' }, fresh: false },
    ]);
    expect(ports.log.of('SECRET_USED')).toHaveLength(1);
    expect(JSON.stringify([opinion, ports.log.entries])).not.toContain('key-of-openai');
  });

  it.each([
    ['another address', { baseUrl: 'https://attacker.example/v1' }],
    ['another key', { key: 'ANTHROPIC_API_KEY' }],
  ])('goes nowhere that a stored run alone names: %s', async (_, planted) => {
    const seat = run.seats.find(({ expert }) => expert === 'ada');
    if (!seat) throw new Error('ada has no seat');
    const model = fakeModel('yes');
    const opinion = await askExpert(run, { ...seat, ...planted }, model, ports);
    expect(opinion).toMatchObject({ status: 'failed', error: { type: 'key-missing', retryable: false } });
    expect(model.requests).toEqual([]);
    expect(ports.vault.uses).toEqual([]);
  });

  it('is not read where none is needed', async () => {
    const model = fakeModel('yes');
    await ask(model, 'dot');
    expect(ports.vault.uses).toEqual([]);
    expect(model.requests[0]?.key).toBeUndefined();
  });

  it('is named when it is not set, and the expert is not asked', async () => {
    const model = fakeModel('yes');
    ports.vault.keys.delete('OPENAI_API_KEY');

    await expect(ask(model)).resolves.toMatchObject({
      status: 'failed',
      error: { type: 'key-missing', message: 'the key OPENAI_API_KEY is not set', retryable: false },
    });
    expect(model.requests).toEqual([]);
  });

  it('is read afresh once when it was rotated', async () => {
    const model = fakeModel(() => {
      ports.vault.keys.set('OPENAI_API_KEY', 'rotated');
      throw failureOf('key-rejected');
    }, 'yes');

    await expect(ask(model)).resolves.toMatchObject({ status: 'answered' });

    expect(model.requests.map(({ key }) => key)).toEqual(['key-of-openai', 'rotated']);
    expect(ports.vault.uses.map(({ fresh }) => fresh)).toEqual([false, true]);
  });

  it('is not tried twice when it is the same', async () => {
    const model = fakeModel(failureOf('key-rejected'));
    await expect(ask(model)).resolves.toMatchObject({ error: { type: 'key-rejected' } });
    expect(model.requests).toHaveLength(1);
  });

  it('is given up when the fresh one is rejected too', async () => {
    const model = fakeModel(() => {
      ports.vault.keys.set('OPENAI_API_KEY', 'rotated');
      throw failureOf('key-rejected');
    });
    await expect(ask(model)).resolves.toMatchObject({ error: { type: 'key-rejected' } });
    expect(model.requests).toHaveLength(2);
  });

  it('leaves a fresh call the time that the rejected one has left', async () => {
    const model = fakeModel(({ timeoutMs }) => {
      ports.clock.advance(timeoutMs - 5000);
      ports.vault.keys.set('OPENAI_API_KEY', 'rotated');
      throw failureOf('key-rejected');
    }, 'yes');
    await ask(model);
    expect(model.requests[1]?.timeoutMs).toBe(5000);
  });
});

describe('a cancellation', () => {
  beforeEach(() => {
    // The watch looks at the run by the machine's own timer, since a call only waits.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const cancel = () => ports.runs.cancel('run-1', ports.clock.now().toISOString());

  /** A call that ends only when it is aborted. */
  const endless = ({ signal }: ModelRequest): Promise<ModelReply> =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

  it('stops the call within a second and says so', async () => {
    const opinion = ask(fakeModel(endless));
    await cancel();
    await vi.advanceTimersByTimeAsync(1000);
    await expect(opinion).resolves.toMatchObject({ status: 'cancelled', error: { type: 'cancelled', retryable: false } });
  });

  it('ends the wait for another attempt, and no further attempt is made', async () => {
    const model = fakeModel(failureOf('rate-limited'), 'yes');
    ports.clock.sleep = async (_, signal) => {
      await cancel();
      await vi.advanceTimersByTimeAsync(1000);
      expect(signal?.aborted).toBe(true);
    };
    await expect(ask(model)).resolves.toMatchObject({ status: 'cancelled' });
    expect(model.requests).toHaveLength(1);
  });

  it('is not missed when a look at the run fails', async () => {
    const opinion = ask(fakeModel(endless));
    const look = vi.spyOn(ports.runs, 'state').mockRejectedValueOnce(new Error('the store is away'));
    await vi.advanceTimersByTimeAsync(1000);
    expect(ports.log.of('FUNCTION_FAILED')).toMatchObject([{ function: 'watch-end' }]);

    await cancel();
    await vi.advanceTimersByTimeAsync(1000);

    await expect(opinion).resolves.toMatchObject({ status: 'cancelled' });
    expect(look).toHaveBeenCalledTimes(2);
  });

  it('is no longer looked for once the expert has answered', async () => {
    await ask(fakeModel(async () => replyOf('yes')));
    expect(vi.getTimerCount()).toBe(0);
  });
});
