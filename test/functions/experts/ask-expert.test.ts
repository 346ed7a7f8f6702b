import { beforeEach, describe, expect, it, vi } from 'vitest';
import { answerMaxBytes } from '../../../shared/contract/opinion.ts';
import type { Run } from '../../../shared/contract/run.ts';
import { ExpertFailure, type ExpertFailureType, expertFailures, InvalidConfiguration, Unavailable } from '../../../shared/errors.ts';
import type { Model } from '../../../shared/ports/model.ts';
import { askSeat } from '../../support/ask-seat.ts';
import { type FakeModel, failureOf, fakeModel } from '../../support/fake-model.ts';
import { openPorts, type TestPorts } from '../../support/ports.ts';
import { accept } from '../../support/samples.ts';

let ports: TestPorts;
let run: Run;
beforeEach(async () => {
  ports = openPorts();
  run = await accept(ports, { circle: 'plain', deadlineSeconds: 30 });
});

const ask = (model: Model, expert = 'ada') => askSeat(run, expert, model, ports);

/** A model that takes its time before it fails. */
function slow(milliseconds: number, failure: ExpertFailure): FakeModel {
  return fakeModel(() => {
    ports.clock.advance(milliseconds);
    throw failure;
  });
}

describe('an expert that answers', () => {
  it('gives an opinion with its answer, usage, cost and time', async () => {
    const model = fakeModel(() => {
      ports.clock.advance(1200);
      return { text: 'yes', usage: { inputTokens: 100, outputTokens: 10 } };
    });

    await expect(ask(model)).resolves.toEqual({
      expert: 'ada',
      provider: 'openai',
      model: 'large',
      family: 'openai',
      status: 'answered',
      answer: 'yes',
      vote: 'yes',
      latencyMs: 1200,
      usage: { inputTokens: 100, outputTokens: 10 },
      costUsd: 0.0013,
      receivedAt: '2026-03-01T10:00:01.200Z',
    });
  });

  it.each([-7_200_000, -1500, 7_200_000])('takes the time that passed, though the clock is set by %i ms meanwhile', async (step) => {
    const model = fakeModel(() => {
      ports.clock.advance(1000);
      ports.clock.set(step);
      return { text: 'yes', usage: { inputTokens: 100, outputTokens: 10 } };
    });
    await expect(ask(model)).resolves.toMatchObject({ status: 'answered', latencyMs: 1000 });
    expect(model.requests).toHaveLength(1);
  });

  it('is not charged with a sleep of the machine', async () => {
    const model = fakeModel(
      () => {
        ports.clock.nap(3_600_000);
        throw failureOf('provider-error');
      },
      () => {
        ports.clock.advance(2000);
        return { text: 'yes', usage: { inputTokens: 100, outputTokens: 10 } };
      },
    );
    await expect(ask(model)).resolves.toMatchObject({ status: 'answered', latencyMs: expect.toSatisfy((ms: number) => ms < 30_000) });
  });

  it('was asked with its persona, the fenced question, its key and the time that is left', async () => {
    const model = fakeModel('yes');
    ports.clock.advance(10_000);

    await ask(model);

    expect(model.requests).toMatchObject([
      {
        instructions: expect.stringMatching(/^You are a careful architect\./),
        prompt: expect.stringMatching(/^<question>\n/),
        question: run.question,
        kind: 'choice',
        options: ['yes', 'no'],
        key: 'key-of-openai',
        timeoutMs: 20_000,
        knowledgeFolder: '/knowledge',
      },
    ]);
  });

  it('has a cost that is unknown where the price or a count is, and zero where calls are free', async () => {
    await expect(ask(fakeModel('yes'), 'cyd')).resolves.toMatchObject({ costUsd: null });
    await expect(ask(fakeModel({ text: 'yes', usage: { inputTokens: 5, outputTokens: null } }))).resolves.toMatchObject({ costUsd: null });
    await expect(ask(fakeModel('yes'), 'dot')).resolves.toMatchObject({ costUsd: 0 });
  });
});

describe('an expert that fails', () => {
  it.each(Object.keys(expertFailures) as ExpertFailureType[])('gives an opinion that names %s', async (type) => {
    const opinion = await ask(fakeModel(failureOf(type)));

    expect(opinion).toMatchObject({
      status: type === 'timeout' ? 'timeout' : 'failed',
      error: { type, message: `the expert failed: ${type}`, retryable: expertFailures[type].retryable },
    });
    expect(opinion).not.toHaveProperty('answer');
  });

  it('has no cost when the provider cannot have billed the call', async () => {
    await expect(ask(fakeModel(failureOf('key-rejected')))).resolves.not.toHaveProperty('costUsd');
  });

  it.each(['refused', 'timeout', 'cut-off', 'empty-answer'] as const)(
    'has an unknown cost, not none, when the call was %s and the provider may bill it',
    async (type) => {
      await expect(ask(fakeModel(failureOf(type)))).resolves.toMatchObject({ costUsd: null });
    },
  );

  it('is paid for what the failed call has used', async () => {
    const usage = { inputTokens: 1000, outputTokens: 0 };
    await expect(ask(fakeModel(failureOf('refused', { usage })))).resolves.toMatchObject({ usage, costUsd: 0.01 });
  });

  it('is refused by name for an answer that no item can hold, and is paid for it', async () => {
    const opinion = await ask(fakeModel('é'.repeat(answerMaxBytes / 2 + 1)));
    expect(opinion).toMatchObject({ status: 'failed', error: { type: 'answer-too-large' }, usage: { inputTokens: 100 } });
    await expect(ask(fakeModel('é'.repeat(answerMaxBytes / 2)))).resolves.toMatchObject({
      status: 'unreadable',
      answer: expect.stringMatching(/^é+$/),
    });
  });

  it('is no opinion when the fault is ours: the message then comes again', async () => {
    await expect(ask(fakeModel(new TypeError('a bug')))).rejects.toThrow('a bug');
  });
});

describe('a reply', () => {
  it('that holds no answer is kept and unreadable', async () => {
    await expect(ask(fakeModel('I would rather not say.'))).resolves.toMatchObject({
      status: 'unreadable',
      answer: 'I would rather not say.',
      error: { type: 'unreadable', message: expect.stringMatching(/none of the options/), retryable: false },
      usage: { inputTokens: 100 },
    });
  });

  it('is read again where the core was away for a moment', async () => {
    vi.spyOn(ports.consensus, 'read').mockRejectedValueOnce(new Unavailable('the consensus core'));
    await expect(ask(fakeModel('yes'))).resolves.toMatchObject({ status: 'answered', vote: 'yes' });
  });

  it('is kept where nobody could read it, asked for once, and counts for nothing', async () => {
    vi.spyOn(ports.consensus, 'read').mockRejectedValue(new Unavailable('the consensus core'));
    const model = fakeModel('yes');
    const opinion = await ask(model);
    expect(opinion).toMatchObject({ status: 'unreadable', answer: 'yes', error: { retryable: true }, usage: { inputTokens: 100 } });
    expect(opinion).not.toHaveProperty('vote');
    expect(model.requests).toHaveLength(1);
  });

  it('keeps what was thought apart from the answer, as far as an item can hold both', async () => {
    const reply = (reasoning: string) => fakeModel({ text: 'yes', reasoning, usage: { inputTokens: 1, outputTokens: 1 } });
    await expect(ask(reply('Let me see.'))).resolves.toMatchObject({ answer: 'yes', reasoning: 'Let me see.' });
    const { reasoning = '' } = await ask(reply('é'.repeat(answerMaxBytes)));
    expect(Buffer.byteLength(reasoning)).toBeLessThanOrEqual(answerMaxBytes);
    expect(reasoning).toMatch(/^é+…$/);
  });
});

describe('the end of a run', () => {
  it('lets no expert be asked again', async () => {
    const model = fakeModel(async () => {
      await ports.runs.close('run-1', () => 'settled');
      throw failureOf('provider-error');
    });
    await expect(ask(model)).resolves.toMatchObject({ status: 'abandoned', error: { type: 'abandoned', retryable: false } });
    expect(model.requests).toHaveLength(1);
  });
});

describe('a failure that passes', () => {
  it('is repeated, and all attempts are paid for together', async () => {
    const usage = { inputTokens: 50, outputTokens: 5 };
    const model = fakeModel(failureOf('empty-answer', { usage }), failureOf('provider-error'), 'yes');

    const opinion = await ask(model);

    expect(model.requests).toHaveLength(3);
    expect(opinion).toMatchObject({ status: 'answered', usage: { inputTokens: 150, outputTokens: 15 }, costUsd: 0.00195 });
  });

  it('makes the whole cost unknown where one attempt’s is', async () => {
    const usage = { inputTokens: null, outputTokens: 5 };
    const opinion = await ask(fakeModel(failureOf('empty-answer', { usage }), 'yes'));
    expect(opinion).toMatchObject({ usage: { inputTokens: null, outputTokens: 15 }, costUsd: null });
  });

  it('is repeated twice and then named', async () => {
    const model = fakeModel(failureOf('provider-error'));
    await expect(ask(model)).resolves.toMatchObject({ status: 'failed', error: { type: 'provider-error' } });
    expect(model.requests).toHaveLength(3);
  });

  it.each(['refused', 'request-rejected', 'timeout', 'script-missing'] as const)('is not seen in %s', async (type) => {
    const model = fakeModel(failureOf(type), 'yes');
    await ask(model);
    expect(model.requests).toHaveLength(1);
  });

  it('is waited out as long as the provider asks, inside the deadline', async () => {
    const model = fakeModel(failureOf('rate-limited', { retryAfterSeconds: 12 }), 'yes');

    await expect(ask(model)).resolves.toMatchObject({ status: 'answered' });

    expect(ports.clock.sleeps).toHaveLength(1);
    expect(ports.clock.sleeps[0]).toBeGreaterThanOrEqual(12_000);
  });

  it('is not waited out beyond the deadline: the reason is named at once', async () => {
    const model = fakeModel(failureOf('rate-limited', { retryAfterSeconds: 31 }), 'yes');

    await expect(ask(model)).resolves.toMatchObject({ status: 'failed', error: { type: 'rate-limited' }, latencyMs: 0 });

    expect(ports.clock.sleeps).toEqual([]);
  });

  it('is noted while it is waited out, so that a caller sees the reason', async () => {
    const model = fakeModel(failureOf('rate-limited'), async () => {
      const { attempts } = await ports.opinions.read('run-1');
      expect(attempts).toMatchObject([{ expert: 'ada', attempts: 2, underWay: true, error: { type: 'rate-limited', retryable: true } }]);
      return { text: 'yes', usage: { inputTokens: 1, outputTokens: 1 } };
    });
    await expect(ask(model)).resolves.toMatchObject({ status: 'answered' });
    expect(ports.log.of('EXPERT_ATTEMPT_FAILED')).toHaveLength(1);
  });

  it('is repeated though it could not be noted', async () => {
    const note = ports.opinions.noteAttempt.bind(ports.opinions);
    ports.opinions.noteAttempt = async (given) => {
      if (!given.underWay) throw new Error('the disk is full');
      return note(given);
    };
    await expect(ask(fakeModel(failureOf('rate-limited'), 'yes'))).resolves.toMatchObject({ status: 'answered' });
    expect(ports.log.of('FUNCTION_FAILED')).toMatchObject([{ function: 'note-attempt', reason: 'the disk is full' }]);
  });
});

describe('what passes by itself', () => {
  /** Fails until so much time has passed. */
  const until = (milliseconds: number, failure: () => ExpertFailure): FakeModel => {
    const startedAt = ports.clock.now().getTime();
    return fakeModel(() => {
      if (ports.clock.now().getTime() - startedAt < milliseconds) throw failure();
      return { text: 'yes', usage: { inputTokens: 1, outputTokens: 1 } };
    });
  };

  it.each([
    ['a model that is being loaded', () => failureOf('provider-error', { passes: true })],
    ['a model that says how long it takes to load', () => failureOf('provider-error', { passes: true, retryAfterSeconds: 4 })],
    ['a limit on calls', () => failureOf('rate-limited')],
    ['a limit on calls that says when to come back', () => failureOf('rate-limited', { retryAfterSeconds: 2 })],
  ])('is waited for as long as there is time: %s', async (_, failure) => {
    const opinion = await ask(until(4000, failure));

    expect(opinion).toMatchObject({ status: 'answered', costUsd: expect.any(Number) });
    expect(opinion.latencyMs).toBeGreaterThanOrEqual(4000);
    expect(opinion.latencyMs).toBeLessThan(16_000);
  });

  it('is named when the time is over, and has been asked about more than three times', async () => {
    const model = fakeModel(failureOf('provider-error', { passes: true }));

    await expect(ask(model)).resolves.toMatchObject({ status: 'failed', error: { type: 'provider-error' } });

    expect(model.requests.length).toBeGreaterThan(3);
    expect(ports.clock.now().getTime()).toBeLessThan(Date.parse(run.deadlineAt));
  });

  it('does not use up the attempts of what does not pass', async () => {
    const loading = failureOf('provider-error', { passes: true });
    const model = fakeModel(loading, loading, loading, loading, failureOf('provider-error'), failureOf('provider-error'), 'yes');

    await expect(ask(model)).resolves.toMatchObject({ status: 'answered' });
    await expect(
      ask(fakeModel(loading, failureOf('cut-off'), loading, failureOf('cut-off'), failureOf('cut-off'), 'yes')),
    ).resolves.toMatchObject({
      status: 'failed',
      error: { type: 'cut-off' },
    });
  });
});

describe('keys that are set up wrongly', () => {
  it('are named at once: no attempt more mends them', async () => {
    ports.vault.use = async () => {
      throw new InvalidConfiguration('secrets.env can be read by others; run: chmod 600 secrets.env');
    };
    const model = fakeModel('yes');

    await expect(ask(model)).resolves.toMatchObject({
      status: 'failed',
      error: { type: 'key-missing', message: 'secrets.env can be read by others; run: chmod 600 secrets.env', retryable: false },
    });
    expect(model.requests).toEqual([]);
  });
});

describe('the time of an expert', () => {
  it('is over before anything is spent when the deadline has passed', async () => {
    const model = fakeModel('yes');
    ports.clock.advance(30_000);

    await expect(ask(model)).resolves.toMatchObject({ status: 'timeout', error: { type: 'timeout' } });

    expect(model.requests).toEqual([]);
    expect(ports.vault.uses).toEqual([]);
  });

  it('is its own where that is shorter than the consultation’s', async () => {
    const model = fakeModel('yes');
    await ask(model, 'bob');
    expect(model.requests[0]?.timeoutMs).toBe(20_000);
  });

  it('is shared by all its attempts', async () => {
    const model = slow(9000, failureOf('provider-error'));
    await ask(model, 'bob');
    const [first, second, third] = model.requests.map(({ timeoutMs }) => timeoutMs);
    expect(first).toBe(20_000);
    expect(second).toBeLessThanOrEqual(11_000);
    expect(third).toBeLessThanOrEqual(2000);
  });

  it('ends before a call that a slow key has left no time for', async () => {
    const model = fakeModel('yes');
    ports.vault.use = async () => {
      ports.clock.advance(31_000);
      return 'key';
    };
    await expect(ask(model)).resolves.toMatchObject({ status: 'timeout' });
    expect(model.requests).toEqual([]);
  });
});
