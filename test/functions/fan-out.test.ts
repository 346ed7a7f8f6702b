/**
 * The correctness rules of the fan-out as properties over the real functions: whatever experts do, however often messages come,
 * wherever a call breaks off and whoever ends the run, it ends once, by its own rules, and every seat is accounted for.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectEnded, fileCourses, oneCrash, panel, usual, waves } from '../support/courses.ts';
import { type Fate, fanOut } from '../support/fan-out.ts';

/** Milliseconds for hundreds of courses, on a machine that is busy with others. */
const timeout = 120_000;

/** How many answer: as many candidates sit in the place of an expert that fails before it has answered as there are, where no rules sit. */
function answeringOf({ fates, spare, rules }: { fates: readonly Fate[]; spare: readonly Fate[]; rules: number }): number {
  const left = fates.filter((fate) => fate === 'rejected' || fate === 'timeout').length;
  const seated = [...fates, ...(rules > 0 ? [] : spare.slice(0, left))];
  return seated.filter((fate) => fate === 'yes' || fate === 'no' || fate === 'busy').length;
}

describe('a consultation', () => {
  it(
    'ends in exactly one verdict, named failure or cancellation, through crashes, duplicates and the loss of its workflow',
    {
      timeout,
    },
    () => fc.assert(fileCourses(), { numRuns: 500 }),
  );

  it('ends as soon as its answers allow, with no need of deadline or sweeper, though any one call breaks off', { timeout }, () => {
    const unbroken = panel.filter(
      // A message that is set aside for a bug is handled no more: a call that then breaks off is a second fault.
      ({ fates: list, spare, debate = [], judges = [], ranking = [], writer }) =>
        ![...list, ...spare, ...debate, ...judges, ...ranking, writer].includes('bug'),
    );
    return fc.assert(
      fc.asyncProperty(unbroken, oneCrash, waves(usual), fc.scheduler(), async (plan, broken, list, scheduler) => {
        const circle = await fanOut({ ...plan, crashes: broken, turn: () => scheduler.schedule(Promise.resolve()) });
        for (const wave of list) await scheduler.waitFor(Promise.all(wave.map((happening) => circle.happen(happening))));

        await scheduler.waitFor(circle.settle({ patience: false }));

        const { status, endedBy } = await circle.run();
        const answering = answeringOf(plan);
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
