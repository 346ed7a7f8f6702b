/** What schedules owe: runs that wait, that were about to begin, and that were missed; each is started once, whatever dies in between. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { startOwed } from '../../../functions/jobs/start-owed.ts';
import { startScheduled } from '../../../functions/jobs/start-scheduled.ts';
import { schedule } from '../../../shared/contract/circle.ts';
import { operator } from '../../../shared/domain/principal.ts';
import { scheduledRunId } from '../../../shared/domain/schedule-times.ts';
import { Unavailable } from '../../../shared/errors.ts';
import { callFunction } from '../../../shared/runtime/define-function.ts';
import { openApi } from '../../support/api.ts';
import { openPorts, type TestPorts } from '../../support/ports.ts';

const [first, second, third] = ['2026-03-04T06:00:00.000Z', '2026-03-05T06:00:00.000Z', '2026-03-06T06:00:00.000Z'] as const;
const idAt = (time: string) => scheduledRunId('daily', new Date(time));

let ports: TestPorts;
beforeEach(() => {
  ports = openPorts();
});

function withRules(rules: object): TestPorts {
  const daily = schedule.parse({ cron: '0 6 * * *', ...rules, consultation: { question: 'Is it?', options: ['yes', 'no'] } });
  return { ...ports, knowledge: { ...ports.knowledge, schedules: { daily } } };
}
const moveTo = (time: string) => ports.clock.advance(Math.max(0, Date.parse(time) - ports.clock.now().getTime()));
const comeTo = async (time: string, scheduled: TestPorts) => {
  moveTo(time);
  return (await callFunction(startScheduled, scheduled, { schedule: 'daily', at: time })).outcome;
};
const owe = (scheduled: TestPorts) => callFunction(startOwed, scheduled, {});
const end = (time: string) => ports.runs.cancel(idAt(time), ports.clock.now().toISOString());
const stored = async (times: readonly string[]) => {
  const found = await Promise.all(times.map(async (time) => ((await ports.runs.state(idAt(time))) ? [time] : [])));
  return found.flat();
};

describe('with overlap: queue', () => {
  it('a time waits for the run before it, and is started once when that has ended', async () => {
    const scheduled = withRules({ overlap: 'queue' });
    expect(await comeTo(first, scheduled)).toBe('started');
    expect(await comeTo(second, scheduled)).toBe('waits');
    expect(await owe(scheduled)).toEqual({ started: 0 });
    expect(await ports.agenda.list()).toEqual([{ schedule: 'daily', until: second, owes: second }]);
    await end(first);
    expect(await owe(scheduled)).toEqual({ started: 1 });
    expect(await owe(scheduled)).toEqual({ started: 0 });
    expect(await stored([first, second])).toEqual([first, second]);
    expect(ports.log.of('SCHEDULE_WAITS')).toHaveLength(1);
    expect(ports.log.of('SCHEDULE_SKIPPED')).toEqual([]);
    expect(await ports.agenda.list()).toEqual([{ schedule: 'daily', until: second }]);
  });

  it('one waits, and those behind it are left out and told', async () => {
    const scheduled = withRules({ overlap: 'queue' });
    for (const [time, outcome] of [
      [first, 'started'],
      [second, 'waits'],
      [third, 'skipped'],
    ] as const)
      expect(await comeTo(time, scheduled)).toBe(outcome);
    expect(ports.log.of('SCHEDULE_SKIPPED')).toMatchObject([{ at: third }]);
    expect(ports.log.of('SCHEDULE_MISSED')).toEqual([]);
  });

  it('the one that waits goes before the time that comes as soon as it may', async () => {
    const scheduled = withRules({ overlap: 'queue' });
    await comeTo(first, scheduled);
    await comeTo(second, scheduled);
    await end(first);
    expect(await comeTo(third, scheduled)).toBe('waits');
    expect(await stored([first, second, third])).toEqual([first, second]);
  });

  it('the one that waits goes before the time that comes, also where the run before both ends while that looks', async () => {
    const scheduled = withRules({ overlap: 'queue' });
    await comeTo(first, scheduled);
    await comeTo(second, scheduled);
    const state = ports.runs.state;
    let looks = 0;
    vi.spyOn(ports.runs, 'state').mockImplementation(async (id) => {
      const found = await state(id);
      if (id === idAt(first) && ++looks === 1) await end(first);
      return found;
    });
    expect(await comeTo(third, scheduled)).toBe('skipped');
    expect(await stored([first, second, third])).toEqual([first]);
    expect(await owe(scheduled)).toEqual({ started: 1 });
    expect(await stored([first, second, third])).toEqual([first, second]);
  });

  it('lists a time that waits as left out until it runs, and one that nobody was there for as missed', async () => {
    const scheduled = withRules({ overlap: 'queue' });
    const listed = async () => {
      const { body } = await openApi({ ports: scheduled }).send('GET', '/v1/schedules');
      return (body as { schedules: { times: { outcome: string }[] }[] }).schedules[0]?.times.map(({ outcome }) => outcome);
    };
    await comeTo(first, scheduled);
    moveTo('2026-03-05T06:01:00.000Z');
    expect(await listed()).toEqual(['missed', 'ran']);
    await comeTo(second, scheduled);
    expect(await listed()).toEqual(['skipped', 'ran']);
    await end(first);
    await owe(scheduled);
    expect(await listed()).toEqual(['ran', 'ran']);
  });
});

describe('with missed: run', () => {
  it('the newest time that nobody has come with is made up, once, and all are told, once', async () => {
    const scheduled = withRules({ missed: 'run' });
    await comeTo(first, scheduled);
    moveTo('2026-03-06T07:00:00.000Z');
    expect(await owe(scheduled)).toEqual({ started: 1 });
    expect(await owe(scheduled)).toEqual({ started: 0 });
    expect(await stored([first, second, third])).toEqual([first, third]);
    expect(ports.log.of('SCHEDULE_MISSED')).toEqual([{ schedule: 'daily', runs: 2, since: second, madeUp: true }]);
  });

  it('a time is left alone while its call may be on the way', async () => {
    const scheduled = withRules({ missed: 'run' });
    await comeTo(first, scheduled);
    moveTo('2026-03-05T06:10:00.000Z');
    expect(await owe(scheduled)).toEqual({ started: 0 });
  });

  it('a schedule that is new has missed nothing, and its first time is not lost', async () => {
    const scheduled = withRules({ missed: 'run' });
    moveTo('2026-03-03T12:00:00.000Z');
    expect(await owe(scheduled)).toEqual({ started: 0 });
    moveTo('2026-03-04T07:00:00.000Z');
    expect(await owe(scheduled)).toEqual({ started: 1 });
    expect(await stored([first])).toEqual([first]);
  });

  it('a run that was deleted is not asked again', async () => {
    const scheduled = withRules({ missed: 'run' });
    await comeTo(first, scheduled);
    await end(first);
    await ports.runs.remove(idAt(first));
    ports.clock.advance(3_600_000);
    expect(await owe(scheduled)).toEqual({ started: 0 });
  });

  it('a time that cannot be stored is started once it can be, and told when it is', async () => {
    const scheduled = withRules({ missed: 'run' });
    await owe(scheduled);
    const full = vi.spyOn(ports.runs, 'create').mockRejectedValue(new Unavailable('the store'));
    await expect(comeTo(first, scheduled)).rejects.toThrow('the store');
    expect(await owe(scheduled)).toEqual({ started: 0 });
    expect(ports.log.of('FUNCTION_FAILED')).toMatchObject([{ function: 'start-owed', schedule: 'daily' }]);
    full.mockRestore();
    expect(await owe(scheduled)).toEqual({ started: 1 });
    expect(ports.log.of('SCHEDULE_MISSED')).toEqual([]);
  });

  it('a time that waits in vain gives way to the next one: the question is about the present', async () => {
    const scheduled = withRules({ missed: 'run' });
    await ports.agenda.change('daily', undefined, { schedule: 'daily', until: first, owes: first });
    expect(await comeTo(second, scheduled)).toBe('started');
    expect(await owe(scheduled)).toEqual({ started: 0 });
    expect(await stored([first, second])).toEqual([second]);
  });
});

describe('a time that somebody is at work on', () => {
  /** A job whose question is not stored before it is told to go on; what is deployed may take minutes to read. */
  function slow(scheduled: TestPorts): { readonly ports: TestPorts; readonly goOn: () => void } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const create: TestPorts['runs']['create'] = async (...args) => {
      await promise;
      return scheduled.runs.create(...args);
    };
    return { ports: { ...scheduled, runs: { ...scheduled.runs, create } }, goOn: resolve };
  }
  const creations = () => vi.spyOn(ports.runs, 'create');

  it('is left alone by the job that looks each minute', async () => {
    const scheduled = withRules({ missed: 'run' });
    const created = creations();
    const worker = slow(scheduled);
    const coming = comeTo(first, worker.ports);
    await vi.waitFor(async () => expect(await ports.agenda.list()).toMatchObject([{ owes: first, begun: first }]));
    for (let minute = 0; minute < 5; minute += 1) {
      ports.clock.advance(60_000);
      expect(await owe(scheduled)).toEqual({ started: 0 });
    }
    expect(created).not.toHaveBeenCalled();
    worker.goOn();
    expect(await coming).toBe('started');
    expect(created).toHaveBeenCalledOnce();
    expect(await ports.agenda.list()).toEqual([{ schedule: 'daily', until: first }]);
  });

  it('is taken up when its worker has died, and at once where nobody else can be at work', async () => {
    const scheduled = withRules({ missed: 'run' });
    moveTo(first);
    await ports.agenda.change('daily', undefined, { schedule: 'daily', until: first, owes: first, begun: first });
    expect(await owe(scheduled)).toEqual({ started: 0 });
    ports.clock.advance(331_000);
    expect(await owe(scheduled)).toEqual({ started: 1 });
    moveTo(second);
    const [entry] = await ports.agenda.list();
    await ports.agenda.change('daily', entry, { schedule: 'daily', until: second, owes: second, begun: second });
    expect(await callFunction(startOwed, scheduled, { workSeconds: 0 })).toEqual({ started: 1 });
  });

  it('is not taken for one of the future when the clock is set back', async () => {
    const scheduled = withRules({ missed: 'run' });
    moveTo(first);
    await ports.agenda.change('daily', undefined, { schedule: 'daily', until: first, owes: first, begun: second });
    expect(await owe(scheduled)).toEqual({ started: 1 });
  });
});

describe('a schedule that promises nothing', () => {
  it.each([{}, { overlap: 'skip' }])('has no entry, and nothing is made up: %o', async (rules) => {
    const scheduled = withRules(rules);
    await comeTo(first, scheduled);
    moveTo('2026-03-06T07:00:00.000Z');
    expect(await owe(scheduled)).toEqual({ started: 0 });
    expect(await ports.agenda.list()).toEqual([]);
  });

  it('loses its entry, and so does one that is gone', async () => {
    for (const name of ['daily', 'gone']) await ports.agenda.change(name, undefined, { schedule: name, until: first, owes: first });
    expect(await owe(withRules({}))).toEqual({ started: 0 });
    expect(await ports.agenda.list()).toEqual([]);
  });
});

/** Methods between which a process may die. */
const steps = ['agenda.list', 'agenda.change', 'runs.state', 'runs.create', 'workflow.start'] as const;

/** The ports of a process that dies at its `nth` step, before that or behind it. */
function dying(alive: TestPorts, nth: number, behind: boolean): TestPorts {
  let count = 0;
  const dies = async (call: () => Promise<unknown>) => {
    count += 1;
    if (count > nth) throw new Error('dead');
    if (count < nth) return call();
    if (behind) await call();
    throw new Error('dead');
  };
  const wrapped: Record<string, object> = {};
  for (const step of steps) {
    const [noun = '', method = ''] = step.split('.');
    const port = (wrapped[noun] ?? Reflect.get(alive, noun)) as Record<string, (...args: unknown[]) => Promise<unknown>>;
    wrapped[noun] = { ...port, [method]: (...args: unknown[]) => dies(async () => port[method]?.(...args)) };
  }
  return { ...alive, ...wrapped };
}

it('loses nothing and starts nothing twice, wherever processes die', async () => {
  const rules = fc.constantFrom(
    { overlap: 'queue' },
    { missed: 'run' },
    { overlap: 'queue', missed: 'run' },
    { overlap: 'skip', missed: 'run' },
  );
  const death = fc.record({ nth: fc.integer({ min: 1, max: 14 }), behind: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(rules, fc.array(death, { minLength: 1, maxLength: 4 }), async (given, deaths) => {
      ports = openPorts();
      const scheduled = withRules(given);
      moveTo('2026-03-03T12:00:00.000Z');
      await owe(scheduled);
      await comeTo(first, scheduled);
      if (given.overlap !== 'queue') await end(first);
      // The second time has come: written down as waiting, or about to run.
      for (const { nth, behind } of deaths) await comeTo(second, dying(scheduled, nth, behind)).catch(() => undefined);
      if (given.overlap === 'queue' && given.missed === undefined) await comeTo(second, scheduled);
      await end(first);
      for (const { nth, behind } of deaths) await owe(dying(scheduled, nth, behind)).catch(() => undefined);
      moveTo('2026-03-05T06:20:00.000Z');
      for (let time = 0; time < 2; time += 1) await owe(scheduled);
      expect(await stored([first, second])).toEqual([first, second]);
      expect((await ports.listings.page({ tenant: operator.tenant, limit: 10 })).runs).toHaveLength(2);
      expect((await ports.agenda.list()).map(({ owes }) => owes)).toEqual([undefined]);
      expect(ports.workflow.started.map(({ name }) => name)).toContain(idAt(second));
    }),
    { seed: 17, numRuns: 30 },
  );
}, 120_000);
