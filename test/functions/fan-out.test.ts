/**
 * The correctness rules of the fan-out as properties over the real functions: whatever experts do, however often messages come,
 * wherever a call breaks off and whoever ends the run, it ends once, by its own rules, and every seat is accounted for.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../shared/contract/run.ts';
import type { Verdict } from '../../shared/contract/verdict.ts';
import { endingRule } from '../../shared/domain/quorum.ts';
import { keyOf } from '../../shared/domain/reliability.ts';
import { type FanOut, type Fate, fanOut, type Happening } from '../support/fan-out.ts';
import { type Crash, fallible } from '../support/unreliable.ts';

const fates = fc.array(fc.constantFrom<Fate>('yes', 'yes', 'no', 'busy', 'refused', 'timeout', 'bug'), { minLength: 1, maxLength: 5 });
const panel = fates.chain((list) => fc.record({ fates: fc.constant(list), quorum: fc.integer({ min: 1, max: list.length }) }));
const crashAmong = (calls: number): fc.Arbitrary<Crash> =>
  fc.record({
    method: fc.constantFrom(...fallible),
    nth: fc.integer({ min: 1, max: calls }),
    when: fc.constantFrom('before' as const, 'after' as const),
  });
/** One crash at most; few calls to choose from, so that each of them is hit several times. */
const oneCrash = fc.oneof({ weight: 9, arbitrary: crashAmong(2).map((crash) => [crash]) }, { weight: 1, arbitrary: fc.constant([]) });
/** What is away stays away for a while: longer than all retries of a state, at times. */
const outage = fc
  .record({ method: fc.constantFrom(...fallible), length: fc.integer({ min: 2, max: 8 }) })
  .map(({ method, length }) => Array.from({ length }, (_, index): Crash => ({ method, nth: index + 1, when: 'before' })));
const crashes = fc.oneof(fc.array(crashAmong(4), { maxLength: 12 }), outage);
const usual = fc.constantFrom<Happening>('step', 'step', 'deliver', 'deliver', 'redeliver', 'duplicate');
const unusual = fc.constantFrom<Happening>('deadline', 'sweep', 'kill', 'cancel');
/** The happenings of one wave go on at once, the waves one after another. */
const waves = (happening: fc.Arbitrary<Happening>) => fc.array(fc.array(happening, { minLength: 1, maxLength: 5 }), { maxLength: 12 });
const anything = fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: unusual });

describe('a consultation', () => {
  it('ends in exactly one verdict, named failure or cancellation, through crashes, duplicates and the loss of its workflow', () =>
    fc.assert(
      fc.asyncProperty(panel, crashes, waves(anything), fc.scheduler(), async (plan, broken, list, scheduler) => {
        const circle = await fanOut({ ...plan, crashes: broken, turn: () => scheduler.schedule(Promise.resolve()) });
        const frozen = watchVerdict(circle);
        for (const wave of list) {
          await scheduler.waitFor(Promise.all(wave.map((happening) => circle.happen(happening))));
          await frozen();
        }

        await scheduler.waitFor(circle.settle({ patience: true }));

        await frozen();
        await expectEnded(circle);
      }),
      { numRuns: 400 },
    ));

  it('ends as soon as its answers allow, with no need of deadline or sweeper, though any one call breaks off', () => {
    const unbroken = panel.filter(({ fates: list }) => !list.includes('bug'));
    return fc.assert(
      fc.asyncProperty(unbroken, oneCrash, waves(usual), fc.scheduler(), async (plan, broken, list, scheduler) => {
        const circle = await fanOut({ ...plan, crashes: broken, turn: () => scheduler.schedule(Promise.resolve()) });
        for (const wave of list) await scheduler.waitFor(Promise.all(wave.map((happening) => circle.happen(happening))));

        await scheduler.waitFor(circle.settle({ patience: false }));

        const { status, endedBy } = await circle.run();
        const answering = plan.fates.filter((fate) => fate === 'yes' || fate === 'no' || fate === 'busy').length;
        if (answering >= plan.quorum) expect(['settled', 'all']).toContain(endedBy);
        else expect({ status, endedBy }).toEqual({ status: 'no-quorum', endedBy: 'impossible' });
        // The end is told after it is stored, so a call that breaks off in between may leave it untold.
        if (broken.length === 0) expect(circle.ports.events).toHaveLength(1);
        await expectEnded(circle);
      }),
      { numRuns: 600 },
    );
  });

  it('that everybody leaves is ended by the sweeper', async () => {
    const circle = await fanOut({ fates: ['yes', 'bug', 'bug'], quorum: 2 });
    for (const happening of ['step', 'step', 'deliver', 'kill', 'deadline', 'sweep'] as const) await circle.happen(happening);
    expect(await circle.run()).toMatchObject({ status: 'no-quorum', endedBy: 'deadline', answered: 1 });
  });
});

/** A check that a verdict, once there, stays as it is. */
function watchVerdict(circle: FanOut): () => Promise<void> {
  let first: Verdict | undefined;
  return async () => {
    const now = await circle.verdict();
    if (first) expect(now).toEqual(first);
    first ??= now;
  };
}

async function expectEnded(circle: FanOut): Promise<void> {
  const run = await circle.run();
  const verdict = await circle.verdict();
  const { opinions } = await circle.ports.opinions.read(run.id);
  const answered = opinions.filter(({ status }) => status === 'answered').map(({ expert }) => expert);

  expect(['decided', 'no-consensus', 'no-quorum', 'failed', 'cancelled']).toContain(run.status);
  expect(verdict === undefined, 'a verdict is there exactly where one ended the run').toBe(
    run.status === 'failed' || run.status === 'cancelled',
  );
  expect(run.failure === undefined, 'a failure has a name').toBe(run.status !== 'failed');
  expect(run.answered, 'counted is what is stored').toBe(answered.length);
  expect(run.costUsd, 'each stored opinion is paid once').toBeCloseTo(
    opinions.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0),
    9,
  );
  const ends = circle.ports.events.map(({ type, status, endedAt }) => `${type} ${status} ${endedAt}`);
  expect(new Set(ends).size, 'whoever tells the end tells the same').toBeLessThanOrEqual(1);
  expect(circle.askedTooLate(), 'nobody is asked beyond the deadline').toBe(0);
  const { state } = await circle.ports.reliability.read(keyOf(run));
  for (const { asked } of Object.values(state.experts)) expect(asked, 'a verdict teaches once').toBe(1);
  if (verdict) expectVerdict(verdict, run, answered);
}

function expectVerdict(verdict: Verdict, run: Run, answered: readonly string[]): void {
  expect(verdict.endedBy).toBe(run.endedBy);
  // A deadline that passed while the quorum was being reached may be named by either rule; every other rule is on the counts.
  const named = verdict.endedBy === 'settled' ? 'quorum' : verdict.endedBy;
  if (named !== 'deadline') expect(named).toBe(endingRule(run));
  if (verdict.endedBy === 'settled') expectSettled(verdict);
  expect(verdict.coverage).toMatchObject({ asked: run.seats.length, answered: answered.length });
  expect(verdict.coverage.answered + verdict.missing.length).toBe(verdict.coverage.asked);
  expect(verdict.clusters.flatMap(({ experts }) => experts).toSorted(), 'only frozen answers were weighed').toEqual(answered.toSorted());
  expect(run.status === 'no-quorum').toBe(answered.length < run.quorum);
}

/** Nobody who was still out could have changed the answer, whoever came in between the end of the waiting and the close. */
function expectSettled({ clusters, coverage, answer }: Verdict): void {
  const [first = 0, second = 0] = clusters.map(({ experts }) => experts.length);
  expect(first).toBeGreaterThan(second + coverage.asked - coverage.answered - first);
  expect(answer).not.toBeNull();
}
