import { beforeEach, describe, expect, it, vi } from 'vitest';
import { relearn } from '../../../functions/jobs/relearn.ts';
import type { NewConsultation } from '../../../shared/contract/question.ts';
import type { ReliabilityKey } from '../../../shared/contract/reliability.ts';
import { Unavailable } from '../../../shared/errors.ts';
import { callFunction } from '../../../shared/runtime/define-function.ts';
import { publishVerdict } from '../../../shared/steps/finish-run.ts';
import { learnFromFeedback } from '../../../shared/steps/learn.ts';
import { openPorts, runOf, type TestPorts } from '../../support/ports.ts';
import { accept, answered } from '../../support/samples.ts';
import { testKnowledge } from '../../support/test-knowledge.ts';

let ports: TestPorts;
beforeEach(() => {
  ports = openPorts();
});

const key: ReliabilityKey = { tenant: 'default', circle: 'default', kind: 'choice' };
const run = () => callFunction(relearn, ports, {});
const known = async (of = key) => (await ports.reliability.read(of)).state.experts;
const day = 86_400_000;

async function decide(id: string, answers: readonly [string, string] = ['yes', 'yes'], body: Partial<NewConsultation> = {}) {
  await accept(ports, body, id);
  await ports.opinions.record(id, answered('ada', answers[0]));
  await ports.opinions.record(id, answered('bob', answers[1]));
  await ports.runs.close(id, () => 'quorum');
  await publishVerdict(id, await ports.consensus.weigh(id), ports);
}

describe('relearning', () => {
  it('learns the lessons that were lost', async () => {
    vi.spyOn(ports.reliability, 'learn').mockRejectedValueOnce(new Unavailable('the store'));
    await decide('lost', ['yes', 'no']);
    await decide('learnt', ['yes', 'no']);
    expect(await known()).toEqual({ ada: { right: 1, asked: 1 }, bob: { right: 0, asked: 1 } });

    expect(await run()).toEqual({ relearnt: 1, left: 0 });

    expect(await known()).toEqual({ ada: { right: 2, asked: 2 }, bob: { right: 0, asked: 2 } });
    expect(ports.log.of('RELIABILITY_RELEARNT')).toEqual([{ circle: 'default', kind: 'choice', consultations: 2 }]);
  });

  it('is the same when it runs again', async () => {
    await decide('one', ['yes', 'no']);
    await run();
    const once = await known();
    await run();
    expect(await known()).toEqual(once);
  });

  it('takes feedback at its word', async () => {
    await decide('one', ['yes', 'no']);
    await learnFromFeedback(await runOf(ports, 'one'), { answer: 'no' }, ports);
    await run();
    expect(await known()).toEqual({ ada: { right: 0, asked: 1 }, bob: { right: 1, asked: 1 } });
  });

  it('keeps what is learnt while it estimates', async () => {
    await decide('before');
    const { relearn: inquire } = ports.consensus;
    vi.spyOn(ports.consensus, 'relearn').mockImplementationOnce(async (ids) => {
      await decide('meanwhile', ['yes', 'no']);
      return inquire(ids);
    });
    await run();
    expect(await known()).toEqual({ ada: { right: 2, asked: 2 }, bob: { right: 1, asked: 2 } });
  });

  it('leaves a state that another run of it has replaced meanwhile', async () => {
    await decide('one');
    const { relearn: inquire } = ports.consensus;
    vi.spyOn(ports.consensus, 'relearn').mockImplementationOnce(async (ids) => {
      await run();
      return inquire(ids);
    });
    expect(await run()).toEqual({ relearnt: 0, left: 1 });
    expect(await known()).toEqual({ ada: { right: 1, asked: 1 }, bob: { right: 1, asked: 1 } });
    expect(ports.log.of('RELIABILITY_LEFT')).toHaveLength(1);
  });

  it('keeps circles and kinds apart, and leaves out what does not teach', async () => {
    ports = openPorts(
      testKnowledge({ circles: { default: { experts: ['ada', 'bob'] }, silent: { experts: ['ada', 'bob'], learning: 'off' } } }),
    );
    await decide('choice');
    await decide('short', ['7', '8'], { kind: 'short', options: undefined });
    await decide('silent', ['yes', 'yes'], { circle: 'silent' });
    await accept(ports, {}, 'open');
    expect(await run()).toEqual({ relearnt: 2, left: 0 });
    expect(await known()).toEqual({ ada: { right: 1, asked: 1 }, bob: { right: 1, asked: 1 } });
    expect(await known({ ...key, kind: 'short' })).toEqual({ ada: { right: 1, asked: 1 }, bob: { right: 0, asked: 1 } });
    expect(await known({ ...key, circle: 'silent' })).toEqual({});
  });

  it('asks the core in parts that it can hold', async () => {
    for (let index = 0; index < 101; index += 1) await decide(`run-${index}`);
    const asked = vi.spyOn(ports.consensus, 'relearn');
    await run();
    expect(asked.mock.calls.map(([ids]) => ids.length)).toEqual([100, 1]);
    expect(await known()).toMatchObject({ ada: { right: 101, asked: 101 } });
  });

  it('forgets what lies further back than it looks', async () => {
    await decide('old');
    ports.clock.advance(361 * day);
    await run();
    expect(await known()).toEqual({ ada: { right: 0, asked: 0 }, bob: { right: 0, asked: 0 } });
  });

  it('goes on with the other circles when one cannot be estimated, and fails in the end', async () => {
    await decide('choice', ['yes', 'no']);
    await decide('short', ['7', '8'], { kind: 'short', options: undefined });
    vi.spyOn(ports.consensus, 'relearn').mockRejectedValueOnce(new Unavailable('the consensus core'));
    await expect(run()).rejects.toMatchObject({ name: 'RelearnFailed', message: '1 of 2 states were not estimated' });
    expect((await ports.reliability.read({ ...key, kind: 'short' })).generation).toBe(1);
    expect(ports.log.of('FUNCTION_FAILED')).toMatchObject([{ function: 'relearn', circle: 'default', kind: 'choice', consultations: 1 }]);
  });

  it('does nothing where nothing has happened', async () => {
    expect(await run()).toEqual({ relearnt: 0, left: 0 });
  });
});
