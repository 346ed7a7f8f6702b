import { beforeEach, describe, expect, it, vi } from 'vitest';
import { sweep } from '../../../functions/jobs/sweep.ts';
import { Unavailable } from '../../../shared/errors.ts';
import { callFunction } from '../../../shared/runtime/define-function.ts';
import { openPorts, runOf, type TestPorts } from '../../support/ports.ts';
import { accept, answered } from '../../support/samples.ts';

/** Seconds of the deadline, and those in which the workflow is still about to end the run itself. */
const deadline = 30;
const grace = 8;

let ports: TestPorts;
beforeEach(() => {
  ports = openPorts();
});

const run = () => callFunction(sweep, ports, {});
const status = async (id: string) => (await runOf(ports, id)).status;
const pass = (seconds: number) => ports.clock.advance(seconds * 1000);

async function leave(id: string, answers: readonly string[] = []): Promise<void> {
  await accept(ports, { deadlineSeconds: deadline }, id);
  for (const expert of answers) await ports.opinions.record(id, answered(expert, 'yes'));
}

describe('the sweeper', () => {
  it('leaves a run alone until the workflow has had its time', async () => {
    await leave('early');
    pass(deadline + grace);
    await expect(run()).resolves.toEqual({ ended: 0, left: 0 });
    pass(1);
    await expect(run()).resolves.toEqual({ ended: 1, left: 0 });
  });

  it('wakes the state that waits for the token, which then ends the run itself', async () => {
    await leave('waiting', ['ada']);
    await ports.runs.saveToken('waiting', 'token');
    ports.workflow.waiting.add('token');
    pass(60);

    await expect(run()).resolves.toEqual({ ended: 1, left: 0 });

    expect(ports.workflow.finished).toEqual([{ token: 'token', output: { consultationId: 'waiting' } }]);
    expect(await status('waiting')).toBe('open');
  });

  it('ends a run itself when its token is no longer awaited', async () => {
    await leave('lost', ['ada', 'bob']);
    await ports.runs.saveToken('lost', 'token');
    pass(60);

    await run();

    expect(await status('lost')).toBe('decided');
    expect(ports.log.of('CONSULTATION_SWEPT')).toEqual([{ consultationId: 'lost' }]);
  });

  it('ends a run that never got a token: its Ask has died', async () => {
    await leave('asked', ['ada']);
    pass(60);
    await run();
    expect(await status('asked')).toBe('no-quorum');
    expect(await ports.verdicts.get('asked')).toMatchObject({ endedBy: 'deadline', coverage: { asked: 3, answered: 1 } });
  });

  it('makes the verdict of a run that was closed and left, on the answers that were frozen', async () => {
    await leave('closed', ['ada', 'bob']);
    await ports.runs.close('closed', () => 'quorum');
    await ports.opinions.record('closed', answered('cyd', 'no'));
    pass(60);

    await run();

    expect(await ports.verdicts.get('closed')).toMatchObject({ answer: 'yes', endedBy: 'quorum', coverage: { answered: 2 } });
  });

  it('does nothing twice', async () => {
    await leave('once', ['ada', 'bob']);
    pass(60);
    await run();
    await expect(run()).resolves.toEqual({ ended: 0, left: 0 });
    expect(ports.events).toHaveLength(1);
  });
});

describe('a run that cannot be ended', () => {
  /** The core fails for one run, whatever the order in which runs are swept. */
  function breakWeighing(broken: string) {
    const { weigh } = ports.consensus;
    return vi.spyOn(ports.consensus, 'weigh').mockImplementation(async (id) => {
      if (id === broken) throw new Unavailable('the core');
      return weigh(id);
    });
  }

  it('does not keep the others waiting, and is tried again by the next sweep', async () => {
    await leave('bad', ['ada', 'bob']);
    await leave('good', ['ada', 'bob']);
    const broken = breakWeighing('bad');
    pass(60);

    await expect(run()).resolves.toEqual({ ended: 1, left: 1 });
    expect([await status('bad'), await status('good')]).toEqual(['closed', 'decided']);

    broken.mockRestore();
    await expect(run()).resolves.toEqual({ ended: 1, left: 0 });
    expect(await status('bad')).toBe('decided');
  });

  it('is failed by name ten minutes after its deadline', async () => {
    await leave('bad');
    breakWeighing('bad');
    pass(deadline + 599);
    await expect(run()).resolves.toEqual({ ended: 0, left: 1 });

    pass(1);
    await expect(run()).resolves.toEqual({ ended: 1, left: 0 });

    expect(await runOf(ports, 'bad')).toMatchObject({ status: 'failed', failure: { type: 'NotFinished' } });
    expect(ports.events).toMatchObject([{ type: 'ConsultationFailed' }]);
  });

  it.each(['nap', 'set'] as const)('is tried for as long where the time has passed without anybody at work: %s', async (gone) => {
    await leave('bad', ['ada', 'bob']);
    const broken = breakWeighing('bad');
    ports.clock[gone](7_200_000);
    await expect(run()).resolves.toEqual({ ended: 0, left: 1 });

    broken.mockRestore();
    await expect(run()).resolves.toEqual({ ended: 1, left: 0 });
    expect(await status('bad')).toBe('decided');
  });

  it('does not keep the others waiting even if it cannot be failed', async () => {
    await leave('worse');
    await leave('good', ['ada', 'bob']);
    breakWeighing('worse');
    vi.spyOn(ports.runs, 'fail').mockRejectedValueOnce(new Unavailable('the store'));
    pass(deadline + 700);

    await expect(run()).resolves.toEqual({ ended: 1, left: 1 });
    expect(await status('good')).toBe('decided');
  });

  it('may have ended in the meantime: nothing is overwritten', async () => {
    await leave('cancelled');
    const overdue = await ports.listings.overdue('9999', 10);
    await ports.runs.cancel('cancelled', ports.clock.now().toISOString());
    vi.spyOn(ports.listings, 'overdue').mockResolvedValue(overdue);
    pass(deadline + 700);

    await run();

    expect(await status('cancelled')).toBe('cancelled');
    expect(ports.events).toMatchObject([{ type: 'ConsultationCancelled' }]);
  });
});
